package io.stockpot.base;

/**
 * A listener to long work: downloads, training, evaluation. The caller of the work decides how its
 * progress is shown; the work itself never prints.
 *
 * <pre>{@code
 * try (Progress.Task task = progress.start("evaluate clean", images.size(), "images")) {
 *     task.advanceTo(done);
 * }
 * }</pre>
 */
@FunctionalInterface
public interface Progress {
    /** The total of a task of unknown length. */
    long UNKNOWN = -1;

    /** Ignores all progress. */
    Progress NONE = (what, total, unit) -> new Task() {};

    /**
     * Begins a task.
     *
     * @param what a short description, such as "download cifar-10-binary.tar.gz"
     * @param total the number of units to do, or {@link #UNKNOWN}
     * @param unit the plural of what is counted, such as "bytes", "batches" or "images"
     */
    Task start(String what, long total, String unit);

    /** One piece of long work; closing it ends it, whether it succeeded or not. */
    interface Task extends AutoCloseable {
        /**
         * Reports how much is done in all, not how much since the last call.
         *
         * @param done from 0 to the total of the task
         */
        default void advanceTo(long done) {}

        /** Reports the state of the work in a few words, such as "loss 1.23". */
        default void note(String text) {}

        @Override
        default void close() {}
    }
}
