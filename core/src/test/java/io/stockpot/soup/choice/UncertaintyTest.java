package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.Photos;
import io.stockpot.soup.choice.GridScores.Ranked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is said of a choice made on few images, held against many images of the same kind. */
class UncertaintyTest {
    private static final String NAME = "shift";
    private static final int MANY = 5000;
    private static final List<MixingWeights> GRID = new WeightGrid.Lattice("-0.2", "1.2", "0.2").points(3);

    private final Selection best = new Selection.BestOf(NAME);

    private static MadeShifts three(MadeShifts four) {
        List<Double> means =
                List.of(four.means().get(0), four.means().get(1), four.means().get(3));
        return new MadeShifts(means, four.correlation(), four.reward(), four.penalty());
    }

    private static ShiftOutcomes few(GridOutcomes many, int images, long seed) {
        int[] some = new Random(seed).ints(0, MANY).distinct().limit(images).toArray();
        return ShiftOutcomes.of(NAME, many.restrict(some));
    }

    private static Ranked bestAlone(ShiftOutcomes grid) {
        return GridScores.of(grid.alone().orElseThrow()).best(List.of(NAME));
    }

    @Test
    void expectsWhatUnseenImagesShow() {
        for (MadeShifts kind : List.of(MadeShifts.CLEAR, MadeShifts.INNER, MadeShifts.FLAT)) {
            GridOutcomes many = three(kind).draw(GRID, MANY, 1, 1);
            double[] truth = ImageScores.of(many).means();
            int held = 0;
            int falseGains = 0;
            double flattery = 0;
            double error = 0;
            int trials = 60;
            for (int trial = 0; trial < trials; trial++) {
                ShiftOutcomes some = few(many, 150, trial);
                ChoiceStability found = new Resampling(40, new Seed(trial)).repeat(some, best);
                double real = truth[found.chosen().index()];
                Estimate expected = found.expected();
                held += expected.low() <= real && real <= expected.high() ? 1 : 0;
                flattery += (found.chosen().score() - real) / trials;
                error += (expected.value() - real) / trials;
                GridScores scores = GridScores.of(some);
                double alone = truth[scores.index(bestAlone(some).weights())];
                falseGains += found.gains() && real <= alone ? 1 : 0;
            }
            // 95 % of 60 are 57; 51 or fewer would be a chance of one in a hundred
            assertThat(held).as(kind.toString()).isGreaterThan(51);
            assertThat(Math.abs(error)).as(kind.toString()).isLessThan(flattery).isLessThan(0.01);
            assertThat(falseGains).as(kind.toString()).isLessThan(4);
        }
    }

    @Test
    void findsAGainAndItsSize() {
        GridOutcomes many = three(MadeShifts.INNER).draw(GRID, MANY, 1, 2);
        double[] truth = ImageScores.of(many).means();
        ChoiceStability found = new Resampling(40, new Seed(1)).repeat(few(many, 500, 1), best);
        double alone = bestAlone(ShiftOutcomes.of(NAME, many)).score();
        assertThat(found.gains()).isTrue();
        Estimate gain = found.gain().orElseThrow();
        assertThat(truth[found.chosen().index()] - alone).isBetween(gain.low(), gain.high());
    }

    @Test
    void keepsTheTrulyBestInTheBestSet() {
        GridOutcomes many = three(MadeShifts.FLAT).draw(GRID, MANY, 1, 3);
        int truly =
                GridScores.of(ShiftOutcomes.of(NAME, many)).best(List.of(NAME)).index();
        int held = 0;
        for (int trial = 0; trial < 60; trial++) {
            BestSet set = BestSet.of(few(many, 200, trial), List.of(NAME), 0.05);
            List<Ranked> all = new ArrayList<>(set.others());
            all.add(set.best());
            held += all.stream().anyMatch(soup -> soup.index() == truly) ? 1 : 0;
            assertThat(set.size()).isLessThanOrEqualTo(GRID.size());
        }
        assertThat(held).isGreaterThan(51);
    }

    /** Two mixtures: 10 images to 0 are significant at 5 % (2^−10), 4 to 0 are not (2^−4). */
    @Test
    void testsTheBestSetAsMcNemar() {
        assertThat(pair(10).others()).isEmpty();
        assertThat(pair(4).others()).hasSize(1);
        assertThatThrownBy(() -> BestSet.of(made(4), List.of(NAME), 1)).hasMessageContaining("between 0 and 1");
    }

    private static BestSet pair(int lead) {
        return BestSet.of(made(lead), List.of(NAME), 0.05);
    }

    private static ShiftOutcomes made(int lead) {
        BitSet more = new BitSet();
        more.set(0, 20 + lead);
        BitSet less = new BitSet();
        less.set(0, 20);
        return ShiftOutcomes.of(
                NAME,
                GridOutcomes.of(
                        List.of("a", "b"),
                        new WeightGrid.Simplex(1).points(2),
                        List.of(
                                new Outcomes("ab", 50, Map.of("clean", more)),
                                new Outcomes("ab", 50, Map.of("clean", less)))));
    }

    @Test
    void repeatsAChoiceWithoutRivalsEveryTime() {
        ChoiceStability found = new Resampling(20, new Seed(3)).repeat(made(10), best);
        assertThat(found.repeats()).hasSize(1);
        assertThat(found.repeated()).isEqualTo(1);
        assertThat(found.gain().orElseThrow().value()).isZero();
        assertThat(found.gains()).isFalse();
        assertThatThrownBy(() -> new Resampling(5, new Seed(0))).hasMessageContaining("at least 20");
    }

    /** The second model, which the grid does not hold alone, is right everywhere: no soup gains over it. */
    @Test
    void claimsNoGainOverModelsThatTheGridLacks() {
        List<MixingWeights> grid = new WeightGrid.Segment("0.6", "1", "0.1").points(2);
        ShiftOutcomes soups = ShiftOutcomes.of(
                NAME,
                GridOutcomes.of(
                        List.of("a", "b"),
                        grid,
                        grid.stream()
                                .map(weights -> right(1 - weights.value(0) / 2))
                                .toList()));
        ChoiceStability found = new Resampling(40, new Seed(1)).repeat(soups, best);
        assertThat(found.chosen().weights().value(0)).isEqualTo(0.6, within(1e-12));
        assertThat(found.gain()).isEmpty();
        assertThat(found.gains()).isFalse();
        Outcomes second = right(1);
        ChoiceStability whole = ChoiceEvidence.of(soups, List.of(right(0.5), second), new Seed(1))
                .stability();
        assertThat(whole.chosen()).isEqualTo(found.chosen());
        assertThat(whole.gain().orElseThrow().value()).isEqualTo(-0.3, within(0.05));
        assertThat(whole.gain().orElseThrow().high()).isNegative();
    }

    /** With new statistics of batch norm, a soup of one model is not that model: what it loses shows. */
    @Test
    void distinguishesAModelFromASoupOfItThatAnswersOtherwise() {
        List<MixingWeights> grid = List.of(MixingWeights.vertex(0, 2), MixingWeights.parse("0.5, 0.5"));
        ShiftOutcomes soups =
                ShiftOutcomes.of(NAME, GridOutcomes.of(List.of("a", "b"), grid, List.of(right(0.8), right(0.6))));
        ChoiceStability found = ChoiceEvidence.of(soups, List.of(right(0.9), right(0.5)), new Seed(1))
                .stability();
        assertThat(found.chosen().weights()).isEqualTo(MixingWeights.vertex(0, 2));
        assertThat(found.gain().orElseThrow().value()).isEqualTo(-0.1, within(1e-9));
        assertThat(ChoiceEvidence.of(soups, List.of(right(0.8), right(0.5)), new Seed(1))
                        .stability()
                        .gain()
                        .orElseThrow()
                        .value())
                .isZero();
    }

    private static Outcomes right(double share) {
        BitSet bits = new BitSet();
        bits.set(0, (int) Math.round(200 * share));
        return new Outcomes("ab", 200, Map.of("clean", bits));
    }

    /** 75 versions of one image are not 75 images: the interval must not shrink with them. */
    @Test
    void countsVersionsOfAnImageAsOneImage() {
        BitSet half = new BitSet();
        half.set(0, 50);
        Outcomes one = new Outcomes("ab", 100, Map.of("v0", half));
        Outcomes many = one;
        for (int version = 1; version < 75; version++) {
            many = many.with("v" + version, half);
        }
        Estimate narrow = Estimate.of(new Accuracy(50 * 75, 100 * 75));
        Estimate clustered = Estimate.ofVersions(many);
        Estimate single = Estimate.ofVersions(one);
        assertThat(clustered.value()).isEqualTo(0.5, within(1e-12));
        assertThat(clustered.high() - clustered.low()).isEqualTo(single.high() - single.low(), within(0.01));
        assertThat(narrow.high() - narrow.low()).isLessThan(0.15 * (clustered.high() - clustered.low()));
    }

    /** Whether two versions of the photos are called one data set or two, no photo counts twice. */
    @Test
    void countsPhotosOfTwoDataSetsOnce() {
        ShiftOutcomes one = ShiftOutcomes.of(NAME, three(MadeShifts.INNER).draw(GRID, 200, 2, 7));
        ShiftOutcomes two = one.versions(NAME);
        assertThat(two.names()).hasSize(2);
        BestSet of = BestSet.of(one, one.names(), 0.05);
        assertThat(of.size()).isLessThan(GRID.size());
        assertThat(BestSet.of(two, two.names(), 0.05).others().stream().map(Ranked::index))
                .containsExactlyElementsOf(
                        of.others().stream().map(Ranked::index).toList());
        ChoiceStability found = new Resampling(30, new Seed(6)).repeat(two, new Selection.BestOnAverage(List.of()));
        assertThat(found.expected().images()).isEqualTo(200);
        assertThat(found.gain().orElseThrow().images()).isEqualTo(200);
    }

    @Test
    void resamplesEachDataSetByItself() {
        GridOutcomes clear = three(MadeShifts.CLEAR).draw(GRID, 300, 3, 4);
        GridOutcomes inner = three(MadeShifts.INNER).draw(GRID, 400, 1, 5);
        ShiftOutcomes both = new ShiftOutcomes(Map.of("clear", clear, "inner", inner));
        Selection single = new Selection.BestOnAverage(List.of());
        ChoiceStability found = new Resampling(30, new Seed(6)).repeat(both, single);
        assertThat(found.chosen()).isEqualTo(single.choose(GridScores.of(both)));
        assertThat(found.expected().images()).isEqualTo(700);
        assertThat(found.expected().value()).isLessThan(found.chosen().score());
        assertThat(BestSet.of(both, both.names(), 0.05).size()).isBetween(1, GRID.size() / 2);
    }

    /** Four copies of each image, known as one group, are worth no more than one. */
    @Test
    void learnsNoMoreFromCopiesOfImages() {
        GridOutcomes once = three(MadeShifts.INNER).draw(GRID, 100, 1, 8);
        int[] places = IntStream.range(0, 400).map(place -> place / 4).toArray();
        GridOutcomes often = GridOutcomes.of(
                once.ingredients(),
                once.weights(),
                once.points().stream()
                        .map(point -> point.outcomes().restrict(places))
                        .toList());
        List<String> names = Arrays.stream(places).mapToObj(Integer::toString).toList();
        ShiftOutcomes grouped = new ShiftOutcomes(Map.of(NAME, often), new Photos(Map.of(NAME, names)));
        ShiftOutcomes single = ShiftOutcomes.of(NAME, once);
        ChoiceStability copies = new Resampling(40, new Seed(2)).repeat(grouped, best);
        ChoiceStability images = new Resampling(40, new Seed(2)).repeat(single, best);
        assertThat(copies.repeats()).isEqualTo(images.repeats());
        assertThat(copies.expected().value()).isCloseTo(images.expected().value(), within(1e-9));
        assertThat(copies.expected().low()).isCloseTo(images.expected().low(), within(1e-9));
        assertThat(copies.gain().orElseThrow().low())
                .isCloseTo(images.gain().orElseThrow().low(), within(1e-9));
        assertThat(BestSet.of(grouped, List.of(NAME), 0.05).size())
                .isGreaterThan(BestSet.of(ShiftOutcomes.of(NAME, often), List.of(NAME), 0.05)
                        .size());
    }
}
