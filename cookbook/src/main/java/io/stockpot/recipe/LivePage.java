package io.stockpot.recipe;

import io.stockpot.base.Progress;
import io.stockpot.report.ReportWriter;
import io.stockpot.run.Estimate;
import io.stockpot.run.Inputs;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import io.stockpot.run.Runner;
import io.stockpot.run.StatusFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * The page of a recipe that is being run: written when the run begins and after each step, with what is known by then,
 * always in the same place; in the end it leads to the report. A browser that has it open loads it again by itself.
 */
public final class LivePage implements Runner.Listener {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    /** Below so many seconds of work, what a step took says more about the machine's pauses than about its speed. */
    private static final double TELLING = 5;

    private static final double SLOWEST = 10;

    private final ReportStep report;
    private final Path folder;
    private final Optional<Estimate> estimate;
    private final StatusFile status;
    private final LongSupplier clock;
    private final long started;

    /**
     * Prepares the page.
     *
     * @param estimate of what is to do, if there is one
     * @param clock in nanoseconds
     */
    public LivePage(RecipeSteps steps, RunStore store, Optional<Estimate> estimate, LongSupplier clock) {
        this.report = steps.page();
        this.folder = store.page(steps.title());
        this.status = new StatusFile(folder, steps.title());
        this.estimate = estimate;
        this.clock = clock;
        this.started = clock.getAsLong();
    }

    /** Returns where the page is. */
    public Path path() {
        return folder.resolve("report.html");
    }

    /** Returns progress that is shown as before, and written beside the page for those who watch from elsewhere. */
    public Progress watching(Progress shown) {
        return status.watching(shown);
    }

    @Override
    public void reached(List<Plan.Entry> done, List<Plan.Entry> left, Inputs inputs) throws IOException {
        status.reached(
                done.size(),
                left.stream().map(entry -> entry.step().name()).toList(),
                estimate.isPresent() ? OptionalDouble.of(left(estimate.get(), done, left)) : OptionalDouble.empty());
        if (left.isEmpty()) {
            ReportWriter.writeLeadingTo(folder, report.title(), report.read(inputs.directory(report)));
        } else {
            ReportWriter.writeUnfinished(folder, UnfinishedReport.of(report, inputs), state(done, left));
        }
    }

    private String state(List<Plan.Entry> done, List<Plan.Entry> left) {
        return "Unfinished: " + done.size() + " of " + (done.size() + left.size()) + " steps done"
                + estimate.map(times -> ", about " + Estimate.about(left(times, done, left)) + " left")
                        .orElse("")
                + ". As of "
                + LocalTime.now(ZoneId.systemDefault())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .format(TIME)
                + "; this page loads itself again.";
    }

    /** Returns the seconds left, by the estimate and by how long the steps so far have taken against theirs. */
    private double left(Estimate times, List<Plan.Entry> done, List<Plan.Entry> left) {
        double expected = done.stream().mapToDouble(times::seconds).sum();
        double taken = (clock.getAsLong() - started) / 1e9;
        double slower = expected < TELLING ? 1 : Math.max(1 / SLOWEST, Math.min(SLOWEST, taken / expected));
        return slower * left.stream().mapToDouble(times::seconds).sum();
    }
}
