package io.stockpot.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.model.Classifier;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.ForeignNotes;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.StateDict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs the programs of docs/library.md. */
@ExtendWith(NoLeaks.class)
class ExamplesTest {
    private static final Path PANTRY = Path.of("../pantry/cifar10-wrn-16-2");

    private interface Program {
        void run() throws IOException;
    }

    private static String printed(Program program) throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream caught = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(caught);
            program.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8)
                .replace(System.lineSeparator(), "\n")
                .strip();
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/library.md"));
    }

    @Test
    void attacksAFunctionAsComputedByHand() throws IOException {
        assertThat(printed(AttackYourOwn::main)).isEqualTo("4 of 10 images are robust");
        assertThat(page()).contains("`4 of 10 images are robust`");
    }

    @Test
    void judgesForeignPointsAsComputedByHand() throws IOException {
        assertThat(printed(JudgeYourPoints::main)).isEqualTo("4 of 10 images withstand these points");
        assertThat(page()).contains("`4 of 10 images withstand these points`");
    }

    @Test
    void mixesFourFilesByTheirWeights(@TempDir Path folder) throws IOException {
        Path soup = folder.resolve("soup.safetensors");
        assertThat(printed(() -> MixFourFiles.main(PANTRY.toString(), soup.toString())))
                .containsSubsequence(
                        "0.5 of linf.safetensors",
                        "-0.1 of linf-l2.safetensors",
                        "1/3 of linf-l1.safetensors",
                        "4/15 of linf-nominal.safetensors");
        assertThat(folder.resolve("soup.md")).exists();
        double expected = 0.5 * firstWeight(PANTRY.resolve("linf.safetensors"))
                - 0.1 * firstWeight(PANTRY.resolve("linf-l2.safetensors"))
                + firstWeight(PANTRY.resolve("linf-l1.safetensors")) / 3
                + firstWeight(PANTRY.resolve("linf-nominal.safetensors")) * 4 / 15;
        assertThat(firstWeight(soup)).isCloseTo(expected, within(1e-7));
    }

    private static double firstWeight(Path file) throws IOException {
        CheckpointFile checkpoint = CheckpointFile.open(file, ForeignNotes.NONE);
        try (Classifier classifier = checkpoint.load()) {
            StateDict weights = classifier.weights();
            return Rows.numbers(weights.get(List.copyOf(weights.names()).get(0)))[0];
        }
    }

    @Test
    void choosesFromStoredOutcomes() throws IOException {
        Path outcomes = PANTRY.resolve("outcomes");
        String printed = printed(() -> ChooseFromOutcomes.main(
                outcomes.resolve("soups/triangle.json").toString(),
                outcomes.resolve("shifts/four-adaptation.json").toString()));
        assertThat(printed)
                .contains("0.4, 0, 0.6 of [linf, linf-l2, linf-l1]: 32.3 % (323 of 1000) under all threats")
                .contains("0, 0.8, -0.4, 0.6 of [linf, l2, l1, nominal]: expect ");
        assertThat(page()).contains(printed);
    }
}
