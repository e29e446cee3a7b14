package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.GridScores.Ranked;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final List<MixingWeights> HALVES = new WeightGrid.Lattice("-0.5", "1.5", "0.5").points(2);

    /** Places: 0 is (−0.5, 1.5), 1 is (0, 1), 2 is (0.5, 0.5), 3 is (1, 0), 4 is (1.5, −0.5). */
    private final ShiftOutcomes outcomes = outcomes(Map.of(
            "sketch", new int[] {2, 5, 6, 7, 9},
            "photos", new int[] {1, 9, 9, 4, 3}));

    private final GridScores scores = GridScores.of(outcomes);

    @Test
    void choosesTheBestOfOneDataSetAndOnAverage() {
        assertThat(new Selection.BestOf("sketch").choose(scores).index()).isEqualTo(4);
        Ranked single = new Selection.BestOnAverage(List.of()).choose(scores);
        assertThat(single.index()).isEqualTo(2);
        assertThat(single.score()).isEqualTo(0.75, within(1e-12));
        assertThat(new Selection.BestOnAverage(List.of("sketch")).choose(scores).index())
                .isEqualTo(4);
        assertThatThrownBy(() -> new Selection.BestOf("fog").choose(scores))
                .hasMessageContaining("'fog'")
                .hasMessageContaining("sketch");
    }

    @Test
    void prefersLittleExtrapolationThenFewModelsAmongEquals() {
        GridScores equal = GridScores.of(outcomes(Map.of("a", new int[] {5, 5, 5, 5, 5})));
        assertThat(equal.ranking(List.of("a")).stream().map(Ranked::index)).containsExactly(1, 3, 2, 0, 4);
        // photos: (0, 1) and (0.5, 0.5) are equally good
        assertThat(new Selection.BestOf("photos").choose(scores).index()).isEqualTo(1);
    }

    @Test
    void takesMeansThatDifferByRoundingForEqual() {
        double third = 1.0 / 3;
        Map<String, double[]> made = new LinkedHashMap<>();
        made.put("a", new double[] {0.1, 0.2, 0.3, 0, third});
        made.put("b", new double[] {0.2, 0.1, 0, 0.3, 0});
        made.put("c", new double[] {0.3, 0.3, 0.3, 0.3, 0.6 - third});
        assertThat(GridScores.of(HALVES, made).ranking(List.of("a", "b", "c")).stream()
                        .map(Ranked::index))
                .containsExactly(1, 3, 2, 0, 4);
    }

    @Test
    void choosesUniformAndGreedySoups() {
        assertThat(new Selection.Uniform().choose(scores).weights()).isEqualTo(MixingWeights.parse("0.5, 0.5"));
        // sketch: (1, 0) has 7, adding the other falls to 6; photos: (0, 1) has 9, and the mixture too
        assertThat(new Selection.Greedy(List.of("sketch")).choose(scores).index())
                .isEqualTo(3);
        assertThat(new Selection.Greedy(List.of("photos")).choose(scores).index())
                .isEqualTo(2);
        List<MixingWeights> fifths = new WeightGrid.Simplex(5).points(2);
        GridScores without = GridScores.of(fifths, Map.of("a", new double[6]));
        assertThatThrownBy(() -> new Selection.Uniform().choose(without))
                .hasMessageContaining("0.5, 0.5 are not on this grid");
    }

    private static ShiftOutcomes outcomes(Map<String, int[]> correct) {
        Map<String, GridOutcomes> dataSets = new LinkedHashMap<>();
        correct.forEach((name, counts) -> dataSets.put(
                name,
                GridOutcomes.of(
                        List.of("robust", "nominal"),
                        HALVES,
                        IntStream.of(counts).mapToObj(SelectionTest::first).toList())));
        return new ShiftOutcomes(dataSets);
    }

    private static Outcomes first(int correct) {
        BitSet set = new BitSet();
        set.set(0, correct);
        return new Outcomes("ab", 10, Map.of("clean", set));
    }
}
