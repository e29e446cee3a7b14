package io.stockpot.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Results of finished steps, read when they are first asked for and freed after their last reader. */
public final class Results implements Inputs, AutoCloseable {
    private final Plan plan;
    private final RunStore store;
    private final Map<RunKey, Object> values = new HashMap<>();
    private final Map<RunKey, Integer> readers = new HashMap<>();

    public Results(Plan plan, RunStore store) {
        this.plan = plan;
        this.store = store;
        for (Plan.Entry entry : plan.toDo()) {
            new HashSet<>(entry.inputs()).forEach(input -> readers.merge(input, 1, Integer::sum));
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> R get(Step<R> step) throws IOException {
        RunKey key = plan.key(step);
        Object value = values.get(key);
        if (value == null) {
            value = step.read(directory(step));
            values.put(key, value);
        }
        return (R) value;
    }

    @Override
    public <R> Optional<R> find(Step<R> step) throws IOException {
        return isDone(step) ? Optional.of(get(step)) : Optional.empty();
    }

    /** Returns whether a step is finished. */
    public boolean isDone(Step<?> step) throws IOException {
        return store.find(plan.key(step)).isPresent();
    }

    @Override
    public Path directory(Step<?> step) throws IOException {
        return store.find(plan.key(step))
                .orElseThrow(() -> new IOException("step '" + step.name() + "' is not finished"));
    }

    /** Releases the results that a step has read for the last time. */
    void free(List<RunKey> inputs) throws IOException {
        for (RunKey input : new HashSet<>(inputs)) {
            if (readers.merge(input, -1, Integer::sum) == 0) {
                close(values.remove(input));
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Object value : values.values()) {
            close(value);
        }
        values.clear();
    }

    private static void close(Object value) throws IOException {
        if (value instanceof AutoCloseable owner) {
            try {
                owner.close();
            } catch (IOException | RuntimeException failure) {
                throw failure;
            } catch (Exception failure) {
                throw new IOException("a result cannot be freed: " + failure.getMessage(), failure);
            }
        }
    }
}
