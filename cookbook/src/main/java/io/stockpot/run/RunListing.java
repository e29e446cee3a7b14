package io.stockpot.run;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a folder of runs shows to somebody who only looks: recipes that are being cooked or were stopped, reports that are
 * finished, and steps that were begun without a page. Nothing is written, and no lock is taken.
 */
public final class RunListing {
    private static final Pattern FINISHED = Pattern.compile("[0-9a-f]{12}-(.+)");
    private static final Pattern BEGUN = Pattern.compile("\\.([0-9a-f]{12})-(.+)\\.partial");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    private static final String REPORT = "-report";
    private static final String PAGE = "report.html";

    private final Path runs;
    private final Instant now;
    private final List<Listed> found = new ArrayList<>();

    /** What becomes of a run. */
    public enum State {
        /** A process works at it. */
        COOKING,
        /** It is not finished, and nobody works at it. */
        STOPPED,
        /** Its report is there. */
        FINISHED
    }

    /**
     * A run.
     *
     * @param name of its folder
     * @param state what becomes of it
     * @param recipe title of the recipe; absent for a step whose recipe is not known
     * @param step name of the step in work or stopped; absent of finished ones
     * @param done share of the work, from 0 to 1; absent if unknown
     * @param words how far it is; of what is finished, when
     * @param left seconds that the rest takes; absent if unknown
     * @param page its page, from the folder of runs; absent if it has none
     * @param time when that was known
     */
    public record Listed(
            String name,
            State state,
            Optional<String> recipe,
            Optional<String> step,
            OptionalDouble done,
            String words,
            OptionalDouble left,
            Optional<String> page,
            Instant time) {}

    private RunListing(Path runs, Instant now) {
        this.runs = runs;
        this.now = now;
    }

    /**
     * Lists a folder: what is being cooked first, then what was stopped, then what is finished, each the latest first.
     *
     * @param runs the folder; nothing is listed where there is none
     * @throws IOException if it cannot be read
     */
    public static List<Listed> of(Path runs, Instant now) throws IOException {
        RunListing listing = new RunListing(runs, now);
        if (Files.isDirectory(runs)) {
            listing.addReports();
            listing.addPages();
            listing.addSteps();
        }
        return listing.found.stream()
                .sorted(Comparator.comparing(Listed::state)
                        .thenComparing(Listed::time, Comparator.reverseOrder())
                        .thenComparing(Listed::name))
                .toList();
    }

    private List<Path> folders(String glob) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(runs, glob)) {
            for (Path path : inside) {
                // what leads elsewhere is none of these runs
                if (Files.isDirectory(path) && !Files.isSymbolicLink(path)) {
                    folders.add(path);
                }
            }
        }
        folders.sort(Comparator.naturalOrder());
        return folders;
    }

    private void addReports() throws IOException {
        for (Path folder : folders("*" + REPORT)) {
            String name = folder.getFileName().toString();
            Matcher parts = FINISHED.matcher(name);
            if (parts.matches() && Files.exists(folder.resolve(PAGE))) {
                String title = parts.group(1).substring(0, parts.group(1).length() - REPORT.length());
                Instant finished = RunRecord.finishIn(folder);
                found.add(new Listed(
                        name,
                        State.FINISHED,
                        Optional.of(title),
                        Optional.empty(),
                        OptionalDouble.of(1),
                        TIME.format(finished),
                        OptionalDouble.empty(),
                        Optional.of(name + "/" + PAGE),
                        finished));
            }
        }
    }

    private void addPages() throws IOException {
        for (Path folder : folders(Leftovers.PAGE + "*")) {
            String name = folder.getFileName().toString();
            Optional<String> page =
                    Files.exists(folder.resolve(PAGE)) ? Optional.of(name + "/" + PAGE) : Optional.empty();
            // a finished run is listed by its report, to which its page leads
            RunStatus.read(folder)
                    .filter(status -> !status.isFinished())
                    .ifPresent(status -> found.add(listed(name, status, page)));
        }
    }

    private Listed listed(String name, RunStatus status, Optional<String> page) {
        boolean cooking = status.isAlive();
        double passed = Duration.between(status.time(), now).toMillis() / 1000.0;
        OptionalDouble left = cooking && status.left().isPresent()
                ? OptionalDouble.of(Math.max(0, status.left().getAsDouble() - passed))
                : OptionalDouble.empty();
        return new Listed(
                name,
                cooking ? State.COOKING : State.STOPPED,
                Optional.of(status.recipe()),
                Optional.of(status.step()),
                OptionalDouble.of((status.done() + status.share().orElse(0)) / status.total()),
                "step " + (status.done() + 1) + " of " + status.total() + ", " + status.step()
                        + (status.task().isEmpty() ? "" : ": " + status.task()),
                left,
                page,
                status.time());
    }

    /** Adds what is begun and belongs to no page that is listed. */
    private void addSteps() throws IOException {
        for (Path folder : folders(".*.partial")) {
            Matcher parts = BEGUN.matcher(folder.getFileName().toString());
            Optional<RunRecord.Begun> record = RunRecord.begunIn(folder);
            if (parts.matches() && record.isPresent() && !isShown(record.get().name())) {
                boolean cooking = RunLock.isHeld(runs.resolve("." + parts.group(1) + ".lock"));
                found.add(new Listed(
                        parts.group(1) + "-" + parts.group(2),
                        cooking ? State.COOKING : State.STOPPED,
                        Optional.empty(),
                        Optional.of(record.get().name()),
                        OptionalDouble.empty(),
                        (cooking ? "a step that is being run, begun " : "a step that was stopped, begun ")
                                + TIME.format(record.get().time()),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        record.get().time()));
            }
        }
    }

    private boolean isShown(String step) {
        return found.stream()
                .anyMatch(run ->
                        run.step().equals(Optional.of(step)) && run.recipe().isPresent());
    }
}
