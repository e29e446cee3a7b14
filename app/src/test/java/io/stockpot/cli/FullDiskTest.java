package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that may not write more than 64 KiB to a file meets the errors of a full disk. */
class FullDiskTest {
    @TempDir
    Path folder;

    @Test
    void mixingLeavesNothingHalfWritten() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "SKIPPED: no bash, so no way to limit the size of files");
        Path ingredient = folder.resolve("a.safetensors");
        SoftmaxRegression network = new SoftmaxRegression(64, 10, 3);
        try (Classifier classifier = Classifier.initial(network, Normalisation.none(3), new Seed(1))) {
            StockpotCheckpoint.write(ingredient, classifier, new Provenance(List.of("root"), "{}"));
        }
        Process process = limited("mix", ingredient.toString(), ingredient.toString(), "--weights", "0.5,0.5", "--out");
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(1);
        assertThat(output)
                .startsWith("stockpot: cannot write ")
                .contains("File too large")
                .hasLineCount(1);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(ingredient);
        }
    }

    private Process limited(String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = "ulimit -f 64; exec \"" + java + "\" -XX:-UsePerfData -Xmx256m -cp \""
                + System.getProperty("java.class.path") + "\" " + Stockpot.class.getName() + " "
                + String.join(" ", arguments) + " " + folder.resolve("soup.safetensors");
        return new ProcessBuilder("/bin/bash", "-c", command)
                .redirectErrorStream(true)
                .start();
    }
}
