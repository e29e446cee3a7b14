package io.stockpot.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

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
     *     and nothing is left behind; the message names this file and not the temporary one
     */
    public static void write(Path path, Writer writer) throws IOException {
        Path absolute = path.toAbsolutePath();
        Files.createDirectories(absolute.getParent());
        requirePossible(path);
        // not a temporary file of the platform: those are readable by their owner only
        try (PartialFile partial = PartialFile.create(absolute)) {
            try {
                writer.write(partial.channel());
                partial.channel().force(true);
                partial.publish(absolute);
            } catch (IOException failure) {
                throw cannotWrite(path, FileFailures.reason(failure, partial.path()), failure);
            }
        }
    }

    /**
     * Checks that files can be written into a folder, by making one and taking it away: rights do not show it. What a
     * killed process left of this is deleted by the next check.
     *
     * @throws IOException if none can
     */
    public static void requireRoom(Path folder) throws IOException {
        PartialFile.create(folder.toAbsolutePath().resolve("room")).close();
    }

    /** What would not take its name in the end is refused before the work. */
    private static void requirePossible(Path path) throws IOException {
        if (Files.exists(path) || Files.notExists(path)) {
            return;
        }
        try {
            Files.readAttributes(path, BasicFileAttributes.class);
        } catch (IOException failure) {
            throw cannotWrite(path, FileFailures.reason(failure, path), failure);
        }
    }

    private static IOException cannotWrite(Path path, String reason, IOException cause) {
        return new IOException("cannot write " + path + ": " + reason, cause);
    }

    /**
     * Deletes what this process has not finished writing. For a process that is about to end at once; what a killed one
     * leaves behind is deleted when a file of that name is written again.
     */
    public static void deleteUnfinished() {
        PartialFile.deleteHeld();
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
