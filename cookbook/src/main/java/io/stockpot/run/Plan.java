package io.stockpot.run;

import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The steps behind some targets, inputs first, each once, and what is left to do of them. */
public final class Plan {
    private final Map<RunKey, Entry> entries = new LinkedHashMap<>();
    private final IdentityHashMap<Step<?>, RunKey> keys = new IdentityHashMap<>();

    /** What is known about a step before anything runs. */
    public enum Status {
        /** Its directory exists. */
        DONE,
        /** It will be run. */
        TO_DO,
        /** Its directory exists, and it will be run once more. */
        AGAIN,
        /** It is not done, but everything that would read it is. */
        NOT_NEEDED
    }

    /**
     * A step of the plan.
     *
     * @param inputs the keys of its inputs
     */
    public record Entry(Step<?> step, RunKey key, List<RunKey> inputs, Status status) {
        /** Copies the list. */
        public Entry {
            inputs = List.copyOf(inputs);
        }
    }

    private Plan() {}

    /**
     * Plans all that the targets need. Steps with equal keys are one step, under the name that came
     * first.
     *
     * @throws IOException if the store cannot be read
     */
    public static Plan of(List<? extends Step<?>> targets, RunStore store) throws IOException {
        return of(targets, List.of(), store);
    }

    /**
     * Plans all that the targets need, in an order of choice where inputs leave one.
     *
     * @param order steps that come as early as their inputs let them, the first first; those that no target needs are
     *     not run
     * @throws IOException if the store cannot be read
     */
    public static Plan of(List<? extends Step<?>> targets, List<? extends Step<?>> order, RunStore store)
            throws IOException {
        Plan plan = new Plan();
        for (Step<?> step : order) {
            plan.add(step, store);
        }
        for (Step<?> target : targets) {
            plan.add(target, store);
        }
        for (Step<?> target : targets) {
            plan.need(plan.key(target));
        }
        return plan;
    }

    /**
     * Plans to do a step whether it is done or not, and all that it needs. What it made before stays until
     * it is done.
     *
     * @throws IOException if the store cannot be read
     */
    public static Plan again(Step<?> target, RunStore store) throws IOException {
        Plan plan = new Plan();
        plan.add(target, store);
        RunKey key = plan.key(target);
        plan.willRun(key, store.find(key).isPresent() ? Status.AGAIN : Status.TO_DO);
        return plan;
    }

    private void add(Step<?> step, RunStore store) throws IOException {
        RunKey key = key(step);
        if (entries.containsKey(key)) {
            return;
        }
        for (Step<?> input : step.inputs()) {
            add(input, store);
        }
        List<RunKey> inputs = step.inputs().stream().map(this::key).toList();
        Status status = store.find(key).isPresent() ? Status.DONE : Status.NOT_NEEDED;
        entries.put(key, new Entry(step, key, inputs, status));
    }

    private void need(RunKey key) {
        if (entries.get(key).status() == Status.NOT_NEEDED) {
            willRun(key, Status.TO_DO);
        }
    }

    private void willRun(RunKey key, Status status) {
        Entry entry = entries.get(key);
        entries.put(key, new Entry(entry.step(), key, entry.inputs(), status));
        entry.inputs().forEach(this::need);
    }

    /** Returns the key of a step. */
    public RunKey key(Step<?> step) {
        RunKey known = keys.get(step);
        if (known != null) {
            return known;
        }
        List<RunKey> inputs = step.inputs().stream().map(this::key).toList();
        RunKey key = RunKey.of(step.canonical(), inputs, step.dataDigests());
        keys.put(step, key);
        return key;
    }

    /** Returns all steps, inputs before the steps that read them. */
    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /** Returns the steps that will be run, in order. */
    public List<Entry> toDo() {
        return entries().stream()
                .filter(entry -> entry.status() == Status.TO_DO || entry.status() == Status.AGAIN)
                .toList();
    }

    private String missing() {
        return toDo().stream()
                .flatMap(entry -> entry.step().missing().stream())
                .distinct()
                .map(sentence -> "\nmissing: " + sentence)
                .collect(Collectors.joining());
    }

    /** Returns a table: name, short key and status of each step, and a line that counts them, and what is missing. */
    @Override
    public String toString() {
        return table(entry -> "", toDo().isEmpty() ? "nothing to do" : toDo().size() + " to do");
    }

    /**
     * Returns the same table with the size of each step that is to do, and of all.
     *
     * @param machine what it is estimated for, in words
     */
    public String with(Estimate estimate, String machine) {
        String all = toDo().isEmpty()
                ? "nothing to do"
                : toDo().size() + " to do: " + estimate.time() + " on " + machine + ", " + estimate.space();
        return table(estimate::of, all);
    }

    private String table(Function<Entry, String> remark, String all) {
        int width = entries.values().stream()
                .mapToInt(entry -> entry.step().name().length())
                .max()
                .orElse(0);
        StringBuilder table = new StringBuilder();
        for (Entry entry : entries.values()) {
            String status = entry.status().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            String name = entry.step().name();
            table.append(name).append(" ".repeat(width - name.length() + 2));
            table.append(entry.key().shortened()).append("  ").append(status);
            String more = remark.apply(entry);
            table.append(more.isEmpty() ? "" : "  " + more).append('\n');
        }
        return table + (entries.size() == 1 ? "1 step, " : entries.size() + " steps, ") + all + missing();
    }
}
