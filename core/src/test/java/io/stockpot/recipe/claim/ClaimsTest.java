package io.stockpot.recipe.claim;

import static io.stockpot.recipe.claim.MadeEvidence.grid;
import static io.stockpot.recipe.claim.MadeEvidence.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import io.stockpot.evaluate.Outcomes;
import io.stockpot.soup.FewShotStudy;
import io.stockpot.soup.GridOutcomes;
import io.stockpot.soup.MixingWeights;
import io.stockpot.soup.ShiftOutcomes;
import io.stockpot.soup.WeightGrid;
import io.stockpot.tensor.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Verdicts of measurements whose answer is known. */
class ClaimsTest {
    private static final List<String> PAIR = List.of("a", "b");
    private static final WeightGrid SEGMENT = new WeightGrid.Segment("0", "1", "0.1");
    private static final Seed SEED = new Seed(1);

    private static Evidence evidence(Map<String, Outcomes> models, Map<String, GridOutcomes> soups) {
        return new Evidence(models, soups, Map.of());
    }

    /** Robustness between two ends, bent upwards or downwards in the middle. */
    private static ToDoubleFunction<MixingWeights> bent(double first, double second, double bend) {
        return weights -> {
            double w = weights.value(0);
            return w * first + (1 - w) * second + 4 * bend * w * (1 - w);
        };
    }

    private static GridOutcomes pair(double bend) {
        return grid(PAIR, SEGMENT, Map.of("x", bent(0.5, 0.4, bend), "y", bent(0.3, 0.6, bend)));
    }

    @Test
    void aVerdictFollowsFromItsChecks() {
        Check yes = new Check("", Support.YES, "");
        Check no = new Check("", Support.NO, "");
        Check chance = new Check("", Support.WITHIN_CHANCE, "");
        assertThat(Verdict.of(List.of(yes, yes))).isEqualTo(Verdict.HOLDS);
        assertThat(Verdict.of(List.of(no, no))).isEqualTo(Verdict.NOT_HERE);
        assertThat(Verdict.of(List.of(yes, no))).isEqualTo(Verdict.PARTLY);
        assertThat(Verdict.of(List.of(yes, chance))).isEqualTo(Verdict.PARTLY);
        assertThat(Verdict.of(List.of(chance, no))).isEqualTo(Verdict.PARTLY);
        assertThatIllegalArgumentException().isThrownBy(() -> Verdict.of(List.of()));
    }

    @Test
    void theHeightOfAFrontLiesOnTheLineBetweenNeighbours() {
        FrontHeight front = new FrontHeight(
                grid(
                        PAIR,
                        new WeightGrid.Segment("0", "1", "0.5"),
                        Map.of("x", bent(0.2, 0.8, 0), "y", bent(0.9, 0.1, 0))),
                "x",
                "y");
        assertThat(mean(front.at(0.2))).isCloseTo(0.9, offset(1e-9));
        assertThat(mean(front.at(0.35))).isCloseTo(0.7, offset(1e-9));
        assertThat(mean(front.at(0.8))).isCloseTo(0.1, offset(1e-9));
        assertThat(mean(front.at(0.95))).isCloseTo(0.1, offset(1e-9));
        assertThat(mean(front.at(0.1))).isCloseTo(0.9, offset(1e-9));
    }

    private static double mean(double[] numbers) {
        return Arrays.stream(numbers).average().orElseThrow();
    }

    @Test
    void closeNormsShouldBeatBothEnds() {
        NormPairs claim = new NormPairs(List.of(new NormPairs.Pair("s", "x", "y", true, List.of())));
        assertThat(claim.examine(evidence(Map.of(), Map.of("s", pair(0.15))), SEED)
                        .verdict())
                .isEqualTo(Verdict.HOLDS);
        assertThat(claim.examine(evidence(Map.of(), Map.of("s", pair(-0.05))), SEED)
                        .verdict())
                .isEqualTo(Verdict.NOT_HERE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> claim.examine(evidence(Map.of(), Map.of("t", pair(0))), SEED))
                .withMessage("there are no outcomes of the soup 's'; known: t");
    }

    @Test
    void farNormsShouldLoseToModelsTrainedOnBoth() {
        NormPairs claim = new NormPairs(List.of(new NormPairs.Pair("s", "x", "y", false, List.of("max"))));
        Finding above = claim.examine(
                evidence(Map.of("max", model(Map.of("x", 0.45, "y", 0.8))), Map.of("s", pair(0.05))), SEED);
        assertThat(above.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(above.checks()).hasSize(3);
        Finding below = claim.examine(
                evidence(Map.of("max", model(Map.of("x", 0.45, "y", 0.3))), Map.of("s", pair(0.05))), SEED);
        assertThat(below.checks().get(2).support()).isEqualTo(Support.NO);
    }

    @Test
    void longerFineTuningShouldRaiseTheFront() {
        CleanFront claim = new CleanFront(List.of("short", "long"), "x", "y");
        Finding better = claim.examine(evidence(Map.of(), Map.of("short", pair(0.05), "long", pair(0.15))), SEED);
        assertThat(better.verdict()).isEqualTo(Verdict.HOLDS);
        Finding worse = claim.examine(evidence(Map.of(), Map.of("short", pair(0.15), "long", pair(0.05))), SEED);
        assertThat(worse.checks().get(0).support()).isEqualTo(Support.NO);
    }

    @Test
    void theBestUnionShouldLieBetweenTheFirstAndTheThird() {
        ToDoubleFunction<MixingWeights> edge =
                weights -> 0.2 + weights.value(0) * weights.value(2) + 0.1 * weights.value(1);
        ToDoubleFunction<MixingWeights> inner =
                weights -> 0.3 + weights.value(0) * weights.value(2) + 2 * weights.value(1) * weights.value(0);
        GridOutcomes triangle = grid(
                List.of("linf", "l2", "l1"),
                new WeightGrid.Simplex(5),
                Map.of("clean", inner, "p", edge, "q", inner, "r", edge));
        Triangle claim = new Triangle("s", List.of("clean", "p", "q", "r"), List.of("p", "q", "r"), Optional.of("max"));
        Outcomes strong = model(Map.of("p", 0.6, "q", 0.6, "r", 0.6));
        Finding found = claim.examine(evidence(Map.of("max", strong), Map.of("s", triangle)), SEED);
        assertThat(found.verdict()).isEqualTo(Verdict.HOLDS);
        Outcomes weak = model(Map.of("p", 0.1, "q", 0.6, "r", 0.6));
        Finding lost = claim.examine(evidence(Map.of("max", weak), Map.of("s", triangle)), SEED);
        assertThat(lost.checks().get(lost.checks().size() - 1).support()).isEqualTo(Support.NO);
    }

    @Test
    void theBestWeightShouldBeBelowOne() {
        WeightGrid around = new WeightGrid.Segment("0.6", "1.2", "0.1");
        Extrapolation claim = new Extrapolation("s", "x");
        GridOutcomes peak = grid(PAIR, around, Map.of("x", weights -> 0.6 - Math.pow(weights.value(0) - 0.8, 2)));
        assertThat(claim.examine(evidence(Map.of(), Map.of("s", peak)), SEED).verdict())
                .isEqualTo(Verdict.HOLDS);
        GridOutcomes rising = grid(PAIR, around, Map.of("x", weights -> 0.3 * weights.value(0)));
        assertThat(claim.examine(evidence(Map.of(), Map.of("s", rising)), SEED).verdict())
                .isEqualTo(Verdict.NOT_HERE);
    }

    @Test
    void aNominalBaseShouldBeWorse() {
        NominalBase claim = new NominalBase("linf", "child", "x");
        Map<String, Outcomes> models =
                Map.of("linf", model(Map.of("clean", 0.8, "x", 0.4)), "child", model(Map.of("clean", 0.7, "x", 0.3)));
        assertThat(claim.examine(evidence(models, Map.of()), SEED).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(new NominalBase("child", "linf", "x")
                        .examine(evidence(models, Map.of()), SEED)
                        .verdict())
                .isEqualTo(Verdict.NOT_HERE);
    }

    @Test
    void soupsShouldBeatSingleModelsOnShiftsOnly() {
        ShiftOutcomes shifts = MadeEvidence.shifts();
        Evidence evidence =
                new Evidence(Map.of(), Map.of(), Map.of("grid", shifts, "alone", MadeEvidence.alone(0.95, 0.2)));
        ShiftGains claim = new ShiftGains("grid", "clean", "alone");
        assertThat(claim.examine(evidence, SEED).verdict()).isEqualTo(Verdict.HOLDS);
        Evidence other =
                new Evidence(Map.of(), Map.of(), Map.of("grid", shifts, "alone", MadeEvidence.alone(0.5, 0.2)));
        assertThat(claim.examine(other, SEED).verdict()).isEqualTo(Verdict.PARTLY);
    }

    @Test
    void soupsShouldBeatOtherModelsButNotTheEnsemble() {
        Evidence evidence = new Evidence(
                Map.of(),
                Map.of(),
                Map.of(
                        "grid", MadeEvidence.shifts(),
                        "weak", MadeEvidence.alone(0.5, 0.3),
                        "strong", MadeEvidence.alone(0.88, 0.66)));
        SeasonTable claim =
                new SeasonTable("grid", "grid", Map.of("nominal", "weak", "ensemble", "strong"), "ensemble");
        Finding found = claim.examine(evidence, SEED);
        assertThat(found.checks())
                .filteredOn(check -> check.statement().contains("One soup for all"))
                .hasSize(4)
                .allMatch(check -> check.support() == Support.YES, "supported");
        assertThat(found.listings().get(0).rows()).hasSize(6);
    }

    @Test
    void compositionsAndSeveritiesFollowTheData() {
        Evidence evidence = new Evidence(Map.of(), Map.of(), Map.of("grid", MadeEvidence.shifts()));
        assertThat(new Compositions("grid", Map.of("clean", "n", "paint", "r"))
                        .examine(evidence, SEED)
                        .verdict())
                .isEqualTo(Verdict.HOLDS);
        assertThat(new Compositions("grid", Map.of("clean", "r"))
                        .examine(evidence, SEED)
                        .verdict())
                .isEqualTo(Verdict.NOT_HERE);
        Finding severities = new Severities("grid", "corrupted", "n", Map.of("jpeg 5", "r")).examine(evidence, SEED);
        assertThat(severities.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(severities.checks().get(0).measured()).startsWith("falls for 6, rises for 0 of 6");
        assertThat(new Severities("grid", "corrupted", "r", Map.of())
                        .examine(evidence, SEED)
                        .verdict())
                .isEqualTo(Verdict.NOT_HERE);
    }

    @Test
    void fewImagesAndRankings() {
        Evidence evidence = new Evidence(Map.of(), Map.of(), Map.of("grid", MadeEvidence.shifts()));
        Finding few = new FewShot("grid", List.of("paint"), new FewShotStudy(List.of(10, 100, 400), 500, 20))
                .examine(evidence, SEED);
        assertThat(few.checks().get(0).support()).isEqualTo(Support.YES);
        assertThat(few.listings().get(0).rows().get(0).get(1)).contains("10: ", "100: ", "500: ");
        Finding ranking = new RankingTransfer("grid", "grid").examine(evidence, SEED);
        assertThat(ranking.checks().get(1).support()).isEqualTo(Support.YES);
        assertThat(ranking.checks().get(1).measured()).startsWith("1.000 over 10 soups");
    }
}
