package io.stockpot.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A UTF-8 text file that grows line by line and survives the death of its writer: a line counts once it
 * ends, and what a killed process left of one is removed by {@link #read}.
 */
public final class AppendedLines implements AutoCloseable {
    private final FileChannel file;

    private AppendedLines(FileChannel file) {
        this.file = file;
    }

    /** Opens a file, which is created if it does not exist, to append behind all it holds. */
    public static AppendedLines open(Path path) throws IOException {
        return open(path, Long.MAX_VALUE);
    }

    /**
     * Opens a file, which is created if it does not exist, and removes what comes after the given length.
     *
     * @param length in bytes
     */
    public static AppendedLines open(Path path, long length) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        file.truncate(length);
        file.position(file.size());
        return new AppendedLines(file);
    }

    /**
     * Returns all finished lines in order, none if there is no file; an unfinished one is removed from the
     * file.
     */
    public static List<String> read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        String text = Files.readString(path);
        String finished = text.substring(0, text.lastIndexOf('\n') + 1);
        if (finished.length() < text.length()) {
            open(path, finished.getBytes(StandardCharsets.UTF_8).length).close();
        }
        return finished.lines().toList();
    }

    /**
     * Appends a line; it is on the disk when this returns.
     *
     * @param line without line breaks
     */
    public void append(String line) throws IOException {
        ChannelIo.writeFully(file, ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        file.force(true);
    }

    /** Returns the length of the file in bytes. */
    public long length() throws IOException {
        return file.position();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
