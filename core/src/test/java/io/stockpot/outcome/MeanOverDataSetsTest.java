package io.stockpot.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Photos that are in several data sets count once. */
class MeanOverDataSetsTest {
    private static final Offset<Double> CLOSE = within(1e-12);

    private static List<String> names(String prefix, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> prefix + i).toList();
    }

    private static Outcomes right(int right, int images) {
        BitSet bits = new BitSet();
        bits.set(0, right);
        return new Outcomes("ab", images, Map.of("images", bits));
    }

    private static Estimate mean(Photos photos, Outcomes first, Outcomes second) {
        return new MeanOverDataSets(photos)
                .add("first", first)
                .add("second", second)
                .mean();
    }

    @Test
    void equalAnswersToTheSamePhotosAreThoseOfOne() {
        Photos same = Photos.of(Map.of("first", names("p", 0, 100), "second", names("p", 0, 100)));
        for (int right : List.of(70, 99, 100, 0)) {
            Outcomes one = right(right, 100);
            Estimate alone = Estimate.ofVersions(one);
            Estimate mean = mean(same, one, one);
            assertThat(mean.images()).isEqualTo(100);
            assertThat(mean.value()).isEqualTo(alone.value(), CLOSE);
            assertThat(mean.low()).isEqualTo(alone.low(), CLOSE);
            assertThat(mean.high()).isEqualTo(alone.high(), CLOSE);
        }
    }

    /** The distances of independent data sets add as squares. */
    @Test
    void differentPhotosAreIndependent() {
        Photos known = Photos.of(Map.of("first", names("p", 0, 100), "second", names("q", 0, 50)));
        assertThat(known).isEqualTo(Photos.DIFFERENT);
        Estimate first = Estimate.ofVersions(right(70, 100));
        Estimate second = Estimate.ofVersions(right(20, 50));
        Estimate mean = mean(known, right(70, 100), right(20, 50));
        assertThat(mean.images()).isEqualTo(150);
        assertThat(mean.value()).isEqualTo(0.55, CLOSE);
        assertThat(mean.value() - mean.low())
                .isEqualTo(Math.hypot(first.value() - first.low(), second.value() - second.low()) / 2, CLOSE);
        assertThat(mean.high() - mean.value())
                .isEqualTo(Math.hypot(first.high() - first.value(), second.high() - second.value()) / 2, CLOSE);
    }

    /** With numbers, the variance is the sum over photos of the squared sums of what they add to the mean. */
    @Test
    void varianceIsThatOfClusters() {
        Random draws = new Random(1);
        double[] first = draws.doubles(60).toArray();
        double[] second = IntStream.range(0, 60)
                .mapToDouble(i -> i < 40 ? first[i + 20] + draws.nextDouble() : draws.nextDouble())
                .toArray();
        Photos shifted = Photos.of(Map.of("first", names("p", 0, 60), "second", names("p", 20, 80)));
        Estimate mean = new MeanOverDataSets(shifted)
                .add("first", first)
                .add("second", second)
                .mean();
        double[] added = new double[80];
        double firstMean = Arrays.stream(first).average().orElseThrow();
        double secondMean = Arrays.stream(second).average().orElseThrow();
        for (int i = 0; i < 60; i++) {
            added[i] += (first[i] - firstMean) / (2 * 60);
            added[20 + i] += (second[i] - secondMean) / (2 * 60);
        }
        double variance = Arrays.stream(added).map(one -> one * one).sum() * 60 / 59;
        assertThat(mean.images()).isEqualTo(80);
        assertThat(mean.high() - mean.value()).isEqualTo(Estimate.quantile(60) * Math.sqrt(variance), CLOSE);
    }

    /** Answers to photos that are shown twice rise and fall together: the interval must hold what it promises. */
    @Test
    void intervalHoldsTheTruthAsOftenAsItSays() {
        Random draws = new Random(2);
        Photos same = Photos.of(Map.of("first", names("p", 0, 200), "second", names("p", 0, 200)));
        int held = 0;
        int heldIfDifferent = 0;
        for (int trial = 0; trial < 1000; trial++) {
            BitSet one = new BitSet();
            BitSet other = new BitSet();
            for (int photo = 0; photo < 200; photo++) {
                double ease = draws.nextDouble();
                one.set(photo, ease < 0.6);
                other.set(photo, ease + 0.2 * draws.nextDouble() < 0.6);
            }
            Outcomes first = new Outcomes("ab", 200, Map.of("images", one));
            Outcomes second = new Outcomes("cd", 200, Map.of("images", other));
            double truth = (0.6 + 0.5) / 2;
            Estimate mean = mean(same, first, second);
            held += mean.low() <= truth && truth <= mean.high() ? 1 : 0;
            Estimate different = mean(Photos.DIFFERENT, first, second);
            heldIfDifferent += different.low() <= truth && truth <= different.high() ? 1 : 0;
        }
        assertThat(held).isBetween(930, 970);
        assertThat(heldIfDifferent).isLessThan(880);
    }

    @Test
    void namesMustFit() {
        Photos same = Photos.of(Map.of("first", names("p", 0, 99), "second", names("p", 0, 100)));
        assertThatThrownBy(() -> mean(same, right(1, 100), right(1, 100)))
                .hasMessage("there are names of 99 photos of 'first', which has 100 images");
    }
}
