package io.stockpot.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AtomicFileTest {
    private static final String LEFT_BEHIND = ".soup.txt-0123abcd.partial";

    @TempDir
    Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** A process that writes a file until it is killed. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            AtomicFile.write(Path.of(arguments[0]), file -> {
                ChannelIo.writeFully(file, ByteBuffer.wrap(new byte[100]));
                System.out.write('!');
                System.out.flush();
                while (System.in.read() >= 0) {}
            });
        }
    }

    private static Process writer(Path file) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        file.toString())
                .start();
        assertThat(process.getInputStream().read()).isEqualTo('!');
        return process;
    }

    @Test
    void deletesWhatAKilledProcessLeftOfTheSameFile() throws Exception {
        Path file = folder.resolve("soup.txt");
        Process process = writer(file);
        try {
            assertThat(names()).hasSize(1).allMatch(name -> name.matches("\\.soup\\.txt-[0-9a-f]{8}\\.partial"));
            List<String> alive = names();
            AtomicFile.writeText(file, "while the other lives");
            assertThat(names()).hasSize(2).containsAll(alive);
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(names()).hasSize(2);
        AtomicFile.writeText(file, "after its death");
        assertThat(names()).containsExactly("soup.txt");
        assertThat(file).hasContent("after its death");
    }

    @Test
    void leavesPartialFilesOfThisProcessAndOfOtherNames() throws IOException {
        Path file = folder.resolve("soup.txt");
        List<String> others = List.of(".my.soup.txt-0123abcd.partial", ".soup.txt-x-0123abcd.partial");
        for (String other : others) {
            Files.writeString(folder.resolve(other), "another file's");
        }
        Files.writeString(folder.resolve(LEFT_BEHIND), "nobody's");
        AtomicFile.write(file, outer -> {
            AtomicFile.writeText(file, "inner");
            ChannelIo.writeFully(outer, ByteBuffer.wrap("outer".getBytes(StandardCharsets.UTF_8)));
        });
        assertThat(file).hasContent("outer");
        assertThat(names()).containsExactlyInAnyOrder("soup.txt", others.get(0), others.get(1));
    }

    @Test
    void writesNamesAsLongAsTheSystemTakesAndNoLonger() throws IOException {
        String ending = ".txt";
        for (int length : new int[] {235, 255}) {
            Path longest = folder.resolve("x".repeat(length - ending.length()) + ending);
            AtomicFile.writeText(longest, "content");
            assertThat(longest).hasContent("content");
        }
        Path wide = folder.resolve("é".repeat(125) + ending);
        AtomicFile.writeText(wide, "wide");
        assertThat(wide).hasContent("wide");
        assertThat(names()).hasSize(3);
        Path tooLong = folder.resolve("y".repeat(256));
        assertThatIOException()
                .isThrownBy(() -> AtomicFile.write(tooLong, file -> {
                    throw new AssertionError("refused too late");
                }))
                .withMessageStartingWith("cannot write " + tooLong + ": ");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void namesTheFileAndNotTheTemporaryOne() throws IOException {
        Path file = Files.createDirectories(folder.resolve("full")).resolve("soup.txt");
        Files.createDirectories(file.resolve("inside"));
        assertThatIOException()
                .isThrownBy(() -> AtomicFile.writeText(file, "text"))
                .withMessageStartingWith("cannot write " + file + ": ")
                .withMessageNotContaining(".partial");
        Path locked = Files.createDirectories(folder.resolve("locked"));
        assumeTrue(locked.toFile().setWritable(false) && !Files.isWritable(locked), "SKIPPED: root may write anywhere");
        assertThatIOException()
                .isThrownBy(() -> AtomicFile.writeText(locked.resolve("soup.txt"), "text"))
                .withMessage("cannot write " + locked.resolve("soup.txt") + ": no permission");
    }

    @Test
    void deletesWhatThisProcessHasNotFinishedWhenItEndsAtOnce() {
        Path file = folder.resolve("soup.txt");
        assertThatIOException()
                .isThrownBy(() -> AtomicFile.write(file, partial -> {
                    AtomicFile.deleteUnfinished();
                    assertThat(names()).isEmpty();
                }));
    }

    @Test
    void checkingForRoomLeavesNothingAndDeletesWhatAKilledCheckLeft(@TempDir Path place) throws IOException {
        Files.createFile(place.resolve(".room-0123abcd.partial"));
        AtomicFile.requireRoom(place);
        assertThat(place).isEmptyDirectory();
    }
}
