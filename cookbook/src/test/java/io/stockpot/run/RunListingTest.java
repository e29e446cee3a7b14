package io.stockpot.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.stockpot.base.Progress;
import io.stockpot.run.RunListing.Listed;
import io.stockpot.run.RunListing.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunListingTest {
    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");

    @TempDir
    Path runs;

    private Instant now = NOON;

    private StatusFile status(String recipe) {
        return new StatusFile(runs.resolve("now-" + recipe), recipe, () -> now);
    }

    private List<Listed> listed() throws IOException {
        return RunListing.of(runs, now);
    }

    @Test
    void showsWhatIsBeingCooked() throws IOException {
        StatusFile status = status("digits");
        status.reached(1, List.of("train b", "evaluate b", "report"), OptionalDouble.of(300));
        Files.writeString(runs.resolve("now-digits").resolve("report.html"), "page");
        now = NOON.plusSeconds(60);
        assertThat(listed())
                .containsExactly(new Listed(
                        "now-digits",
                        State.COOKING,
                        Optional.of("digits"),
                        Optional.of("train b"),
                        OptionalDouble.of(0.25),
                        "step 2 of 4, train b",
                        OptionalDouble.of(240),
                        Optional.of("now-digits/report.html"),
                        NOON));
    }

    @Test
    void followsTheOutermostTaskOfAStepEveryFewSeconds() throws IOException {
        StatusFile status = status("digits");
        List<String> shown = new ArrayList<>();
        Progress progress = status.watching((what, total, unit) -> new Progress.Task() {
            @Override
            public void advanceTo(long done) {
                shown.add(what + " " + done);
            }
        });
        status.reached(0, List.of("train a", "report"), OptionalDouble.of(100));
        now = NOON.plusSeconds(10);
        try (Progress.Task step = progress.start("step 1 of 2, train a", Progress.UNKNOWN, "steps");
                Progress.Task task = progress.start("train", 200, "steps")) {
            step.note("");
            now = NOON.plusSeconds(20);
            task.advanceTo(50);
            try (Progress.Task inner = progress.start("clean", 10, "images")) {
                now = NOON.plusSeconds(30);
                inner.advanceTo(9);
            }
            now = NOON.plusSeconds(31);
            task.advanceTo(60);
            assertThat(listed().get(0).words()).isEqualTo("step 1 of 2, train a: train, 60 of 200 steps");
            now = NOON.plusSeconds(32);
            task.advanceTo(70);
        }
        Listed listed = listed().get(0);
        // a second after the last it was not written again
        assertThat(listed.words()).isEqualTo("step 1 of 2, train a: train, 60 of 200 steps");
        assertThat(listed.done()).hasValue(0.15);
        assertThat(listed.left()).hasValue(68);
        assertThat(shown).containsExactly("train 50", "clean 9", "train 60", "train 70");
    }

    @Test
    void showsARunOfADeadProcessAsStopped() throws IOException {
        RunStatus mine = RunStatus.begun("digits", NOON).reached(0, List.of("a", "report"), OptionalDouble.of(5), NOON);
        // a process of the same number that was started at another time
        new RunStatus(
                        "digits",
                        mine.process(),
                        Optional.of(Instant.EPOCH),
                        0,
                        2,
                        "a",
                        "",
                        OptionalDouble.empty(),
                        mine.left(),
                        NOON)
                .write(runs.resolve("now-digits"));
        Listed stopped = listed().get(0);
        assertThat(stopped.state()).isEqualTo(State.STOPPED);
        assertThat(stopped.left()).isEmpty();
        assertThat(stopped.page()).isEmpty();
    }

    @Test
    void showsReportsAndHidesPagesThatLeadToThem() throws IOException {
        status("digits").reached(3, List.of(), OptionalDouble.of(0));
        finished("0123456789ab-digits-report", "2026-12-01T10:00:00Z");
        finished("1123456789ab-colours-report", "2026-12-01T11:00:00Z");
        // neither a step without a page nor a link is a report
        Files.createDirectories(runs.resolve("2123456789ab-evaluate-a"));
        Files.createSymbolicLink(runs.resolve("latest"), Path.of("0123456789ab-digits-report"));
        Files.createSymbolicLink(runs.resolve("3123456789ab-linked-report"), Path.of("0123456789ab-digits-report"));
        assertThat(listed())
                .extracting(Listed::name, Listed::state, Listed::recipe, Listed::page, Listed::words)
                .containsExactly(
                        tuple(
                                "1123456789ab-colours-report",
                                State.FINISHED,
                                Optional.of("colours"),
                                Optional.of("1123456789ab-colours-report/report.html"),
                                "2026-12-01 11:00 UTC"),
                        tuple(
                                "0123456789ab-digits-report",
                                State.FINISHED,
                                Optional.of("digits"),
                                Optional.of("0123456789ab-digits-report/report.html"),
                                "2026-12-01 10:00 UTC"));
    }

    private void finished(String name, String time) throws IOException {
        Path folder = Files.createDirectories(runs.resolve(name));
        Files.writeString(folder.resolve("report.html"), "page");
        Files.writeString(folder.resolve(RunRecord.FILE), "{\"name\":\"report\",\"finished\":\"" + time + "\"}");
    }

    @Test
    void showsStepsThatWereBegunWithoutAPage() throws IOException {
        begun(".0123456789ab-train-a.partial", "train a");
        begun(".1123456789ab-train-b.partial", "train b");
        begun(".2123456789ab-train-c.partial", "train c");
        status("digits").reached(0, List.of("train c", "report"), OptionalDouble.empty());
        try (RunLock lock = RunLock.take(runs.resolve(".1123456789ab.lock"), "train b")) {
            assertThat(lock).isNotNull();
            assertThat(listed())
                    .extracting(Listed::name, Listed::state)
                    .containsExactly(
                            tuple("now-digits", State.COOKING),
                            tuple("1123456789ab-train-b", State.COOKING),
                            tuple("0123456789ab-train-a", State.STOPPED));
        }
        // its file is left, with the number of a process that is alive, this one
        assertThat(runs.resolve(".1123456789ab.lock")).exists();
        assertThat(listed()).extracting(Listed::state).containsExactly(State.COOKING, State.STOPPED, State.STOPPED);
    }

    private void begun(String name, String step) throws IOException {
        Path folder = Files.createDirectories(runs.resolve(name));
        Files.writeString(
                folder.resolve(RunRecord.FILE), "{\"name\":\"" + step + "\",\"started\":\"2026-12-01T09:00:00Z\"}");
    }

    @Test
    void writesNothing() throws IOException {
        begun(".0123456789ab-train-a.partial", "train a");
        Files.writeString(runs.resolve(".0123456789ab.lock"), "999999999");
        Files.createDirectories(runs.resolve("now-old"));
        List<String> before = files();
        assertThat(listed()).hasSize(1);
        assertThat(files()).isEqualTo(before);
        assertThat(runs.resolve(".0123456789ab.lock")).hasContent("999999999");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(runs)) {
            return all.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void listsNothingWhereThereIsNoFolder() throws IOException {
        assertThat(RunListing.of(runs.resolve("none"), NOON)).isEmpty();
    }
}
