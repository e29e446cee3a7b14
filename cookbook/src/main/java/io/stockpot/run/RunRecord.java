package io.stockpot.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.base.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a run's directory says about itself, in its file step.json.
 *
 * @param step the step's canonical text
 * @param started when the work began, before any interruption
 * @param finished when it was complete; absent while it is not
 * @param seconds how long the last, uninterrupted stretch of work took
 * @param machine what it ran on; absent in records of older versions
 */
public record RunRecord(
        RunKey key,
        String name,
        String step,
        List<RunKey> inputs,
        List<String> data,
        String version,
        Instant started,
        Optional<Instant> finished,
        double seconds,
        Optional<String> machine) {
    static final String FILE = "step.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    static RunRecord begun(RunKey key, Step<?> step, List<RunKey> inputs) {
        return new RunRecord(
                key,
                step.name(),
                step.canonical(),
                inputs,
                step.dataDigests(),
                Version.text(),
                Instant.now(),
                Optional.empty(),
                0,
                Optional.of(Machine.text()));
    }

    RunRecord begunAt(Instant earlier) {
        return new RunRecord(key, name, step, inputs, data, version, earlier, finished, seconds, machine);
    }

    RunRecord finished(Instant resumed, Instant now) {
        double elapsed = Duration.between(resumed, now).toMillis() / 1000.0;
        return new RunRecord(key, name, step, inputs, data, version, started, Optional.of(now), elapsed, machine);
    }

    void write(Path directory) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("key", key.hex());
        root.put("name", name);
        root.set("step", JSON.readTree(step));
        ArrayNode inputKeys = root.putArray("inputs");
        inputs.forEach(input -> inputKeys.add(input.hex()));
        ArrayNode digests = root.putArray("data");
        data.forEach(digests::add);
        root.put("version", version);
        root.put("started", started.toString());
        if (finished.isPresent()) {
            root.put("finished", finished.get().toString());
            root.put("seconds", seconds);
        }
        machine.ifPresent(text -> root.put("machine", text));
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        AtomicFile.writeText(directory.resolve(FILE), text);
    }

    /** The name of a step that was begun, and when. */
    record Begun(String name, Instant time) {}

    /** Returns what the run in this directory says of its beginning; nothing where that is not yet written, or damaged. */
    static Optional<Begun> begunIn(Path directory) {
        try {
            return Optional.of(new Begun(field(directory, "name", name -> name), startIn(directory)));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Returns the key of the run in this directory. */
    static RunKey keyIn(Path directory) throws IOException {
        return field(directory, "key", RunKey::new);
    }

    /** Returns when the run in this directory began. */
    static Instant startIn(Path directory) throws IOException {
        return field(directory, "started", Instant::parse);
    }

    /** Returns when the finished run in this directory was complete. */
    public static Instant finishIn(Path directory) throws IOException {
        return field(directory, "finished", Instant::parse);
    }

    /** Returns how the finished run in this directory was done. */
    public static Circumstances circumstancesIn(Path directory) throws IOException {
        return new Circumstances(
                field(directory, "seconds", Double::valueOf),
                Duration.between(startIn(directory), field(directory, "finished", Instant::parse)),
                field(directory, "version", text -> text),
                field(directory, "machine", text -> text.isEmpty() ? Optional.empty() : Optional.of(text)));
    }

    private static <T> T field(Path directory, String field, Function<String, T> parse) throws IOException {
        Path file = directory.resolve(FILE);
        try {
            return parse.apply(JSON.readTree(Files.readString(file)).path(field).asText());
        } catch (IOException | IllegalArgumentException | DateTimeException failure) {
            throw new IOException(
                    "'" + file + "' does not tell the run's " + field + "; delete its directory to run the step again",
                    failure);
        }
    }
}
