package io.stockpot.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelIoTest {
    @TempDir
    Path folder;

    /** Takes one byte at a time, as a channel may. */
    private static final class Drops implements WritableByteChannel {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        @Override
        public int write(ByteBuffer bytes) {
            taken.write(bytes.get());
            return 1;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void writesUntilAllIsTaken() throws IOException {
        Drops drops = new Drops();
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {0, 1, 2, 3}).position(1);
        ChannelIo.writeFully(drops, bytes);
        assertThat(drops.taken.toByteArray()).containsExactly(1, 2, 3);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void writesAndReadsAtAPlace() throws IOException {
        Path path = folder.resolve("bytes");
        try (FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ChannelIo.writeFully(file, 2, ByteBuffer.wrap(new byte[] {7, 8, 9}));
            ByteBuffer read = ByteBuffer.allocate(2);
            assertThat(ChannelIo.readFully(file, 3, read)).isTrue();
            assertThat(read.array()).containsExactly(8, 9);
        }
        assertThat(Files.readAllBytes(path)).containsExactly(0, 0, 7, 8, 9);
    }

    @Test
    void readsWhatThereIsOfATruncatedFile() throws IOException {
        Path path = folder.resolve("bytes");
        Files.write(path, new byte[] {7, 8, 9});
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer read = ByteBuffer.allocate(4);
            assertThat(ChannelIo.readFully(file, 1, read)).isFalse();
            assertThat(read.array()).containsExactly(8, 9, 0, 0);
        }
    }
}
