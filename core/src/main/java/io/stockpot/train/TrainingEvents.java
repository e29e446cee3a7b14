package io.stockpot.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.base.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The diary of a training: one JSON object a line. A resumed training cuts it back to where its
 * checkpoint was written, so that every step is told once.
 */
final class TrainingEvents implements AutoCloseable {
    private final FileChannel file;

    private TrainingEvents(FileChannel file) {
        this.file = file;
    }

    /** Opens the diary and forgets what comes after the given length in bytes. */
    static TrainingEvents open(Path path, long length) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        file.truncate(length);
        file.position(file.size());
        return new TrainingEvents(file);
    }

    /** Begins an event. */
    static ObjectNode event(String name) {
        return JsonNodeFactory.instance.objectNode().put("event", name);
    }

    void write(ObjectNode event) throws IOException {
        AtomicFile.writeFully(file, ByteBuffer.wrap((event + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns the length in bytes so far. */
    long length() throws IOException {
        return file.position();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
