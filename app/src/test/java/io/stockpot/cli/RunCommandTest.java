package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stockpot.base.Seed;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.source.Mnist;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    private static final String RECIPE = "../recipes/train-small.yaml";

    @TempDir
    Path runs;

    @TempDir
    Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void plansWithoutRunning() throws IOException {
        assertThat(run("run", RECIPE, "--plan")).isZero();
        assertThat(output.toString())
                .contains("linf ", "evaluate-linf", "triangle", "report")
                .contains("epochs × ", "soups × ", "passes each")
                .containsPattern("to do: ≈ .* on this machine \\(\\d+ threads?, (float32|bfloat16)\\), [0-9.]+ MB");
        try (var files = Files.list(runs)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void changesTheRecipeBySettings() {
        assertThat(run("run", RECIPE, "--plan", "--set", "models.linf.train.epochs=-1"))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("models.linf.train.epochs").contains("epochs must be positive, not -1");
    }

    @Test
    void refusesRadiiOfOtherPixelsInRecipes() throws IOException {
        Path faulty = runs.resolve("faulty.yaml");
        String text = Files.readString(Path.of(RECIPE));
        assertThat(text).contains("Linf 8/255");
        Files.writeString(faulty, text.replace("Linf 8/255", "Linf 8"));
        assertThat(run("run", faulty.toString())).isEqualTo(2);
        assertThat(errors.toString())
                .containsPattern("faulty.yaml:\\d+:\\d+: .*epsilon must be at most 1 in Linf")
                .contains("write e.g. '8/255'");
    }

    @Test
    void reportsFaultsOfARecipeWithTheirPlace() throws IOException {
        Path faulty = runs.resolve("faulty.yaml");
        Files.writeString(faulty, Files.readString(Path.of(RECIPE)).replace("seed: 1", "sead: 1"));
        assertThat(run("run", faulty.toString())).isEqualTo(2);
        assertThat(errors.toString()).containsPattern("faulty.yaml:\\d+:\\d+: unknown key 'sead'.*did you mean 'seed'");
        assertThat(run("run", "nowhere.yaml")).isEqualTo(1);
        assertThat(errors.toString()).contains("nowhere.yaml");
    }

    @Test
    void refusesAReportWithoutOutcomes() {
        assertThat(run("report", RECIPE)).isEqualTo(1);
        assertThat(errors.toString())
                .contains("these steps are not done yet: linf")
                .contains("stockpot run");
    }

    @Test
    void writesAReportAgainFromTheSameOutcomes() throws IOException {
        Path recipe = digits("");
        assertThat(run("run", recipe.toString())).as(errors.toString()).isZero();
        Path page = finished("digits-report").resolve("report.html");
        String written = Files.readString(page);
        Files.writeString(page, "written by an older version");
        assertThat(run("report", recipe.toString())).as(errors.toString()).isZero();
        assertThat(page).content().isEqualTo(written);
        assertThat(output.toString()).contains("report: " + page);
        try (var files = Files.list(runs)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    // three steps, the page that leads to the report, and the latest one
                    .hasSize(5)
                    .contains("now-digits", "latest")
                    .noneMatch(name -> name.startsWith("."));
        }
        Files.move(finished("evaluate-base"), folder.resolve("elsewhere"));
        assertThat(run("report", recipe.toString())).isEqualTo(1);
        assertThat(errors.toString())
                .contains("these steps are not done yet: evaluate-base", "delete '" + page.getParent() + "'");
        assertThat(page).content().isEqualTo(written);
    }

    @Test
    void tellsWhatUnfinishedStepsOfOthersLeftAndDeletesItWhenAsked() throws IOException {
        Path left = Files.createDirectories(runs.resolve(".0123456789ab-linf.partial"));
        Files.write(left.resolve("model.safetensors"), new byte[1_500_000]);
        String recipe = digits("").toString();
        assertThat(run("run", recipe)).as(errors.toString()).isZero();
        assertThat(output.toString())
                .contains("left by unfinished steps of other recipes, or of this one before a change: 1 folder, 1.5 MB;"
                        + " --clean deletes it");
        assertThat(run("run", recipe, "--clean", "--plan")).isZero();
        assertThat(output.toString()).contains("left by an unfinished step: " + left, "to delete: 1 folder, 1.5 MB");
        assertThat(left).exists();
        assertThat(run("run", recipe, "--clean")).isZero();
        assertThat(output.toString()).contains("deleted: 1 folder, 1.5 MB");
        assertThat(left).doesNotExist();
    }

    /** Models take the most room, and outcomes alone are enough for a report. */
    @Test
    void makesDeletedModelsAgainForAnExport() throws IOException {
        assertThat(run("run", digits("").toString())).as(errors.toString()).isZero();
        Files.move(finished("base"), folder.resolve("elsewhere"));
        assertThat(run("run", digits("").toString(), "--plan")).isZero();
        assertThat(output.toString()).contains("nothing to do");
        Path out = folder.resolve("pantry");
        String recipe = digits("export: {folder: " + out + "}\n").toString();
        assertThat(run("report", recipe)).isEqualTo(1);
        assertThat(errors.toString()).contains("step 'base' is not done yet; 'stockpot run' does it");
        assertThat(run("run", recipe, "--plan")).isZero();
        assertThat(output.toString()).contains("3 steps, 1 to do");
        assertThat(run("run", recipe)).as(errors.toString()).isZero();
        assertThat(output.toString()).contains("export: " + out + ", 1 model and all outcomes");
        assertThat(out.resolve("base.safetensors")).exists();
    }

    /** Writes a recipe that takes a moment: an untrained classifier and twenty images. */
    private Path digits(String more) throws IOException {
        assumeTrue(new Mnist().isAvailable(DataCache.ofUser()), "SKIPPED: MNIST is not in the cache");
        Path model = folder.resolve("model.safetensors");
        SoftmaxRegression network = new SoftmaxRegression(28, 10, 1);
        try (Classifier classifier = Classifier.initial(network, Normalisation.none(1), new Seed(1))) {
            StockpotCheckpoint.write(model, classifier, new Provenance(List.of("root"), "{}"));
        }
        Path recipe = folder.resolve("digits.yaml");
        Files.writeString(recipe, """
                data: mnist
                models: {base: {checkpoint: %s}}
                evaluate: {images: 20, conditions: [clean: {}]}
                """.formatted(model) + more);
        return recipe;
    }

    private Path finished(String step) throws IOException {
        try (var files = Files.list(runs)) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9a-f]{12}-" + step))
                    .findFirst()
                    .orElseThrow();
        }
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
