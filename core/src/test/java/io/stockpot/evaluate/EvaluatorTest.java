package io.stockpot.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.attack.Attack;
import io.stockpot.attack.AutoAttack;
import io.stockpot.attack.Cascade;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Judgement;
import io.stockpot.attack.Logits;
import io.stockpot.attack.Square;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.WideResNet;
import io.stockpot.model.layer.Activation;
import io.stockpot.outcome.Labels;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class EvaluatorTest {
    private static final Evaluator EVALUATOR = EvaluationProcess.evaluator();

    @TempDir
    Path folder;

    /** Counts the images it is asked about, and fails at one call. */
    private static final class Watched implements Logits {
        private final int failing;
        private int calls;
        private long images;

        Watched(int failing) {
            this.failing = failing;
        }

        @Override
        public Tensor of(Tensor points) {
            if (++calls == failing) {
                throw new IllegalStateException("out of power");
            }
            images += points.size(0);
            return MadeNetworks.quarters().of(points);
        }
    }

    private static Findings findings(Logits network, Journal journal) throws IOException {
        return EVALUATOR.evaluate(network, journal, Coverage.EVERY_CONDITION, () -> false, Progress.NONE);
    }

    /** Returns all but the seconds. */
    private static List<String> facts(Findings findings) {
        List<String> facts = new ArrayList<>(List.of(findings.outcomes().toString()));
        for (Condition condition : EVALUATOR.conditions()) {
            facts.add(findings.outcomes().correct(condition.label()).toString());
        }
        findings.conditions()
                .forEach(condition -> condition
                        .stages()
                        .forEach(stage -> facts.add(stage.name() + stage.left() + stage.gradients())));
        return facts;
    }

    @Test
    void agreesWithTheJudgeWhenEachConditionIsJudgedAlone() throws IOException {
        Findings findings = findings(MadeNetworks.quarters(), Journal.none());
        LabelledImages images = EVALUATOR.images();
        int[] all = IntStream.range(0, images.size()).toArray();
        for (Condition condition : EVALUATOR.conditions()) {
            try (Scope scope = Scope.open()) {
                Draws draws = new Draws(
                        EVALUATOR.seed().child(condition.judge().threat().toString()), all);
                Judgement judgement =
                        condition.judge().judge(MadeNetworks.quarters(), images.images(all), images.labels(all), draws);
                assertThat(findings.outcomes().correct(condition.label())).isEqualTo(judgement.robust());
            }
        }
        assertThat(findings.outcomes().conditions()).containsExactly("L2 1.1", "clean", "Linf 28/255");
    }

    @Test
    void showsEachAttackAsATaskThatOnlyGoesForward() throws IOException {
        List<String> tasks = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Progress progress = (what, total, unit) -> {
            tasks.add(what);
            return new Progress.Task() {
                private long last = -1;

                @Override
                public void advanceTo(long done) {
                    assertThat(done).isBetween(Math.max(0, last), total);
                    last = done;
                }

                @Override
                public void note(String text) {
                    notes.add(text);
                }

                @Override
                public void close() {
                    assertThat(last).as(what).isEqualTo(total);
                }
            };
        };
        EVALUATOR.evaluate(MadeNetworks.quarters(), Journal.none(), Coverage.EVERY_CONDITION, () -> false, progress);
        assertThat(tasks.get(0)).isEqualTo("clean");
        assertThat(tasks.subList(1, tasks.size()))
                .contains("attack 1 of 4, L2 1.1 apgd")
                .allMatch(what -> what.matches("attack [1-4] of 4, (L2 1.1|Linf 28/255) .*"));
        assertThat(notes).contains("3 more after it", "the last one").anyMatch(note -> note.matches(".*% stand, .*"));
    }

    @Test
    void reportsForEachStageWhatItLeft() throws IOException {
        Findings findings = findings(MadeNetworks.quarters(), Journal.none());
        assertThat(findings.conditions().get(1).stages()).isEmpty();
        ConditionFindings robust = findings.conditions().get(0);
        assertThat(robust.stages()).extracting(StageFindings::name).containsExactly("apgd", "square");
        int clean = findings.outcomes().accuracy("clean").correct();
        int apgd = robust.stages().get(0).left().correct();
        int square = robust.stages().get(1).left().correct();
        assertThat(clean).isGreaterThan(apgd);
        assertThat(apgd).isGreaterThanOrEqualTo(square);
        assertThat(square)
                .isPositive()
                .isEqualTo(findings.outcomes().accuracy("L2 1.1").correct());
        assertThat(robust.stages().get(0).gradients().asked()).isPositive();
        assertThat(robust.stages().get(1).gradients().asked()).isZero();
        assertThat(robust.seconds()).isGreaterThan(robust.stages().get(0).seconds());
    }

    @Test
    void classifiesTheImagesAsTheyAreOnceForAllConditions() throws IOException {
        List<Long> batches = new ArrayList<>();
        Logits watched = images -> {
            batches.add(images.size(0));
            return MadeNetworks.quarters().of(images);
        };
        List<Condition> unharmed = Stream.of("Linf 0", "L2 0", "L1 0")
                .<Condition>map(
                        threat -> new Condition.Robust(ThreatModel.parse(threat), new Square(10), Optional.empty()))
                .toList();
        new Evaluator(EVALUATOR.images(), unharmed, 20, EVALUATOR.seed())
                .evaluate(watched, Journal.none(), Coverage.EVERY_CONDITION, () -> false, Progress.NONE);
        // the first block three times, to see if the answers agree
        assertThat(batches).containsExactly(20L, 20L, 20L, 20L, 20L, 20L, 10L);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 7, 12, 31, 60, 130, 170, 200})
    void goesOnAfterTheLastFinishedBlockWhenTheClassifierFails(int failing) throws IOException {
        Watched whole = new Watched(0);
        List<String> expected = facts(findings(whole, Journal.none()));
        Watched broken = new Watched(failing);
        assertThatThrownBy(() -> findings(broken, Journal.in(folder))).hasMessage("out of power");
        Watched rest = new Watched(0);
        assertThat(facts(findings(rest, Journal.in(folder)))).isEqualTo(expected);
        // at most the block in work is done again
        assertThat(broken.images + rest.images).isBetween(whole.images, whole.images + 20 * 31);
        assertThat(rest.calls).isLessThan(whole.calls);

        Watched idle = new Watched(1);
        assertThat(facts(findings(idle, Journal.in(folder)))).isEqualTo(expected);
        assertThat(idle.calls).isZero();
    }

    @Test
    void losesNoFinishedBlockWhenTheProcessIsKilled() throws Exception {
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EvaluationProcess.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (lines() < 8 && victim.isAlive() && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertThat(victim.isAlive()).as("still attacking when killed").isTrue();
        victim.destroyForcibly().waitFor();
        Watched whole = new Watched(0);
        List<String> expected = facts(findings(whole, Journal.none()));
        Watched rest = new Watched(0);
        assertThat(facts(findings(rest, Journal.in(folder)))).isEqualTo(expected);
        assertThat(rest.calls).isPositive().isLessThan(whole.calls - 8);
    }

    private long lines() throws IOException {
        long lines = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                lines += Files.readAllLines(file).size();
            }
        }
        return lines;
    }

    @Test
    void dropsHalfALineAndNamesADamagedOne() throws IOException {
        List<String> expected = facts(findings(MadeNetworks.quarters(), Journal.in(folder)));
        Path clean = folder.resolve("clean.jsonl");
        String text = Files.readString(clean);
        Files.writeString(clean, text.substring(0, text.length() - 5));
        assertThat(facts(findings(MadeNetworks.quarters(), Journal.in(folder)))).isEqualTo(expected);
        assertThat(Files.readAllLines(clean)).hasSize(5);

        Files.writeString(clean, text.replaceFirst("images", "pictures"));
        assertThatIOException()
                .isThrownBy(() -> findings(MadeNetworks.quarters(), Journal.in(folder)))
                .withMessageContaining("line 1 of")
                .withMessageContaining("delete the file to measure again");
    }

    @Test
    void asksAboutNewImagesOnlyWhenThereAreMore() throws IOException {
        LabelledImages images = EVALUATOR.images();
        Evaluator fewer = new Evaluator(images.first(50), EVALUATOR.conditions(), 20, EVALUATOR.seed());
        fewer.evaluate(
                MadeNetworks.quarters(), Journal.in(folder), Coverage.EVERY_CONDITION, () -> false, Progress.NONE);
        Watched whole = new Watched(0);
        Findings expected = findings(whole, Journal.none());
        Watched more = new Watched(0);
        assertThat(findings(more, Journal.in(folder)).outcomes()).isEqualTo(expected.outcomes());
        assertThat(more.images).isLessThan(whole.images * 2 / 3);
        Watched idle = new Watched(1);
        assertThat(fewer.evaluate(idle, Journal.in(folder), Coverage.EVERY_CONDITION, () -> false, Progress.NONE)
                        .outcomes()
                        .correct("clean"))
                .isEqualTo(expected.outcomes().correct("clean").get(0, 50));
    }

    /**
     * Their names are made of threats, attacks and revisions: whatever changes them loses what users measured. Square in
     * L2 has had to change, so that threat is measured again, and nothing else is.
     */
    @Test
    void knowsWhatAJournalOfVersion010Says() throws IOException {
        Path stored = Path.of("src/test/resources/io/stockpot/evaluate/journal");
        try (Stream<Path> files = Files.list(stored)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        List<Condition> same = EVALUATOR.conditions().stream()
                .filter(condition -> !condition.label().startsWith("L2"))
                .toList();
        Evaluator evaluator = new Evaluator(EVALUATOR.images(), same, 20, EVALUATOR.seed());
        Watched idle = new Watched(1);
        Findings findings =
                evaluator.evaluate(idle, Journal.in(folder), Coverage.EVERY_CONDITION, () -> false, Progress.NONE);
        assertThat(idle.calls).isZero();
        assertThat(findings.outcomes()).hasToString("clean 100.0 % (90 of 90), Linf 28/255 55.6 % (50 of 90)");
        assertThat(findings.warnings()).isEmpty();
        Watched again = new Watched(0);
        Findings all = findings(again, Journal.in(folder));
        assertThat(again.calls).isPositive();
        assertThat(facts(all)).isEqualTo(facts(findings(MadeNetworks.quarters(), Journal.none())));
    }

    @Test
    void goesOnWithOtherBatchSizes() throws IOException {
        Watched whole = new Watched(0);
        List<String> expected = facts(findings(whole, Journal.none()));
        assertThatThrownBy(() -> findings(new Watched(40), Journal.in(folder))).hasMessage("out of power");
        Evaluator larger = new Evaluator(EVALUATOR.images(), EVALUATOR.conditions(), 33, EVALUATOR.seed());
        Watched rest = new Watched(0);
        Findings found =
                larger.evaluate(rest, Journal.in(folder), Coverage.EVERY_CONDITION, () -> false, Progress.NONE);
        assertThat(facts(found)).isEqualTo(expected);
        assertThat(rest.images).isLessThan(whole.images);
    }

    @Test
    void deletesAJournalWithAllItsFiles() throws IOException {
        Path journal = folder.resolve("journal");
        findings(MadeNetworks.quarters(), Journal.in(journal));
        assertThat(journal).isNotEmptyDirectory();
        Journal.in(journal).delete();
        assertThat(journal).doesNotExist();
        Journal.in(journal).delete();
        Journal.none().delete();
    }

    @Test
    void evaluatesInOneGoWithoutAJournal() throws IOException {
        Normalisation none = new Normalisation(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
        try (Classifier classifier =
                Classifier.initial(new WideResNet(10, 1, Activation.RELU, 4, 3), none, new Seed(2))) {
            Evaluator few = new Evaluator(EVALUATOR.images().first(30), EVALUATOR.conditions(), 20, EVALUATOR.seed());
            Findings found = few.evaluate(classifier, Progress.NONE);
            Findings expected = few.evaluate(
                    classifier::logits, Journal.in(folder), Coverage.EVERY_CONDITION, () -> false, Progress.NONE);
            assertThat(found.outcomes()).isEqualTo(expected.outcomes());
            assertThat(found.warnings()).isEqualTo(expected.warnings());
            assertThat(CleanOutcomes.of(classifier, few.images(), 7, Progress.NONE))
                    .isEqualTo(found.outcomes().select(List.of(Labels.CLEAN)));
        }
    }

    private static Findings attacked(Logits network, Attack attack, Journal journal) throws IOException {
        return named(
                network,
                List.of(new Condition.Robust(ThreatModel.parse("Linf 0.5"), attack, Optional.empty())),
                journal);
    }

    /** At this radius the first attack breaks every image. */
    @Test
    void remembersAttacksByTheirSettingsAndNotByTheirNames() throws IOException {
        AutoAttack named = new AutoAttack(AutoAttack.Version.STANDARD);
        Findings first = attacked(new Watched(0), named, Journal.in(folder));
        Watched idle = new Watched(1);
        for (Attack same : List.of(
                new AutoAttack(AutoAttack.Version.STANDARD, Optional.of(15_000)),
                new Cascade(AutoAttack.standard(Norm.LINF)))) {
            assertThat(attacked(idle, same, Journal.in(folder)).outcomes()).isEqualTo(first.outcomes());
        }
        Watched other = new Watched(0);
        attacked(other, new AutoAttack(AutoAttack.Version.STANDARD, Optional.of(0)), Journal.in(folder));
        assertThat(other.calls).isPositive();
    }

    /** Both would read the journal before either writes to it. */
    @Test
    void attacksOneThreatUnderTwoNamesOnce() throws IOException {
        Watched once = new Watched(0);
        Condition.Robust alone = (Condition.Robust) EVALUATOR.conditions().get(0);
        Findings expected = named(once, List.of(alone), Journal.none());
        Condition point =
                new Condition.Robust(alone.threat(), alone.attack(), Optional.of("again"), Optional.of("curve"));
        List<Condition> both = List.of(alone, point);
        for (Journal journal : List.of(Journal.none(), Journal.in(folder))) {
            Watched together = new Watched(0);
            Findings found = named(together, both, journal);
            assertThat(together.images).isEqualTo(once.images);
            assertThat(found.outcomes().correct("again"))
                    .isEqualTo(found.outcomes().correct("L2 1.1"))
                    .isEqualTo(expected.outcomes().correct("L2 1.1"));
        }
        Watched idle = new Watched(1);
        Findings resumed = named(idle, both, Journal.in(folder));
        for (ConditionFindings condition : resumed.conditions()) {
            assertThat(condition.stages())
                    .extracting(StageFindings::gradients)
                    .isEqualTo(expected.conditions().get(0).stages().stream()
                            .map(StageFindings::gradients)
                            .toList());
        }
    }

    private static Findings named(Logits network, List<Condition> conditions, Journal journal) throws IOException {
        return new Evaluator(EVALUATOR.images(), conditions, 20, EVALUATOR.seed())
                .evaluate(network, journal, Coverage.EVERY_CONDITION, () -> false, Progress.NONE);
    }
}
