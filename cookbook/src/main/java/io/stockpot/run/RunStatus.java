package io.stockpot.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far the run of a recipe has come, in a file beside its page that other processes read.
 *
 * @param recipe its title
 * @param process that runs it
 * @param born when that process was started, which tells it from a later one of the same number; absent if unknown
 * @param done number of finished steps
 * @param total number of steps of this run
 * @param step the name of the one in work; empty where none is left
 * @param task what it is at, in words; empty if it does not say
 * @param share of that task that is done, from 0 to 1; absent if unknown
 * @param left seconds that the rest takes, as of the time below; absent if unknown
 * @param time when all this was so
 */
public record RunStatus(
        String recipe,
        long process,
        Optional<Instant> born,
        int done,
        int total,
        String step,
        String task,
        OptionalDouble share,
        OptionalDouble left,
        Instant time) {
    private static final String FILE = "status.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns the status of a run of this process that begins. */
    static RunStatus begun(String recipe, Instant time) {
        ProcessHandle self = ProcessHandle.current();
        return new RunStatus(
                recipe,
                self.pid(),
                self.info().startInstant(),
                0,
                0,
                "",
                "",
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                time);
    }

    /** Returns the status between two steps. */
    RunStatus reached(int finished, List<String> rest, OptionalDouble seconds, Instant now) {
        String next = rest.isEmpty() ? "" : rest.get(0);
        int all = finished + rest.size();
        return new RunStatus(recipe, process, born, finished, all, next, "", OptionalDouble.empty(), seconds, now);
    }

    /** Returns the status inside a step; what is left was known when the step began. */
    RunStatus at(String what, OptionalDouble part, Instant now) {
        double passed = Duration.between(time, now).toMillis() / 1000.0;
        OptionalDouble rest = left.isPresent() ? OptionalDouble.of(Math.max(0, left.getAsDouble() - passed)) : left;
        return new RunStatus(recipe, process, born, done, total, step, what, part, rest, now);
    }

    /** Returns whether nothing is left to do. */
    public boolean isFinished() {
        return total == done;
    }

    /** Returns whether the process that runs it is alive. */
    public boolean isAlive() {
        return ProcessHandle.of(process)
                .filter(ProcessHandle::isAlive)
                .filter(found -> born.equals(found.info().startInstant()))
                .isPresent();
    }

    /** Writes the file; a reader sees the old one or the new. */
    void write(Path folder) throws IOException {
        ObjectNode root = JSON.createObjectNode()
                .put("recipe", recipe)
                .put("process", process)
                .put("born", born.map(Instant::toString).orElse(null))
                .put("done", done)
                .put("total", total)
                .put("step", step)
                .put("task", task)
                .put("share", share.isPresent() ? share.getAsDouble() : null)
                .put("left", left.isPresent() ? left.getAsDouble() : null)
                .put("time", time.toString());
        Files.createDirectories(folder);
        Path partial = folder.resolve("." + FILE + ".partial");
        Files.writeString(partial, root + "\n");
        Files.move(partial, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads the file.
     *
     * @return nothing where there is none, as beside pages of older versions, or none that can be read
     */
    static Optional<RunStatus> read(Path folder) {
        try {
            JsonNode root = JSON.readTree(Files.readString(folder.resolve(FILE)));
            return Optional.of(new RunStatus(
                    root.path("recipe").asText(),
                    root.path("process").asLong(-1),
                    Optional.ofNullable(root.path("born").textValue()).map(Instant::parse),
                    root.path("done").asInt(),
                    root.path("total").asInt(),
                    root.path("step").asText(),
                    root.path("task").asText(),
                    number(root.path("share")),
                    number(root.path("left")),
                    Instant.parse(root.path("time").asText())));
        } catch (IOException | DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static OptionalDouble number(JsonNode node) {
        return node.isNumber() ? OptionalDouble.of(node.asDouble()) : OptionalDouble.empty();
    }
}
