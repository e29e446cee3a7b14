package io.stockpot.claim;

import static io.stockpot.claim.MadeEvidence.grid;
import static io.stockpot.claim.MadeEvidence.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.ChoiceStability;
import io.stockpot.soup.choice.FewShotStudy;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.GridScores;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import io.stockpot.soup.choice.WeightGrid;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
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

    private static Check check(String statement, double claimed, double opposite) {
        return new Check(statement, new PValues(claimed, opposite), "", level -> "");
    }

    @Test
    void aVerdictIsThatOfThePrimaryStatement() {
        Finding finding = new Finding(
                new NominalBase("a", "b", "x", Optional.empty(), Optional.empty()),
                List.of(check("one", 1e-4, 1), check("two", 1, 1e-4), check("three", 0.02, 0.98)),
                List.of(),
                List.of());
        assertThat(Verdict.of(finding, "one").support()).isEqualTo(Support.SUPPORTED);
        assertThat(Verdict.of(finding, "two").support()).isEqualTo(Support.CONTRADICTED);
        assertThat(Verdict.of(finding, "three").support()).isEqualTo(Support.UNDECIDED);
        assertThat(Verdict.of(finding, "three").count(Support.SUPPORTED)).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Verdict.of(finding, ""))
                .withMessage("its primary statement is '', which is none of 'one', 'two', 'three': name one of them"
                        + " under primary");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Finding(finding.claim(), List.of(), List.of(), List.of()));
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
                        .supports())
                .containsOnly(Support.SUPPORTED);
        assertThat(claim.examine(evidence(Map.of(), Map.of("s", pair(-0.05))), SEED)
                        .supports())
                .doesNotContain(Support.SUPPORTED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> claim.examine(evidence(Map.of(), Map.of("t", pair(0))), SEED))
                .withMessage("there are no outcomes of the soup 's'; known: t");
    }

    @Test
    void farNormsShouldLoseToModelsTrainedOnBoth() {
        NormPairs claim = new NormPairs(List.of(new NormPairs.Pair("s", "x", "y", false, List.of("max"))));
        Finding above = claim.examine(
                evidence(Map.of("max", model(Map.of("x", 0.45, "y", 0.8))), Map.of("s", pair(0.05))), SEED);
        assertThat(above.supports()).containsOnly(Support.SUPPORTED);
        assertThat(above.checks()).hasSize(4);
        Finding below = claim.examine(
                evidence(Map.of("max", model(Map.of("x", 0.45, "y", 0.3))), Map.of("s", pair(0.05))), SEED);
        assertThat(below.supports().get(3)).isEqualTo(Support.CONTRADICTED);
    }

    @Test
    void longerFineTuningShouldRaiseTheFront() {
        CleanFront claim = new CleanFront(List.of("short", "long"), "x", "y");
        Finding better = claim.examine(evidence(Map.of(), Map.of("short", pair(0.05), "long", pair(0.15))), SEED);
        assertThat(better.supports()).containsOnly(Support.SUPPORTED);
        Finding worse = claim.examine(evidence(Map.of(), Map.of("short", pair(0.15), "long", pair(0.05))), SEED);
        assertThat(worse.supports().get(0)).isEqualTo(Support.CONTRADICTED);
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
        assertThat(found.supports()).containsOnly(Support.SUPPORTED);
        Outcomes weak = model(Map.of("p", 0.1, "q", 0.6, "r", 0.6));
        Finding lost = claim.examine(evidence(Map.of("max", weak), Map.of("s", triangle)), SEED);
        assertThat(lost.supports().get(lost.checks().size() - 1)).isEqualTo(Support.CONTRADICTED);
    }

    @Test
    void theBestWeightShouldBeBelowOne() {
        WeightGrid around = new WeightGrid.Segment("0.6", "1.2", "0.1");
        Extrapolation claim = new Extrapolation("s", "x");
        GridOutcomes peak = grid(PAIR, around, Map.of("x", weights -> 0.6 - Math.pow(weights.value(0) - 0.8, 2)));
        assertThat(claim.examine(evidence(Map.of(), Map.of("s", peak)), SEED).supports())
                .containsOnly(Support.SUPPORTED);
        GridOutcomes rising = grid(PAIR, around, Map.of("x", weights -> 0.3 * weights.value(0)));
        assertThat(claim.examine(evidence(Map.of(), Map.of("s", rising)), SEED).supports())
                .doesNotContain(Support.SUPPORTED);
    }

    @Test
    void namesMissingMixtures() {
        GridOutcomes until = grid(PAIR, SEGMENT, Map.of("x", weights -> 0.4));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Extrapolation("until", "x").examine(evidence(Map.of(), Map.of("until", until)), SEED))
                .withMessageStartingWith("the soup 'until' has no mixture of w > 1, where w is the share of a");
        GridOutcomes from = grid(PAIR, new WeightGrid.Segment("1", "1.2", "0.1"), Map.of("x", weights -> 0.4));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Extrapolation("from", "x").examine(evidence(Map.of(), Map.of("from", from)), SEED))
                .withMessageStartingWith("the soup 'from' has no mixture of w < 1");
        GridOutcomes ends =
                grid(PAIR, new WeightGrid.Segment("0", "1", "1"), Map.of("x", weights -> 0.4, "y", weights -> 0.4));
        NormPairs pairs = new NormPairs(List.of(new NormPairs.Pair("ends", "x", "y", true, List.of())));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pairs.examine(evidence(Map.of(), Map.of("ends", ends)), SEED))
                .withMessageStartingWith("the soup 'ends' has no mixtures between its ingredients a, b");
    }

    /** The score that chose the soup is 52 %; 49 % are expected of it elsewhere. */
    @Test
    void comparesModelsWithTheExpectedScoreOfSoups() {
        Outcomes one = model(Map.of("x", 0.5));
        Outcomes soup = model(Map.of("x", 0.52));
        ChoiceStability choice = new ChoiceStability(
                new GridScores.Ranked(0, MixingWeights.vertex(0, 2), 0.52),
                List.of(),
                new Estimate(0.49, 0.4, 0.6, MadeEvidence.IMAGES),
                Optional.empty());
        Estimate lead = Numbers.lead(Numbers.right(one, "x"), Numbers.right(soup, "x"), choice);
        assertThat(lead.value()).isCloseTo(0.01, offset(1e-9));
        assertThat(lead.high() - lead.low())
                .isCloseTo(2 * 1.96 * Math.sqrt((0.02 * 0.98 * 1000 + 1)) / 1000, offset(1e-4));
    }

    @Test
    void aNominalBaseShouldBeWorse() {
        Map<String, Outcomes> models = Map.of(
                "linf", model(Map.of("clean", 0.8, "x", 0.4)),
                "child", model(Map.of("clean", 0.7, "x", 0.3)),
                "l2-linf", model(Map.of("clean", 0.7, "x", 0.38)));
        Evidence evidence = evidence(models, Map.of());
        assertThat(nominalBase("child", Optional.of("l2-linf"))
                        .examine(evidence, SEED)
                        .supports())
                .containsOnly(Support.SUPPORTED);
        assertThat(nominalBase("l2-linf", Optional.of("child"))
                        .examine(evidence, SEED)
                        .supports())
                .containsOnly(Support.CONTRADICTED);
        Finding open = nominalBase("child", Optional.empty()).examine(evidence, SEED);
        assertThat(open.supports()).containsOnly(Support.UNDECIDED);
        assertThat(open.checks().get(0).measured()).isEqualTo("no fair control measured: train it");
    }

    private static NominalBase nominalBase(String child, Optional<String> control) {
        return new NominalBase("linf", child, "x", control, Optional.of("train it"));
    }

    @Test
    void soupsShouldBeatSingleModelsOnShiftsOnly() {
        ShiftOutcomes shifts = MadeEvidence.shifts();
        Evidence evidence =
                new Evidence(Map.of(), Map.of(), Map.of("grid", shifts, "alone", MadeEvidence.alone(0.95, 0.2)));
        ShiftGains claim = new ShiftGains("grid", "clean", "alone");
        assertThat(claim.examine(evidence, SEED).supports()).containsOnly(Support.SUPPORTED);
        Evidence other =
                new Evidence(Map.of(), Map.of(), Map.of("grid", shifts, "alone", MadeEvidence.alone(0.5, 0.2)));
        assertThat(claim.examine(other, SEED).supports()).contains(Support.SUPPORTED, Support.CONTRADICTED);
    }

    /** A lead of 2 images of 1,000 on one data set and of as many for the other on another may be chance. */
    @Test
    void theBestIngredientVariesIfNoneIsBestEverywhere() {
        assertThat(varies(0.002, -0.002)).isEqualTo(Support.UNDECIDED);
        assertThat(varies(0.1, -0.002)).isEqualTo(Support.UNDECIDED);
        assertThat(varies(0.1, -0.1)).isEqualTo(Support.SUPPORTED);
        assertThat(varies(0.1, 0.1)).isEqualTo(Support.CONTRADICTED);
        // 5 images would exclude zero alone, but not when each ingredient is looked at twice among four statements
        assertThat(varies(0.1, -0.02)).isEqualTo(Support.SUPPORTED);
        assertThat(varies(0.1, -0.005)).isEqualTo(Support.UNDECIDED);
    }

    /** Two data sets on which the first ingredient leads by so much. */
    private static Support varies(double one, double other) {
        Map<String, GridOutcomes> sets = new LinkedHashMap<>();
        sets.put("one", grid(PAIR, SEGMENT, Map.of("one", bent(0.5 + one, 0.5, 0))));
        sets.put("other", grid(PAIR, SEGMENT, Map.of("other", bent(0.5 + other, 0.5, 0))));
        ShiftOutcomes shifts = new ShiftOutcomes(sets);
        Map<String, GridOutcomes> alone = new LinkedHashMap<>();
        sets.forEach((name, grid) -> alone.put(
                name,
                GridOutcomes.of(
                        List.of("alone"),
                        List.of(MixingWeights.vertex(0, 1)),
                        List.of(grid.points().get(0).outcomes()))));
        Finding found = new ShiftGains("grid", "one", "alone")
                .examine(
                        new Evidence(Map.of(), Map.of(), Map.of("grid", shifts, "alone", new ShiftOutcomes(alone))),
                        SEED);
        int last = found.checks().size() - 1;
        assertThat(found.checks().get(last).statement()).isEqualTo("Which ingredient is best varies");
        return found.supports().get(last);
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
        assertThat(found.checks().stream().filter(check -> check.statement().contains("One soup for all")))
                .hasSize(4);
        assertThat(found.supports().subList(3, 7)).containsOnly(Support.SUPPORTED);
        assertThat(found.listings().get(0).rows()).hasSize(6);
        Evidence renamed = new Evidence(
                Map.of(),
                Map.of(),
                Map.of(
                        "grid", renamed(MadeEvidence.shifts(), List.of("r", "soup-union")),
                        "weak", MadeEvidence.alone(0.5, 0.3),
                        "strong", MadeEvidence.alone(0.88, 0.66)));
        Finding same = new SeasonTable(
                        "grid", "grid", Map.of("one soup for all", "weak", "ensemble", "strong"), "ensemble")
                .examine(renamed, SEED);
        assertThat(same.supports()).containsExactlyInAnyOrderElementsOf(found.supports());
        assertThat(same.checks())
                .extracting(Check::statement)
                .contains("One soup for all beats soup-union in the mean");
        assertThat(same.listings().get(0).rows()).hasSize(6);
    }

    private static ShiftOutcomes renamed(ShiftOutcomes shifts, List<String> ingredients) {
        Map<String, GridOutcomes> sets = new LinkedHashMap<>();
        shifts.dataSets().forEach((name, grid) -> sets.put(name, new GridOutcomes(ingredients, grid.points())));
        return new ShiftOutcomes(sets);
    }

    @Test
    void compositionsAndSeveritiesFollowTheData() {
        Evidence evidence = new Evidence(Map.of(), Map.of(), Map.of("grid", MadeEvidence.shifts()));
        assertThat(new Compositions("grid", "n", List.of("clean"), List.of("paint"))
                        .examine(evidence, SEED)
                        .supports())
                .containsOnly(Support.SUPPORTED);
        assertThat(new Compositions("grid", "n", List.of(), List.of("clean"))
                        .examine(evidence, SEED)
                        .supports())
                .doesNotContain(Support.SUPPORTED);
        Finding severities = new Severities("grid", "corrupted", "n", Map.of()).examine(evidence, SEED);
        assertThat(severities.supports()).containsOnly(Support.SUPPORTED);
        assertThat(severities.checks().get(0).measured()).startsWith("falls for 6, rises for 0 of 6");
        assertThat(new Severities("grid", "corrupted", "r", Map.of())
                        .examine(evidence, SEED)
                        .supports())
                .doesNotContain(Support.SUPPORTED);
    }

    /** All mixtures are as good as each other, so which are best is chance, and so is what is in them. */
    @Test
    void findsNoFavouriteIngredientInNoise() {
        List<String> three = List.of("n", "a", "b");
        List<MixingWeights> weights = new WeightGrid.Simplex(5).points(3);
        Random random = new Random(1);
        Map<String, GridOutcomes> sets = new LinkedHashMap<>();
        sets.put(
                "corrupted",
                GridOutcomes.of(
                        three,
                        weights,
                        weights.stream().map(point -> noise(random)).toList()));
        Evidence evidence = new Evidence(Map.of(), Map.of(), Map.of("grid", new ShiftOutcomes(sets)));
        for (String ingredient : List.of("a", "b")) {
            assertThat(new Severities("grid", "corrupted", "n", Map.of("fog 5", ingredient))
                            .examine(evidence, SEED)
                            .supports())
                    .containsOnly(Support.UNDECIDED);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Severities("grid", "corrupted", "n", Map.of("fog 5", "c")).examine(evidence, SEED))
                .withMessage("the favourite for fog 5, 'c', is not one of the robust ingredients a, b");
    }

    private static Outcomes noise(Random random) {
        Map<String, BitSet> bits = new LinkedHashMap<>();
        for (String condition : List.of("fog 1", "fog 5")) {
            BitSet right = new BitSet();
            random.ints(MadeEvidence.IMAGES / 2, 0, MadeEvidence.IMAGES).forEach(right::set);
            bits.put(condition, right);
        }
        return new Outcomes("ab", MadeEvidence.IMAGES, bits);
    }

    /** The three best differ by 2 images of 1,000, which is less than 1 point; none of 100 images proves nothing. */
    @Test
    void givesRankingsLessSupportOnFewerTestImages() {
        ShiftOutcomes all = ShiftOutcomes.of("x", grid(PAIR, SEGMENT, Map.of("x", bent(0.51, 0.5, 0))));
        ShiftOutcomes tenth = ShiftOutcomes.of(
                "x",
                all.grid("x")
                        .restrict(IntStream.range(0, MadeEvidence.IMAGES)
                                .filter(image -> image % 10 == 3)
                                .toArray()));
        RankingTransfer claim = new RankingTransfer("few", "test");
        Finding sure = claim.examine(new Evidence(Map.of(), Map.of(), Map.of("few", all, "test", all)), SEED);
        Finding unsure = claim.examine(new Evidence(Map.of(), Map.of(), Map.of("few", all, "test", tenth)), SEED);
        assertThat(sure.supports()).containsExactly(Support.SUPPORTED);
        assertThat(sure.checks().get(0).measured()).contains("a less ", "+0.2 points");
        assertThat(unsure.supports()).containsExactly(Support.UNDECIDED);
    }

    @Test
    void aHundredImagesShouldSufficeIfManyAreHeldOut() {
        Evidence evidence = new Evidence(Map.of(), Map.of(), Map.of("grid", MadeEvidence.shifts()));
        Finding few = new FewShot("grid", List.of("paint"), new FewShotStudy(List.of(10, 100, 400), 500, 20))
                .examine(evidence, SEED);
        assertThat(few.supports().get(1)).isEqualTo(Support.SUPPORTED);
        assertThat(few.listings().get(0).rows().get(0).get(1)).contains("10: ", "100: ", "500: ");
        Finding fewer = new FewShot("grid", List.of("paint"), new FewShotStudy(List.of(10, 100, 400), 20, 20))
                .examine(evidence, SEED);
        assertThat(fewer.supports().get(1)).isEqualTo(Support.UNDECIDED);
        assertThat(few.checks().get(2).measured()).contains("20 draws each");
    }

    @Test
    void rankingsShouldHoldOnTheImagesThatMadeThem() {
        Evidence evidence = new Evidence(Map.of(), Map.of(), Map.of("grid", MadeEvidence.shifts()));
        Finding ranking = new RankingTransfer("grid", "grid").examine(evidence, SEED);
        assertThat(ranking.supports()).containsExactly(Support.CONTRADICTED);
        assertThat(ranking.listings().get(1).rows().get(0)).startsWith("1.000").endsWith("10");
    }
}
