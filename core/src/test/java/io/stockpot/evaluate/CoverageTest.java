package io.stockpot.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.attack.Apgd;
import io.stockpot.attack.Attack;
import io.stockpot.attack.Cascade;
import io.stockpot.attack.Goal;
import io.stockpot.attack.Logits;
import io.stockpot.attack.Square;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.tensor.Bits;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.file.NumpyFile;
import io.stockpot.threat.ThreatModel;
import io.stockpot.threat.ThreatRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Curves, unions alone, and the points that prove the outcomes. */
@ExtendWith(NoLeaks.class)
class CoverageTest {
    private static final LabelledImages IMAGES = MadeImages.of(90, new Seed(1));
    private static final Attack ATTACK = new Cascade(List.of(new Apgd(4, 1, Optional.empty()), new Square(20)));

    @TempDir
    Path folder;

    private static Evaluator evaluator(List<Condition> conditions) {
        return new Evaluator(IMAGES, conditions, 40, new Seed(5));
    }

    private static Condition robust(String threat) {
        return new Condition.Robust(ThreatModel.parse(threat), ATTACK, Optional.empty());
    }

    private static List<Condition> curve(String range) {
        return new Curve(ThreatRange.parse(range), ATTACK, Optional.empty()).each();
    }

    private static Findings evaluate(List<Condition> conditions, Coverage coverage, Logits network) throws IOException {
        return evaluator(conditions).evaluate(network, Journal.none(), coverage, () -> false, Progress.NONE);
    }

    @Test
    void beginsACurveWithCleanAccuracyAndNeverRaisesIt() throws IOException {
        List<Condition> conditions = new ArrayList<>(curve("Linf 0..36/255 by 6/255"));
        conditions.add(new Condition.Clean());
        Findings findings = evaluate(conditions, Coverage.EVERY_CONDITION, MadeNetworks.quarters());
        Outcomes outcomes = findings.outcomes();
        assertThat(outcomes.correct("Linf 0")).isEqualTo(outcomes.correct("clean"));
        BitSet before = outcomes.correct("clean");
        for (int i = 1; i < 7; i++) {
            BitSet now = outcomes.correct(conditions.get(i).label());
            assertThat(Indices.without(now, before).isEmpty()).isTrue();
            // what is broken on a curve is broken for good; what stands withstood the very attack of the threat alone
            BitSet alone = evaluate(
                            List.of(robust(conditions.get(i).label())),
                            Coverage.EVERY_CONDITION,
                            MadeNetworks.quarters())
                    .outcomes()
                    .correct(conditions.get(i).label());
            alone.and(before);
            assertThat(now).isEqualTo(alone);
            before = now;
        }
        assertThat(before.cardinality()).isLessThan(outcomes.accuracy("clean").correct() / 2);
        assertThat(findings.union()).isEmpty();
    }

    @Test
    void measuresSmallRadiiFirstInWhateverOrderTheyAreWritten() throws IOException {
        List<Condition> up = curve("L2 0.5..1.25 by 0.25");
        List<Condition> down = List.of(up.get(3), up.get(1), up.get(2), up.get(0));
        Outcomes one =
                evaluate(up, Coverage.EVERY_CONDITION, MadeNetworks.quarters()).outcomes();
        Outcomes other = evaluate(down, Coverage.EVERY_CONDITION, MadeNetworks.quarters())
                .outcomes();
        assertThat(other.conditions()).containsExactly("L2 1.25", "L2 0.75", "L2 1", "L2 0.5");
        up.forEach(condition -> assertThat(other.correct(condition.label())).isEqualTo(one.correct(condition.label())));
    }

    @Test
    void measuresTheSameUnionWithFewerPassesWhenItIsMeasuredAlone() throws IOException {
        List<Condition> conditions = List.of(robust("L2 1.1"), new Condition.Clean(), robust("Linf 28/255"));
        AtomicLong asked = new AtomicLong();
        Logits counting = images -> {
            asked.addAndGet(images.size(0));
            return MadeNetworks.quarters().of(images);
        };
        Findings every = evaluate(conditions, Coverage.EVERY_CONDITION, counting);
        long much = asked.getAndSet(0);
        Findings union = evaluate(conditions, Coverage.UNION_ONLY, counting);
        assertThat(union.union()).isEqualTo(every.union()).isPresent();
        assertThat(every.union().get())
                .isEqualTo(every.outcomes()
                        .withUnion(Labels.UNION, List.of("L2 1.1", "Linf 28/255"))
                        .select(List.of(Labels.UNION)));
        assertThat(union.outcomes().conditions()).containsExactly("clean");
        assertThat(asked.get()).isLessThan(much);
        int left = union.conditions().get(2).stages().get(1).left().correct();
        assertThat(left)
                .isGreaterThanOrEqualTo(
                        union.union().get().accuracy(Labels.UNION).correct());
    }

    @Test
    void goesOnWithTheSameJournalWhenTheCoverageChanges() throws IOException {
        Evaluator evaluator = evaluator(List.of(robust("L2 1.1"), robust("Linf 28/255")));
        Findings expected = evaluator.evaluate(
                MadeNetworks.quarters(), Journal.none(), Coverage.EVERY_CONDITION, () -> false, Progress.NONE);
        evaluator.evaluate(
                MadeNetworks.quarters(), Journal.in(folder), Coverage.UNION_ONLY, () -> false, Progress.NONE);
        Findings rest = evaluator.evaluate(
                MadeNetworks.quarters(), Journal.in(folder), Coverage.EVERY_CONDITION, () -> false, Progress.NONE);
        assertThat(rest.outcomes()).isEqualTo(expected.outcomes());
    }

    @Test
    void savesPointsInTheBallThatProveTheOutcomes() throws IOException {
        List<Condition> conditions = new ArrayList<>(curve("Linf 20/255..32/255 by 6/255"));
        conditions.add(new Condition.Clean());
        conditions.add(robust("L2 1.1"));
        // shares its points with the curve, and finds others there than those of smaller radii
        conditions.add(new Condition.Robust(ThreatModel.parse("Linf 26/255"), ATTACK, Optional.of("alone")));
        Evaluator evaluator = evaluator(conditions);
        // a first run that keeps no points must not stand in the way
        evaluator.evaluate(
                MadeNetworks.quarters(), Journal.in(folder), Coverage.EVERY_CONDITION, () -> false, Progress.NONE);
        Journal journal = Journal.withPoints(folder);
        Outcomes outcomes = evaluator
                .evaluate(MadeNetworks.quarters(), journal, Coverage.EVERY_CONDITION, () -> false, Progress.NONE)
                .outcomes();
        Path file = folder.resolve("examples.npz");
        evaluator.examples(journal, MadeNetworks.quarters()).write(file);
        NumpyFile saved = NumpyFile.open(file);
        assertThat(saved.names())
                .containsExactlyInAnyOrder(
                        "Linf 20/255", "Linf 26/255", "Linf 32/255", "L2 1.1", "alone", "labels", "indices");
        int[] all = Indices.first(IMAGES.size()).stream().toArray();
        for (Condition condition : conditions) {
            if (condition.judge().stages().isEmpty()) {
                continue;
            }
            try (Scope scope = Scope.open()) {
                Tensor points = saved.read(condition.label());
                Goal goal = new Goal(MadeNetworks.quarters(), saved.read("labels"));
                assertThat(Bits.of(goal.correct(goal.logits(points)))).isEqualTo(outcomes.correct(condition.label()));
                ThreatModel threat = condition.judge().threat();
                Tensor size = threat.norm().size(points.sub(IMAGES.images(all)));
                double epsilon = threat.epsilon().value();
                assertThat(size.max().item_double()).isBetween(0.9 * epsilon, epsilon + 1e-6);
                assertThat(points.min().item_double()).isNotNegative();
                assertThat(points.max().item_double()).isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void stillMeasuresCurvesWhenOnlyTheUnionIsWanted() throws IOException {
        List<Condition> points = curve("Linf 0..36/255 by 12/255");
        List<Condition> conditions = new ArrayList<>(List.of(robust("L2 1.1"), robust("Linf 28/255")));
        conditions.addAll(points);
        Findings every = evaluate(conditions, Coverage.EVERY_CONDITION, MadeNetworks.quarters());
        Findings union = evaluate(conditions, Coverage.UNION_ONLY, MadeNetworks.quarters());
        List<String> labels = points.stream().map(Condition::label).toList();
        assertThat(union.outcomes()).isEqualTo(every.outcomes().select(labels));
        assertThat(union.outcomes().accuracy("Linf 36/255").correct())
                .isLessThan(union.outcomes().accuracy("Linf 0").correct());
        assertThat(union.union()).isEqualTo(every.union()).isPresent();
        assertThat(union.warnings())
                .extracting(Warning::kind)
                .isEqualTo(every.warnings().stream().map(Warning::kind).toList())
                .doesNotContain(Warning.Kind.UNFINISHED_ATTACKS);
    }
}
