package io.stockpot.run;

import io.stockpot.base.Progress;
import java.io.IOException;
import java.util.List;

/** Does what a plan has left to do, one step after another. */
public final class Runner {
    private final RunStore store;
    private final Progress progress;
    private final Runnable afterStep;
    private final Listener listener;

    /** Learns how far a run has come, between two steps. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Is called before the first step and after each.
         *
         * @param done the steps of this run that are finished, in order
         * @param left those that are not
         * @param inputs the results of all finished steps, those of earlier runs too
         * @throws IOException if what is made of it cannot be written; the run goes on
         */
        void reached(List<Plan.Entry> done, List<Plan.Entry> left, Inputs inputs) throws IOException;
    }

    /**
     * Makes a runner.
     *
     * @param store where the results of steps are kept
     * @param progress listens to the steps and to the work inside them
     * @param afterStep gives back what a step has left behind, such as freed native memory
     */
    public Runner(RunStore store, Progress progress, Runnable afterStep) {
        this(store, progress, afterStep, (done, left, inputs) -> {});
    }

    /**
     * Makes a runner with somebody who listens.
     *
     * @param store where the results of steps are kept
     * @param progress listens to the steps and to the work inside them
     * @param afterStep gives back what a step has left behind, such as freed native memory
     * @param listener is called between steps
     */
    public Runner(RunStore store, Progress progress, Runnable afterStep, Listener listener) {
        this.store = store;
        this.progress = progress;
        this.afterStep = afterStep;
        this.listener = listener;
    }

    /**
     * Runs all steps that are to do. A failure ends the run; what was finished before stays finished.
     *
     * @throws StepException if a step fails
     * @throws IOException if something that a step reads from outside is missing; nothing is run then
     */
    public void run(Plan plan) throws IOException {
        List<Plan.Entry> toDo = plan.toDo();
        requireNothingMissing(toDo);
        try (Results results = new Results(plan, store)) {
            tell(toDo, 0, results);
            for (int i = 0; i < toDo.size(); i++) {
                String what = "step " + (i + 1) + " of " + toDo.size() + ", "
                        + toDo.get(i).step().name();
                try (Progress.Task task = progress.start(what, Progress.UNKNOWN, "steps")) {
                    run(toDo.get(i), results, toDo.subList(i + 1, toDo.size()));
                }
                tell(toDo, i + 1, results);
            }
        }
    }

    /** Whatever a listener fails at, hours of work go on. */
    private void tell(List<Plan.Entry> toDo, int done, Results results) {
        try {
            listener.reached(toDo.subList(0, done), toDo.subList(done, toDo.size()), results);
        } catch (IOException | RuntimeException failure) {
            try (Progress.Task task = progress.start("unfinished results", Progress.UNKNOWN, "pages")) {
                task.note("cannot be shown: " + Failures.describe(failure));
            }
        }
    }

    /** What is missing is said before hours of work, not after. */
    private static void requireNothingMissing(List<Plan.Entry> toDo) throws IOException {
        List<String> missing = toDo.stream()
                .flatMap(entry -> entry.step().missing().stream())
                .distinct()
                .toList();
        if (!missing.isEmpty()) {
            throw new IOException("nothing was run: " + String.join("; ", missing));
        }
    }

    private void run(Plan.Entry entry, Results results, List<Plan.Entry> later) throws IOException {
        Step<?> step = entry.step();
        try {
            RunStore.Work work = directory -> step.run(directory, results, progress);
            if (entry.status() == Plan.Status.AGAIN) {
                store.again(entry.key(), step, entry.inputs(), work);
            } else {
                store.complete(entry.key(), step, entry.inputs(), work);
            }
        } catch (IOException | RuntimeException failure) {
            List<String> undone =
                    later.stream().map(undoneEntry -> undoneEntry.step().name()).toList();
            throw new StepException(step.name(), undone, failure);
        }
        results.free(entry.inputs());
        afterStep.run();
    }
}
