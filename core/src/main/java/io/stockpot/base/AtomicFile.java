package io.stockpot.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes files that exist only when they are complete: written under a temporary name, synced, then renamed. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Fills a file. */
    @FunctionalInterface
    public interface Writer {
        /** Writes the whole content into the open file. */
        void write(FileChannel file) throws IOException;
    }

    /**
     * Creates or replaces a file.
     *
     * @throws IOException if anything fails, a full disk included; the old file, if any, is untouched
     *     and nothing is left behind
     */
    public static void write(Path path, Writer writer) throws IOException {
        Path absolute = path.toAbsolutePath();
        Path folder = absolute.getParent();
        Files.createDirectories(folder);
        // not a temporary file of the platform: those are readable by their owner only
        Path partial = folder.resolve("." + absolute.getFileName() + "-" + UUID.randomUUID() + ".partial");
        try {
            try (FileChannel file =
                    FileChannel.open(partial, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                writer.write(file);
                file.force(true);
            }
            Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new IOException("cannot write " + path + ": " + failure.getMessage(), failure);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Creates or replaces a UTF-8 text file, as {@link #write(Path, Writer)}. */
    public static void writeText(Path path, String text) throws IOException {
        write(path, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Creates or replaces a file of the remaining bytes of the buffer, as {@link #write(Path, Writer)}. */
    public static void write(Path path, ByteBuffer bytes) throws IOException {
        write(path, file -> ChannelIo.writeFully(file, bytes));
    }
}
