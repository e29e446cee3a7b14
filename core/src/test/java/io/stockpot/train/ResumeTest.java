package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills real training processes. */
class ResumeTest {
    private static final int KILLS = 3;

    @TempDir
    Path whole;

    @TempDir
    Path killed;

    @ParameterizedTest
    @EnumSource(TrainerProcess.Kind.class)
    void endsInTheSameBitsAfterKills(TrainerProcess.Kind kind) throws Exception {
        assertThat(start(whole, 0, kind).waitFor(2, TimeUnit.MINUTES)).isTrue();
        for (int kill = 0; kill < (kind == TrainerProcess.Kind.PLAIN ? KILLS : 1); kill++) {
            Process victim = start(killed, 100, kind);
            awaitCheckpoint(killed.resolve("training.safetensors"), victim);
            Thread.sleep(350 + 170L * kill);
            assertThat(victim.isAlive()).as("still training when killed").isTrue();
            victim.destroyForcibly().waitFor();
        }
        assertThat(killed.resolve("digest")).doesNotExist();
        assertThat(start(killed, 0, kind).waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(killed.resolve("digest")).hasSameTextualContentAs(whole.resolve("digest"));
        assertThat(killed.resolve("training.jsonl")).hasSameTextualContentAs(whole.resolve("training.jsonl"));
    }

    private static void awaitCheckpoint(Path checkpoint, Process process) throws Exception {
        String before =
                Files.exists(checkpoint) ? Files.getLastModifiedTime(checkpoint).toString() : "";
        for (int wait = 0; wait < 600; wait++) {
            if (Files.exists(checkpoint)
                    && !Files.getLastModifiedTime(checkpoint).toString().equals(before)) {
                return;
            }
            assertThat(process.isAlive()).as("the training process lives").isTrue();
            Thread.sleep(100);
        }
        throw new AssertionError("no new checkpoint within a minute");
    }

    private static Process start(Path folder, int rest, TrainerProcess.Kind kind) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainerProcess.class.getName(),
                        folder.toString(),
                        String.valueOf(rest),
                        kind.name()))
                .inheritIO()
                .start();
    }
}
