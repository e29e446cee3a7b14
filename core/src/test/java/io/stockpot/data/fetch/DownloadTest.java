package io.stockpot.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Checksum;
import io.stockpot.base.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class DownloadTest {
    private static final byte[] CONTENT = content();
    private static final String MD5 = Checksum.MD5.of(CONTENT);
    private static final Download.Patience SHORT =
            new Download.Patience(Duration.ofMillis(500), Duration.ofMillis(500), 1_000);

    @TempDir
    private Path folder;

    private static byte[] content() {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        return content;
    }

    private static Download download(FileServer server) {
        return new Download(server.address("data.bin"), CONTENT.length, MD5, SHORT);
    }

    private Path partial(byte[] content) throws IOException {
        return Files.write(folder.resolve("data.bin.partial"), content);
    }

    private void assertOnlyTheFileIsThere() throws IOException {
        assertThat(folder.resolve("data.bin")).hasBinaryContent(CONTENT);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void downloadsTheFileAndReportsProgress() throws IOException {
        List<Long> done = new ArrayList<>();
        Progress progress = (what, total, unit) -> {
            assertThat(List.of(what, total, unit)).isEqualTo(List.of("download data.bin", 300_000L, "bytes"));
            return new Progress.Task() {
                @Override
                public void advanceTo(long bytes) {
                    done.add(bytes);
                }
            };
        };
        try (FileServer server = new FileServer(CONTENT, FileServer.Fault.NONE)) {
            download(server).into(folder, progress);
        }
        assertOnlyTheFileIsThere();
        assertThat(done).isSorted().endsWith(300_000L);
    }

    @Test
    void goesOnWhereItStopped() throws IOException {
        partial(Arrays.copyOf(CONTENT, 123_456));
        try (FileServer server = new FileServer(CONTENT, FileServer.Fault.NONE)) {
            download(server).into(folder, Progress.NONE);
            assertThat(server.ranges()).containsExactly("bytes=123456-");
        }
        assertOnlyTheFileIsThere();
    }

    @Test
    void asksForNothingWhenAllIsThere() throws IOException {
        partial(CONTENT);
        try (FileServer server = new FileServer(CONTENT, FileServer.Fault.NONE)) {
            download(server).into(folder, Progress.NONE);
            assertThat(server.ranges()).isEmpty();
        }
        assertOnlyTheFileIsThere();
    }

    @Test
    void asksForNothingWhenTheFileIsThere() throws IOException {
        Files.write(folder.resolve("data.bin"), CONTENT);
        try (FileServer server = new FileServer(CONTENT, FileServer.Fault.NONE)) {
            download(server).into(folder, Progress.NONE);
            assertThat(server.ranges()).isEmpty();
        }
        assertOnlyTheFileIsThere();
    }

    @Test
    void beginsAnewWhereTheServerKnowsNoRanges() throws IOException {
        partial(Arrays.copyOf(CONTENT, 1_000));
        try (FileServer server = new FileServer(CONTENT, FileServer.Fault.IGNORES_RANGES)) {
            download(server).into(folder, Progress.NONE);
        }
        assertOnlyTheFileIsThere();
    }

    @Test
    void beginsAnewWhenThePartialFileIsWrong() throws IOException {
        partial(new byte[1_000]);
        try (FileServer server = new FileServer(CONTENT, FileServer.Fault.NONE)) {
            download(server).into(folder, Progress.NONE);
            assertThat(server.ranges()).containsExactly("bytes=1000-", "");
        }
        assertOnlyTheFileIsThere();
    }

    @Test
    void beginsAnewWhenThePartialFileIsTooLong() throws IOException {
        partial(new byte[400_000]);
        try (FileServer server = new FileServer(CONTENT, FileServer.Fault.NONE)) {
            download(server).into(folder, Progress.NONE);
            assertThat(server.ranges()).containsExactly("bytes=400000-", "");
        }
        assertOnlyTheFileIsThere();
    }

    @Test
    void asksAgainWhenTheConnectionBreaksAndKeepsWhatCame() throws IOException {
        try (FileServer server = new FileServer(CONTENT, FileServer.Fault.BREAKS_HALFWAY)) {
            assertThatThrownBy(() -> download(server).into(folder, Progress.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("broke");
            // how much of what was sent arrives before the connection breaks is up to the system
            List<Integer> offsets = server.ranges().stream()
                    .map(range -> range.isEmpty() ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", "")))
                    .toList();
            assertThat(offsets).hasSizeGreaterThan(1).startsWith(0).isSorted();
        }
        byte[] kept = Files.readAllBytes(folder.resolve("data.bin.partial"));
        assertThat(kept).isNotEmpty().isEqualTo(Arrays.copyOf(CONTENT, kept.length));
        try (FileServer server = new FileServer(CONTENT, FileServer.Fault.NONE)) {
            download(server).into(folder, Progress.NONE);
        }
        assertOnlyTheFileIsThere();
    }

    @Test
    void refusesAFileWithAnotherChecksum() throws IOException {
        byte[] other = CONTENT.clone();
        other[7]++;
        try (FileServer server = new FileServer(other, FileServer.Fault.NONE)) {
            assertThatThrownBy(() -> download(server).into(folder, Progress.NONE))
                    .hasMessage("data.bin came with 300000 bytes and MD5 %s, not MD5 %s", Checksum.MD5.of(other), MD5);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void doesNotWaitForASilentServer() throws IOException {
        try (FileServer server = new FileServer(CONTENT, FileServer.Fault.SILENT)) {
            assertThatThrownBy(() -> download(server).into(folder, Progress.NONE))
                    .hasMessageStartingWith("no answer from 127.0.0.1 for ");
        }
    }

    @Test
    void doesNotWaitForAServerThatStalls() throws IOException {
        try (FileServer server = new FileServer(CONTENT, FileServer.Fault.STALLS_HALFWAY)) {
            assertThatThrownBy(() -> download(server).into(folder, Progress.NONE))
                    .hasMessage("no answer from 127.0.0.1 for 0.5 s");
        }
        assertThat(Files.size(folder.resolve("data.bin.partial"))).isGreaterThanOrEqualTo(150_000);
    }

    @Test
    void doesNotWaitForAServerThatSendsAByteNowAndThen() throws IOException {
        try (FileServer server = new FileServer(CONTENT, FileServer.Fault.DRIPS)) {
            assertThatThrownBy(() -> download(server).into(folder, Progress.NONE))
                    .hasMessageMatching("127\\.0\\.0\\.1 sent \\d+ bytes in 0\\.[5-9]\\d* s, which is too slow");
        }
    }

    @Test
    void writesNoMoreThanTheFileHas() throws IOException {
        try (FileServer server = new FileServer(CONTENT, FileServer.Fault.ENDLESS)) {
            assertThatThrownBy(() -> download(server).into(folder, Progress.NONE))
                    .hasMessage("data.bin comes with more than its 300000 bytes");
            assertThat(server.ranges()).hasSize(1);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void doesNotWaitForAConnection() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        // Nobody accepts, and the queue of one is full: Linux then leaves further callers without an answer.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 2; i++) {
                waiting.add(new Socket(full.getInetAddress(), full.getLocalPort()));
            }
            URI address = URI.create("http://127.0.0.1:" + full.getLocalPort() + "/data.bin");
            assertThatThrownBy(() -> new Download(address, CONTENT.length, MD5, SHORT).into(folder, Progress.NONE))
                    .hasMessage("no connection to 127.0.0.1 within 0.5 s");
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void saysWhyThereIsNoConnection() throws IOException {
        URI closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/data.bin");
        }
        assertThatThrownBy(() -> new Download(closed, CONTENT.length, MD5, SHORT).into(folder, Progress.NONE))
                .hasMessage("127.0.0.1 refused the connection");
        URI unknown = URI.create("http://no-such-host.invalid/data.bin");
        assertThatThrownBy(() ->
                        new Download(unknown, CONTENT.length, MD5, Download.Patience.USUAL).into(folder, Progress.NONE))
                .hasMessage("the host no-such-host.invalid is not known here");
        try (FileServer server = new FileServer(CONTENT, FileServer.Fault.NOT_FOUND)) {
            assertThatThrownBy(() -> download(server).into(folder, Progress.NONE))
                    .hasMessage("the server answered with status 404");
        }
    }
}
