package io.stockpot.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Checksum;
import io.stockpot.base.Progress;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two at once: the file is fetched once, and whoever waited reads what the other has fetched. */
@Timeout(60)
class SharedCacheTest {
    private static final byte[] CONTENT = new byte[50_000];

    @TempDir
    private Path folder;

    private static byte[] packed() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(CONTENT);
        }
        return packed.toByteArray();
    }

    private static byte[] fetch(URI address, Path folder) throws IOException {
        DataFile file = new DataFile("zeros", CONTENT.length, Checksum.MD5.of(CONTENT));
        Download download = new Download(
                address,
                packed().length,
                Checksum.MD5.of(packed()),
                new Download.Patience(Duration.ofSeconds(5), Duration.ofSeconds(10), 1));
        Origin origin = new Downloads("this machine", List.of(download));
        return new FileSet("zeros", List.of(file), Optional.empty(), folder, List.of(origin), "nowhere")
                .read(file, Progress.NONE);
    }

    /** A process that fetches. */
    static final class Child {
        private Child() {}

        /** Takes the address and the folder; fails if the content is not what it should be. */
        public static void main(String[] arguments) throws IOException {
            byte[] content = fetch(URI.create(arguments[0]), Path.of(arguments[1]));
            assertThat(content).isEqualTo(CONTENT);
        }
    }

    private static Process child(URI address, Path folder, Path output) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        address.toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    @Test
    void twoProcesses() throws Exception {
        try (FileServer server = new FileServer(packed(), FileServer.Fault.SLOW)) {
            List<Process> children = new ArrayList<>();
            Path cache = folder.resolve("cache");
            for (int i = 0; i < 2; i++) {
                children.add(child(server.address("zeros.gz"), cache, folder.resolve("output" + i)));
            }
            for (int i = 0; i < 2; i++) {
                assertThat(children.get(i).waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(children.get(i).exitValue()).as(() -> output(folder)).isZero();
            }
            assertThat(server.ranges()).hasSize(1);
            assertThat(cache.resolve("zeros")).hasBinaryContent(CONTENT);
        }
    }

    private static String output(Path folder) {
        StringBuilder text = new StringBuilder();
        for (File file : folder.toFile().listFiles((parent, name) -> name.startsWith("output"))) {
            try {
                text.append(Files.readString(file.toPath()));
            } catch (IOException unreadable) {
                text.append(unreadable);
            }
        }
        return text.toString();
    }

    @Test
    void twoThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (FileServer server = new FileServer(packed(), FileServer.Fault.NONE)) {
            List<Future<byte[]>> fetched = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                fetched.add(threads.submit(() -> fetch(server.address("zeros.gz"), folder)));
            }
            for (Future<byte[]> content : fetched) {
                assertThat(content.get()).isEqualTo(CONTENT);
            }
            assertThat(server.ranges()).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }
}
