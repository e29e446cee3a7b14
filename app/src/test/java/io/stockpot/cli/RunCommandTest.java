package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    private static final String RECIPE = "../recipes/train-small.yaml";

    @TempDir
    Path runs;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void plansWithoutRunning() throws IOException {
        assertThat(run("run", RECIPE, "--plan")).isZero();
        assertThat(output.toString())
                .contains("linf ", "evaluate-linf", "triangle", "report")
                .contains("to do");
        try (var files = Files.list(runs)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void settingsChangeTheRecipe() {
        assertThat(run("run", RECIPE, "--plan", "--set", "models.linf.train.epochs=-1"))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("models.linf.train.epochs").contains("epochs must be positive, not -1");
    }

    @Test
    void faultsOfTheRecipeAreWrongUsageWithAPlace() throws IOException {
        Path faulty = runs.resolve("faulty.yaml");
        Files.writeString(faulty, Files.readString(Path.of(RECIPE)).replace("seed: 1", "sead: 1"));
        assertThat(run("run", faulty.toString())).isEqualTo(2);
        assertThat(errors.toString()).containsPattern("faulty.yaml:\\d+:\\d+: unknown key 'sead'.*did you mean 'seed'");
        assertThat(run("run", "nowhere.yaml")).isEqualTo(1);
        assertThat(errors.toString()).contains("nowhere.yaml");
    }

    @Test
    void aReportNeedsOutcomes() {
        assertThat(run("report", RECIPE)).isEqualTo(1);
        assertThat(errors.toString())
                .contains("these steps are not done yet: linf")
                .contains("stockpot run");
    }

    private int run(String command, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = command;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--runs";
        all[arguments.length + 2] = runs.toString();
        return Stockpot.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(all);
    }
}
