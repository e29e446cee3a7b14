package io.stockpot.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.base.Progress;
import io.stockpot.recipe.Toy;
import io.stockpot.recipe.Toy.Failure;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {
    @TempDir
    private Path folder;

    private RunStore store;

    @BeforeEach
    void openStore() {
        store = new RunStore(folder.resolve("runs"));
    }

    @AfterEach
    void allResultsAreFreed() {
        assertThat(Toy.Text.open()).isZero();
    }

    private Plan run(Step<?>... targets) throws IOException {
        Plan plan = Plan.of(List.of(targets), store);
        new Runner(store, Progress.NONE, () -> {}).run(plan);
        return plan;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> found = Files.list(folder.resolve("runs"))) {
            return found.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private String text(Step<Toy.Text> step) throws IOException {
        RunKey key = Plan.of(List.of(step), store).key(step);
        try (Toy.Text text = step.read(store.find(key).orElseThrow())) {
            return text.text();
        }
    }

    @Test
    void stepsRunOnceAfterTheirInputs() throws IOException {
        Toy base = Toy.of("base", "ab");
        Toy left = Toy.of("left", "cd", base);
        Toy right = Toy.of("right", "ef", base);
        Toy soup = Toy.of("soup", "g", left, right, base);
        assertThat(run(soup, left)).hasToString("""
                base   %s  to do
                left   %s  to do
                right  %s  to do
                soup   %s  to do
                4 steps, 4 to do""".formatted(keys(base, left, right, soup)));
        assertThat(text(soup)).isEqualTo("abcdabefabg");
        assertThat(files()).hasSize(4).allMatch(name -> name.matches("[0-9a-f]{12}-(base|left|right|soup)"));

        int letters = base.runs().size();
        assertThat(run(soup, left).toString())
                .endsWith("soup   %s  done\n4 steps, nothing to do".formatted(keys(soup)));
        assertThat(base.runs()).hasSize(letters).containsExactly("base0", "base1");
    }

    @Test
    void tellsAListenerBetweenStepsAndGoesOnWhereThatFails() throws IOException {
        Toy base = Toy.of("base", "ab");
        Toy soup = Toy.of("soup", "c", base);
        List<String> told = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Runner.Listener listener = (done, left, inputs) -> {
            told.add(done.size() + " of " + (done.size() + left.size()) + ": "
                    + inputs.find(base).map(Toy.Text::text).orElse("nothing"));
            throw new IOException("no ink");
        };
        Progress progress = (what, total, unit) -> new Progress.Task() {
            @Override
            public void note(String text) {
                notes.add(what + " " + text);
            }
        };
        Plan plan = Plan.of(List.of(soup), store);
        new Runner(store, progress, () -> {}, listener).run(plan);
        assertThat(told).containsExactly("0 of 2: nothing", "1 of 2: ab", "2 of 2: ab");
        assertThat(notes).hasSize(3).allMatch(note -> note.equals("unfinished results cannot be shown: no ink"));
        assertThat(text(soup)).isEqualTo("abc");
    }

    @Test
    void plansInAnOrderOfChoiceWhatIsNeededOnly() throws IOException {
        Toy base = Toy.of("base", "ab");
        Toy large = Toy.of("large", "cd", base);
        Toy small = Toy.of("small", "e", base);
        Toy page = Toy.of("page", "f", large, small);
        Plan plan = Plan.of(List.of(page), List.of(small, Toy.of("other", "x"), large), store);
        assertThat(plan.entries())
                .extracting(entry -> entry.step().name())
                .containsExactly("base", "small", "other", "large", "page");
        assertThat(plan.toDo())
                .extracting(entry -> entry.step().name())
                .containsExactly("base", "small", "large", "page");
        assertThat(plan.key(page)).isEqualTo(Plan.of(List.of(page), store).key(page));
    }

    private Object[] keys(Step<?>... steps) throws IOException {
        Plan plan = Plan.of(List.of(steps), store);
        return Stream.of(steps).map(step -> plan.key(step).shortened()).toArray();
    }

    @Test
    void namesAreCosmeticAndParametersAreNot() throws IOException {
        Toy base = Toy.of("base", "ab");
        run(base);
        assertThat(run(Toy.of("a new / name", "ab")).toDo()).isEmpty();
        assertThat(run(Toy.of("base", "abc")).toDo()).hasSize(1);
        assertThat(run(Toy.of("base", "ab", base)).toDo()).hasSize(1);
        assertThat(files()).hasSize(3);
        assertThat(run(Toy.of("../../ odd name", "z"), Toy.of("twin", "z")).entries())
                .hasSize(1);
        assertThat(files()).hasSize(4).anyMatch(name -> name.endsWith("-odd-name"));
    }

    @Test
    void inputsOfFinishedStepsAreNotNeeded() throws IOException {
        Toy base = Toy.of("base", "ab");
        Toy soup = Toy.of("soup", "c", base);
        Plan first = run(soup);
        Path done = store.find(first.key(base)).orElseThrow();
        Files.move(done, folder.resolve("elsewhere"));
        assertThat(run(soup).toString()).contains("not needed").contains("done").endsWith("nothing to do");
        assertThat(run(Toy.of("other", "d", base)).toDo()).hasSize(2);
    }

    @Test
    void aStepIsDoneOnceMoreAndItsOldResultStaysUntilThen() throws IOException {
        Toy base = Toy.of("base", "ab");
        Toy soup = Toy.of("soup", "cd", base);
        Path directory = store.find(run(soup).key(soup)).orElseThrow();
        Files.writeString(directory.resolve("text"), "old");
        Toy broken = soup.failing(Failure.THROW, false);
        assertThatThrownBy(() -> new Runner(store, Progress.NONE, () -> {}).run(Plan.again(broken, store)))
                .hasMessageContaining("out of paper");
        assertThat(text(soup)).isEqualTo("old");

        Plan again = Plan.again(soup, store);
        assertThat(again.toString()).contains("  done", "  again").endsWith("1 to do");
        Path killed = Files.createDirectory(folder.resolve("runs/." + directory.getFileName() + ".replaced"));
        new Runner(store, Progress.NONE, () -> {}).run(again);
        assertThat(text(soup)).isEqualTo("abcd");
        assertThat(killed).doesNotExist();
        assertThat(files()).hasSize(2).noneMatch(name -> name.startsWith("."));
        assertThat(base.runs()).hasSize(2);

        Files.move(store.find(again.key(base)).orElseThrow(), folder.resolve("elsewhere"));
        assertThat(Plan.again(soup, store).toDo()).hasSize(2);
    }

    @Test
    void recordsInEachDirectoryWhatItHolds() throws IOException {
        Toy base = Toy.of("base", "ab");
        Toy soup = Toy.of("soup", "c", base);
        Plan plan = run(soup);
        Path directory = store.find(plan.key(soup)).orElseThrow();
        JsonNode step =
                new ObjectMapper().readTree(directory.resolve("step.json").toFile());
        assertThat(step.path("key").asText()).isEqualTo(plan.key(soup).hex()).hasSize(64);
        assertThat(step.at("/step/letters").asText()).isEqualTo("c");
        assertThat(step.at("/inputs/0").asText()).isEqualTo(plan.key(base).hex());
        assertThat(step.path("name").asText()).isEqualTo("soup");
        assertThat(step.path("version").asText()).isNotEmpty();
        assertThat(step.path("started").asText())
                .isLessThanOrEqualTo(step.path("finished").asText());
        assertThat(step.path("seconds").isNumber()).isTrue();
        assertThat(step.path("data").isArray()).isTrue();
    }

    @Test
    void aFailureLeavesItsDependentsUndone() throws IOException {
        Toy base = Toy.of("base", "ab");
        Toy broken = Toy.of("broken", "cd", base).failing(Failure.THROW, false);
        Toy soup = Toy.of("soup", "e", broken, base);
        assertThatThrownBy(() -> run(soup))
                .isInstanceOf(StepException.class)
                .hasMessage("step 'broken' failed: out of paper; not done: soup");
        assertThat(files())
                .filteredOn(name -> !name.endsWith(".lock"))
                .hasSize(1)
                .allMatch(n -> n.endsWith("-base"));
        run(Toy.of("soup", "e", broken.failing(Failure.NONE, false), base));
        assertThat(files()).hasSize(3);
        assertThat(base.runs()).hasSize(2);
        assertThat(broken.runs()).containsExactly("broken0", "broken1", "broken0", "broken1");
    }

    @Test
    void aStepThatResumesGoesOnWhereItFailed() throws IOException {
        Toy training = Toy.of("training", "abcd").failing(Failure.THROW, true);
        assertThatThrownBy(() -> run(training)).isInstanceOf(StepException.class);
        assertThat(files()).hasSize(2).anyMatch(name -> name.matches("\\.[0-9a-f]{12}-training\\.partial"));
        run(training.failing(Failure.NONE, true));
        assertThat(training.runs()).containsExactly("training0", "training1", "training2", "training3");
        assertThat(text(training)).isEqualTo("abcd");
        assertThat(files()).hasSize(1);
    }

    @Test
    void aKilledProcessLeavesNoFinishedStepAndIsResumed() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        folder.resolve("runs").toString())
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "output"))
                .start();
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue())
                .as(Files.readString(folder.resolve("output")))
                .isEqualTo(9);
        Toy training = Killed.training();
        assertThat(Plan.of(List.of(training), store).toDo()).hasSize(1);
        assertThat(files()).hasSize(2).anyMatch(name -> name.endsWith("-training.partial"));
        run(training.failing(Failure.NONE, true));
        assertThat(training.runs()).containsExactly("training2", "training3");
        assertThat(files()).hasSize(1);
    }

    /** A process that dies in the middle of a step. */
    static final class Killed {
        private Killed() {}

        static Toy training() {
            return Toy.of("training", "abcd").failing(Failure.HALT, true);
        }

        public static void main(String[] arguments) throws IOException {
            RunStore store = new RunStore(Path.of(arguments[0]));
            new Runner(store, Progress.NONE, () -> {}).run(Plan.of(List.of(training()), store));
        }
    }

    @Test
    void aStepThatIsBeingRunIsRefused() throws Exception {
        Toy base = Toy.of("base", "ab");
        RunKey key = Plan.of(List.of(base), store).key(base);
        Path lock = Files.createDirectories(folder.resolve("runs")).resolve("." + key.shortened() + ".lock");
        try (RunLock held = RunLock.take(lock, "base")) {
            assertThat(held).isNotNull();
            assertThatIOException()
                    .isThrownBy(() -> run(base))
                    .withMessageStartingWith("step 'base' is being run by this process already");
        }
        run(base);
        assertThat(files()).hasSize(1);
    }

    @Test
    void anotherProcessIsKeptOut() throws Exception {
        Path lock = folder.resolve("lock");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        lock.toString())
                .start();
        try (InputStream output = child.getInputStream();
                OutputStream input = child.getOutputStream()) {
            assertThat(input).isNotNull();
            assertThat(output.read()).isEqualTo('!');
            assertThatIOException()
                    .isThrownBy(() -> RunLock.take(lock, "base"))
                    .withMessageContaining("step 'base' is being run by process " + child.pid() + " already");
        }
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        RunLock.take(lock, "base").close();
    }

    @Test
    void namesALockThatCannotBeWritten() {
        Path lock = folder.resolve("missing").resolve("lock");
        assertThatIOException()
                .isThrownBy(() -> RunLock.take(lock, "base"))
                .withMessage("cannot write " + lock + ": its folder is missing");
    }

    /** A process that holds a lock until its input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (RunLock held = RunLock.take(Path.of(arguments[0]), "base")) {
                System.out.write(held == null ? '?' : '!');
                System.out.flush();
                while (System.in.read() >= 0) {}
            }
        }
    }

    @Test
    void directoriesOfOtherKeysAreNotMistaken() throws IOException {
        Toy base = Toy.of("base", "ab");
        RunKey key = Plan.of(List.of(base), store).key(base);
        Path twin = Files.createDirectories(folder.resolve("runs").resolve(key.shortened() + "-base"));
        Files.writeString(twin.resolve("step.json"), "{\"key\": \"" + key.shortened() + "0".repeat(52) + "\"}");
        assertThat(store.find(key)).isEmpty();
        assertThatIOException().isThrownBy(() -> run(base)).withMessageContaining("belongs to another step");
        for (String damaged : List.of("", "{", "{\"key\": \"12\"}", "[]")) {
            Files.writeString(twin.resolve("step.json"), damaged);
            assertThatIOException()
                    .isThrownBy(() -> store.find(key))
                    .withMessageContaining("delete its directory to run the step again");
        }
    }
}
