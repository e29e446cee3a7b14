package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.soup.choice.WeightGrid.Lattice;
import io.stockpot.soup.choice.WeightGrid.Segment;
import io.stockpot.soup.choice.WeightGrid.Simplex;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightGridTest {
    @Test
    void hasTheSizesOfThePaper() {
        assertThat(new Segment("0", "1", "0.1").points(2)).hasSize(11);
        assertThat(new Segment("0.60", "1.10", "0.05").points(2)).hasSize(11);
        assertThat(new Segment("0.95", "1.3", "0.025").points(2)).hasSize(15);
        assertThat(new Simplex(5).points(3)).hasSize(21);
        assertThat(new Lattice("-0.4", "1.4", "0.2").points(4)).hasSize(480);
    }

    /** Stars and bars: n ingredients and denominator d make C(d + n − 1, n − 1) mixtures. */
    @Test
    void countsTheSimplexByStarsAndBars() {
        assertThat(new Simplex(10).points(2)).hasSize(11);
        assertThat(new Simplex(4).points(4)).hasSize(35);
        assertThat(new Simplex(1).points(7)).hasSize(7);
    }

    @Test
    void countsTheLatticeAsAnIndependentCountDoes() {
        int count = 0;
        for (int a = -2; a <= 7; a++) {
            for (int b = -2; b <= 7; b++) {
                for (int c = -2; c <= 7; c++) {
                    int d = 5 - a - b - c;
                    count += d >= -2 && d <= 7 ? 1 : 0;
                }
            }
        }
        assertThat(new Lattice("-0.4", "1.4", "0.2").points(4)).hasSize(count);
    }

    @Test
    void enumeratesDistinctMixturesInTheDocumentedOrder() {
        Comparator<MixingWeights> lexicographic = (one, other) -> {
            for (int i = 0; i < one.size(); i++) {
                int difference = Double.compare(one.value(i), other.value(i));
                if (difference != 0) {
                    return difference;
                }
            }
            return 0;
        };
        List<List<MixingWeights>> grids = List.of(
                new Simplex(5).points(3),
                new Lattice("-0.4", "1.4", "0.2").points(4),
                new Segment("0.6", "1.1", "0.05").points(2));
        for (List<MixingWeights> points : grids) {
            assertThat(points).isSortedAccordingTo(lexicographic);
            assertThat(new HashSet<>(points)).hasSameSizeAs(points);
        }
    }

    @Test
    void weighsTheFirstIngredientOfASegmentByW() {
        assertThat(new Segment("0.60", "1.10", "0.05").points(2))
                .startsWith(MixingWeights.parse("0.6, 0.4"))
                .contains(MixingWeights.vertex(0, 2))
                .endsWith(MixingWeights.parse("1.1, -0.1"));
    }

    @Test
    void isEqualToAnEqualGrid() {
        assertThat(new Segment("0.60", "1.10", "0.050")).isEqualTo(new Segment("0.6", "1.1", "1/20"));
    }

    @Test
    void readsNumbersAndText() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        assertThat(mapper.readValue("{\"from\": 0.60, \"to\": 1.1, \"step\": \"0.05\"}", Segment.class))
                .isEqualTo(new Segment("0.6", "1.1", "0.05"));
        assertThat(mapper.writeValueAsString(new Simplex(5))).isEqualTo("{\"denominator\":5}");
    }

    @Test
    void refusesImpossibleGrids() {
        assertThatThrownBy(() -> new Segment("0", "1", "0.3"))
                .hasMessageContaining("steps of 0.3 do not lead from 0 to 1 exactly");
        assertThatThrownBy(() -> new Segment("1", "0", "0.1")).hasMessageContaining("from 1 to 0");
        assertThatThrownBy(() -> new Lattice("0", "1", "-0.1")).hasMessageContaining("step must be positive");
        assertThatThrownBy(() -> new Segment("0", "1", "0.0000001")).hasMessageContaining("more than 100000");
        assertThatThrownBy(() -> new Segment("0", "1", "0.1").points(3)).hasMessageContaining("2 ingredients, not 3");
        assertThatThrownBy(() -> new Simplex(0)).hasMessageContaining("not 0");
        assertThatThrownBy(() -> new Simplex(5).points(1)).hasMessageContaining("at least 2");
        assertThatThrownBy(() -> new Simplex(100).points(5)).hasMessageContaining("more than 100000");
        assertThatThrownBy(() -> new Lattice("0.3", "0.6", "0.3").points(2)).hasMessageContaining("sum to 1");
    }

    @Test
    void takesFifthsForAFirstLookUnlessTheyAreMany() {
        assertThat(WeightGrid.quick(2).points(2)).hasSize(6);
        assertThat(WeightGrid.quick(4)).isEqualTo(new WeightGrid.Simplex(5));
        assertThat(WeightGrid.quick(4).points(4)).hasSize(56);
        assertThat(WeightGrid.quick(5).points(5)).hasSize(126);
        assertThat(WeightGrid.quick(6)).isEqualTo(new WeightGrid.Simplex(4));
        assertThat(WeightGrid.quick(100).points(100)).hasSize(100);
    }
}
