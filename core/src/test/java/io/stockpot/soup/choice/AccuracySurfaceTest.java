package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.outcome.Accuracy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class AccuracySurfaceTest {
    private static final int IMAGES = 100_000;

    private static Map<MixingWeights, Accuracy> measured(
            List<MixingWeights> mixtures, ToDoubleFunction<MixingWeights> accuracy) {
        Map<MixingWeights, Accuracy> known = new LinkedHashMap<>();
        mixtures.forEach(weights ->
                known.put(weights, new Accuracy((int) Math.round(IMAGES * accuracy.applyAsDouble(weights)), IMAGES)));
        return known;
    }

    private static double parabola(MixingWeights weights) {
        double x = weights.value(0);
        double y = weights.value(1);
        return 0.7 - 0.2 * x * x - 0.1 * (y - 0.5) * (y - 0.5) + 0.05 * x * y;
    }

    @Test
    void findsAParabolaAgain() {
        List<MixingWeights> grid = new WeightGrid.Simplex(4).points(3);
        AccuracySurface surface = AccuracySurface.fit(measured(grid, AccuracySurfaceTest::parabola))
                .orElseThrow();
        assertThat(surface.degree()).isEqualTo(2);
        MixingWeights between = MixingWeights.parse("0.3, 0.45, 0.25");
        assertThat(surface.at(between).accuracy()).isCloseTo(parabola(between), within(2e-5));
        assertThat(surface.at(between).error()).isLessThan(2e-5);
    }

    /** Three points on a line, right 0.5, 0.6 and 0.5: a line through two of them misses the third by 0.1, 0.1 and 0.1. */
    @Test
    void saysHowWrongItIsAtMixturesThatAreLeftOut() {
        List<MixingWeights> grid = new WeightGrid.Segment("0", "1", "1/3").points(2);
        Map<MixingWeights, Accuracy> known =
                measured(grid, weights -> weights.convex() && weights.single().isPresent() ? 0.5 : 0.6);
        AccuracySurface surface = AccuracySurface.fit(known).orElseThrow();
        assertThat(surface.degree()).isEqualTo(1);
        // without an end, the line through the others (0.6, 0.6, 0.5) rises by 0.05 a step: 0.6667 for 0.5
        // without an inner one (0.5, 0.6, 0.5), the line misses 0.6 by 0.0714
        double end = 2.0 / 3 - 0.5;
        double inner = 0.6 - (0.5 + 0.1 * 4 / 14);
        assertThat(surface.leftOut()).isCloseTo(Math.sqrt((end * end + inner * inner) / 2), within(1e-4));
    }

    @Test
    void isLessSureFarAway() {
        List<MixingWeights> grid = new WeightGrid.Simplex(5).points(2);
        AccuracySurface surface = AccuracySurface.fit(measured(
                        grid, weights -> 0.5 + 0.3 * Math.sin(3 * weights.value(0))))
                .orElseThrow();
        double near = surface.at(MixingWeights.parse("0.5, 0.5")).error();
        assertThat(surface.at(MixingWeights.parse("1.4, -0.4")).error()).isGreaterThan(near);
        assertThat(surface.at(MixingWeights.parse("9, -8")).error()).isEqualTo(1);
        assertThat(surface.at(MixingWeights.parse("9, -8")).accuracy()).isBetween(0.0, 1.0);
    }

    @Test
    void isNoneWhereTooLittleIsKnown() {
        List<MixingWeights> models =
                List.of(MixingWeights.vertex(0, 3), MixingWeights.vertex(1, 3), MixingWeights.vertex(2, 3));
        assertThat(AccuracySurface.fit(measured(models, weights -> 0.5))).isEmpty();
        assertThat(AccuracySurface.fit(Map.of())).isEmpty();
    }

    /** Mixtures of two of three models say nothing of the third. */
    @Test
    void isNoneWhereAModelIsInNoMixture() {
        List<MixingWeights> edge = new WeightGrid.Segment("0", "1", "0.1")
                .points(2).stream()
                        .map(weights -> weights.among(List.of("a", "b"), List.of("a", "b", "c"))
                                .orElseThrow())
                        .toList();
        assertThat(AccuracySurface.fit(measured(edge, weights -> 0.5))).isEmpty();
    }
}
