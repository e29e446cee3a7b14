package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.JavaProcess;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ends the program while the engine computes. */
@DisabledOnOs(OS.WINDOWS)
class InterruptionTest {
    private static final int CLASSES = 10;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void endsAtOnceWithoutCrashing(String signal, int code) throws IOException, InterruptedException {
        Process process = evaluation();
        try {
            Path errors = folder.resolve("errors");
            for (int waited = 0; !isAttacking(); waited++) {
                assertThat(process.isAlive() && waited < 600)
                        .as(Files.readString(errors))
                        .isTrue();
                Thread.sleep(100);
            }
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(code);
            assertThat(errors)
                    .content()
                    .contains("stockpot: interrupted; run the same command again to go on")
                    .doesNotContain("SIGSEGV");
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .noneMatch(name -> name.startsWith("hs_err"));
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /** Returns whether the clean images are done, which are noted in a file. */
    private boolean isAttacking() throws IOException {
        Path work = folder.resolve("work");
        if (!Files.isDirectory(work)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(work)) {
            return files.anyMatch(file -> file.toString().endsWith(".jsonl"));
        }
    }

    /** Starts an attack that would take hours. */
    private Process evaluation() throws IOException {
        for (int label = 0; label < CLASSES; label++) {
            Path pictures = Files.createDirectories(folder.resolve("pictures").resolve(String.valueOf(label)));
            ImageIO.write(
                    new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB),
                    "png",
                    pictures.resolve("black.png").toFile());
        }
        ProcessBuilder builder = JavaProcess.of(
                Stockpot.class.getName(),
                List.of(
                        "evaluate",
                        Path.of("../pantry/cifar10-wrn-16-2/linf.safetensors")
                                .toAbsolutePath()
                                .toString(),
                        "--data",
                        folder.resolve("pictures").toString(),
                        "--images",
                        String.valueOf(CLASSES),
                        "--condition",
                        "Linf 1/1000000",
                        "--attack",
                        "{apgd: {steps: 1000000}}",
                        "--batch-size",
                        "1",
                        "--work",
                        folder.resolve("work").toString()));
        return builder.directory(folder.toFile())
                .redirectError(folder.resolve("errors").toFile())
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }
}
