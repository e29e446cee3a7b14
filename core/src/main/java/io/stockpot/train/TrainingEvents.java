package io.stockpot.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.base.AppendedLines;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The diary of a training: one JSON object a line. A resumed training cuts it back to the length it
 * had when the checkpoint was written, so that every event is recorded once.
 */
final class TrainingEvents implements AutoCloseable {
    private final AppendedLines lines;

    private TrainingEvents(AppendedLines lines) {
        this.lines = lines;
    }

    /** Opens the diary and removes what comes after the given length in bytes. */
    static TrainingEvents open(Path path, long length) throws IOException {
        return new TrainingEvents(AppendedLines.open(path, length));
    }

    /** Begins an event. */
    static ObjectNode event(String name) {
        return JsonNodeFactory.instance.objectNode().put("event", name);
    }

    void write(ObjectNode event) throws IOException {
        lines.append(event.toString());
    }

    /** Returns the length in bytes so far. */
    long length() throws IOException {
        return lines.length();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
