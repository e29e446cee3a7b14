package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.Photos;
import io.stockpot.soup.choice.FewShotStudy.Spot;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FewShotStudyTest {
    private static final List<MixingWeights> GRID = new WeightGrid.Lattice("-0.4", "1.4", "0.2").points(4);
    private final GridOutcomes grid = MadeShifts.INNER.draw(GRID, 700, 1, 1);

    /** Fig. 8: the more images, the better the choice and the less it depends on which; all leave no chance. */
    @Test
    void choosesBetterFromMoreImages() {
        FewShotStudy study = new FewShotStudy(List.of(10, 100, 900), 300, 30);
        List<Spot> spots = study.run(grid, new Seed(2));
        assertThat(spots.stream().map(Spot::size)).containsExactly(10, 100, 400);
        assertThat(spots.get(0).mean()).isLessThan(spots.get(1).mean());
        assertThat(spots.get(0).deviation()).isGreaterThan(2 * spots.get(1).deviation());
        assertThat(spots.get(2).deviation()).isEqualTo(0, within(1e-12));
        assertThat(spots.get(0).trials()).hasSize(30).allMatch(trial -> trial.drawn() * 10 % 1 < 1e-9);
        assertThat(study.run(grid, new Seed(2))).isEqualTo(spots);
    }

    @Test
    void refusesTooFewImages() {
        assertThatThrownBy(() -> new FewShotStudy(List.of(10), 690, 50).run(grid, new Seed(1)))
                .hasMessageContaining("needs more than 700, not 700");
        assertThatThrownBy(() -> new FewShotStudy(List.of(), 500, 50)).hasMessageContaining("sizes");
    }

    @Test
    void findsTheOrderOnManyImagesAgain() {
        ShiftOutcomes few = ShiftOutcomes.of("shift", grid);
        ShiftOutcomes many = ShiftOutcomes.of("shift", MadeShifts.INNER.draw(GRID, 5000, 1, 9));
        RankTransfer transfer = RankTransfer.of(few, many, List.of("shift"), 3);
        assertThat(transfer.rows()).hasSize(3);
        assertThat(transfer.correlation().orElseThrow()).isBetween(0.98, 1.0);
        RankTransfer.TestedSoup first = transfer.rows().get(0);
        assertThat(first.chosen().score()).isGreaterThan(first.mean().value() - 0.02);
        assertThat(first.mean().images()).isEqualTo(5000);
        RankTransfer same = RankTransfer.of(few, few, List.of("shift"), 3);
        assertThat(same.correlation().orElseThrow()).isEqualTo(1, within(1e-12));
    }

    /** More images narrow the interval of the correlation, and too few resamples have none. */
    @Test
    void givesTheCorrelationAnInterval() {
        ShiftOutcomes few = ShiftOutcomes.of("shift", MadeShifts.INNER.draw(GRID, 70, 1, 1));
        ShiftOutcomes more = ShiftOutcomes.of("shift", grid);
        ShiftOutcomes many = ShiftOutcomes.of("shift", MadeShifts.INNER.draw(GRID, 2000, 1, 9));
        RankResampling resampling = new RankResampling(40, new Seed(3));
        RankResampling.Interval wide = resampling.correlation(few, many, List.of("shift"));
        RankResampling.Interval narrow = resampling.correlation(more, many, List.of("shift"));
        assertThat(narrow.high() - narrow.low()).isLessThan(wide.high() - wide.low());
        assertThat(narrow.low()).isBetween(0.8, narrow.high());
        assertThat(resampling.correlation(more, many, List.of("shift"))).isEqualTo(narrow);
        assertThatThrownBy(() -> new RankResampling(39, new Seed(1))).hasMessageContaining("at least 40 resamples");
    }

    /** A photo weighs the same wherever it is shown, and images of other photos weigh as they will. */
    @Test
    void weighsAPhotoOfTwoDataSetsOnce() {
        List<String> names =
                IntStream.range(0, grid.images()).mapToObj(Integer::toString).toList();
        Map<String, GridOutcomes> twice = new LinkedHashMap<>();
        twice.put("a", grid);
        twice.put("b", grid);
        GridScores shared = new ImageDraws(new ShiftOutcomes(twice, new Photos(Map.of("a", names, "b", names))))
                .weighed(new Seed(1));
        GridScores apart = new ImageDraws(new ShiftOutcomes(twice)).weighed(new Seed(1));
        double[] spread = new double[2];
        for (int place = 0; place < GRID.size(); place++) {
            assertThat(shared.mean(List.of("a"), place)).isEqualTo(shared.mean(List.of("b"), place));
            spread[0] =
                    Math.max(spread[0], Math.abs(apart.mean(List.of("a"), place) - apart.mean(List.of("b"), place)));
            double unweighed = GridScores.of(new ShiftOutcomes(twice)).mean(List.of("a"), place);
            spread[1] = Math.max(spread[1], Math.abs(shared.mean(List.of("a"), place) - unweighed));
        }
        assertThat(spread[0]).isPositive();
        // in proportion to the square root of the number of images
        assertThat(spread[1]).isBetween(1e-4, 5 * Math.sqrt(0.25 / grid.images()));
    }

    /** Three mixtures with 1, 2, 3 right here and 3, 1, 2 there: Spearman's correlation is −1/2. */
    @Test
    void correlatesAsSpearman() {
        ShiftOutcomes here = made(1, 2, 3);
        assertThat(RankTransfer.of(here, made(3, 1, 2), List.of("made"), 1).correlation())
                .hasValueCloseTo(-0.5, within(1e-12));
        // ties share ranks: (1, 2, 3) and (1.5, 1.5, 3) correlate by √3/2
        assertThat(RankTransfer.of(here, made(1, 1, 2), List.of("made"), 1).correlation())
                .hasValueCloseTo(Math.sqrt(3) / 2, within(1e-12));
        assertThat(RankTransfer.of(here, made(2, 2, 2), List.of("made"), 1).correlation())
                .isEqualTo(OptionalDouble.empty());
    }

    private static ShiftOutcomes made(int... correct) {
        List<Outcomes> outcomes = Arrays.stream(correct)
                .mapToObj(count -> {
                    BitSet set = new BitSet();
                    set.set(0, count);
                    return new Outcomes("ab", 10, Map.of("clean", set));
                })
                .toList();
        return ShiftOutcomes.of(
                "made", GridOutcomes.of(List.of("a", "b"), new WeightGrid.Simplex(2).points(2), outcomes));
    }
}
