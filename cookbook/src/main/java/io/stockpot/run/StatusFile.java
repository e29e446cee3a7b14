package io.stockpot.run;

import io.stockpot.base.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Writes the {@link RunStatus} of a run while it goes on: between steps, and inside a step every few seconds, when the
 * step tells of its progress. Where the file cannot be written, the run goes on.
 */
public final class StatusFile {
    private static final long SECONDS_BETWEEN = 2;
    private static final int LONGEST = 200;

    private final Path folder;
    private final Supplier<Instant> clock;
    private RunStatus reached;
    private Instant written = Instant.MIN;
    /** The outermost task of known length: what a step is at; tasks inside it begin anew all the time. */
    private Optional<Watched> outer = Optional.empty();

    /**
     * Prepares the file.
     *
     * @param folder of the page of the run
     * @param recipe its title
     */
    public StatusFile(Path folder, String recipe) {
        this(folder, recipe, Instant::now);
    }

    StatusFile(Path folder, String recipe, Supplier<Instant> clock) {
        this.folder = folder;
        this.clock = clock;
        this.reached = RunStatus.begun(recipe, clock.get());
    }

    /**
     * Notes how many steps are done, and writes it.
     *
     * @param left names of the other steps, in order
     * @param seconds that they take, if that is known
     * @throws IOException if it cannot be written
     */
    public synchronized void reached(int done, List<String> left, OptionalDouble seconds) throws IOException {
        reached = reached.reached(done, left, seconds, clock.get());
        write(reached);
    }

    private void write(RunStatus now) throws IOException {
        written = now.time();
        now.write(folder);
    }

    /** Returns progress that is shown as before, and noted. */
    public Progress watching(Progress shown) {
        return (what, total, unit) -> new Watched(shown.start(what, total, unit), what, total, unit);
    }

    /** Notes what a step is at, unless that was done a moment ago. */
    private synchronized void note(Watched task, String words) {
        if (outer.isEmpty() && task.share().isPresent()) {
            outer = Optional.of(task);
        }
        Instant now = clock.get();
        if (outer.filter(one -> one != task).isPresent()
                || written.plusSeconds(SECONDS_BETWEEN).isAfter(now)) {
            return;
        }
        try {
            write(reached.at(words, task.share(), now));
        } catch (IOException unwritten) {
            // it is news and no result: the next may be written
            written = now;
        }
    }

    private synchronized void leave(Watched task) {
        outer = outer.filter(one -> one != task);
    }

    /** A task that is shown and noted. */
    private final class Watched implements Progress.Task {
        private final Progress.Task shown;
        private final String what;
        private final long total;
        private final String unit;
        private long done;
        private String text = "";

        Watched(Progress.Task shown, String what, long total, String unit) {
            this.shown = shown;
            this.what = what;
            this.total = total;
            this.unit = unit;
        }

        @Override
        public void advanceTo(long reached) {
            shown.advanceTo(reached);
            done = reached;
            tell();
        }

        @Override
        public void note(String words) {
            shown.note(words);
            text = words;
            tell();
        }

        private void tell() {
            String counted = total > 0 ? what + ", " + done + " of " + total + " " + unit : what;
            String task = text.isEmpty() ? counted : counted + ", " + text;
            StatusFile.this.note(this, task.length() <= LONGEST ? task : task.substring(0, LONGEST) + "…");
        }

        private OptionalDouble share() {
            return total > 0 ? OptionalDouble.of(Math.min(1, (double) done / total)) : OptionalDouble.empty();
        }

        @Override
        public void close() {
            shown.close();
            leave(this);
        }
    }
}
