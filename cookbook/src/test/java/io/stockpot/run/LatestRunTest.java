package io.stockpot.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatestRunTest {
    @TempDir
    Path runs;

    private Path finished(String name) throws IOException {
        return Files.createDirectory(runs.resolve(name));
    }

    @Test
    void leadsToTheLastReport() throws IOException {
        Path first = finished("0123456789ab-first-report");
        Path second = finished("123456789abc-second-report");
        RunStore store = new RunStore(runs);
        assertThat(store.markLatest(first)).contains(runs.resolve("latest"));
        store.markLatest(second);
        assertThat(runs.resolve("latest").toRealPath()).isEqualTo(second.toRealPath());
        try (var files = Files.list(runs)) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void leavesAFolderOfThatNameAlone() throws IOException {
        Path own = finished("latest");
        assertThat(new RunStore(runs).markLatest(finished("0123456789ab-report")))
                .isEmpty();
        assertThat(own).isDirectory().isEmptyDirectory();
    }

    @Test
    void isNoRunAndNothingLeft() throws IOException {
        Path report = finished("0123456789ab-report");
        RunStore store = new RunStore(runs);
        store.markLatest(report);
        assertThat(store.leftBesides(Plan.of(List.of(), store)).directories()).isEmpty();
    }
}
