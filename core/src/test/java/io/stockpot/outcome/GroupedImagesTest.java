package io.stockpot.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Images of one group count as one. */
class GroupedImagesTest {
    private static final double[] NUMBERS = {1, 0, 0.5, 1, 1, 0.25, 0};

    private static GroupedImages each(int images) {
        return GroupedImages.of(IntStream.range(0, images).toArray());
    }

    /** Each number so many times, in one group. */
    private static double[] repeated(double[] numbers, int times) {
        return IntStream.range(0, numbers.length * times)
                .mapToDouble(place -> numbers[place / times])
                .toArray();
    }

    private static GroupedImages ofEqualSize(int groups, int size) {
        return GroupedImages.of(
                IntStream.range(0, groups * size).map(place -> place / size).toArray());
    }

    @Test
    void isTheIntervalOfImagesWhereEachIsByItself() {
        Estimate images = Estimate.ofImages(NUMBERS);
        Estimate groups = each(NUMBERS.length).mean(NUMBERS);
        assertThat(groups.value()).isEqualTo(images.value());
        assertThat(groups.low()).isCloseTo(images.low(), within(1e-12));
        assertThat(groups.high()).isCloseTo(images.high(), within(1e-12));
    }

    @Test
    void learnsNothingFromTheSameImageAgain() {
        Estimate once = Estimate.ofImages(NUMBERS);
        Estimate often = ofEqualSize(NUMBERS.length, 9).mean(repeated(NUMBERS, 9));
        assertThat(often.low()).isCloseTo(once.low(), within(1e-12));
        assertThat(often.images()).isEqualTo(63);
    }

    /** Two groups of two: deviations (0.5, 0.5) and (−0.5, −0.5) have the variance 2 · (1 + 1) / 16. */
    @Test
    void hasTheVarianceOfSumsOverGroups() {
        Estimate mean = ofEqualSize(2, 2).mean(new double[] {1, 1, 0, 0});
        assertThat(mean.high() - mean.value()).isCloseTo(Estimate.quantile(2) * 0.5, within(1e-12));
    }

    @Test
    void takesWilsonsIntervalOfTheEffectiveSize() {
        double[] alike = repeated(new double[] {1, 1, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1}, 5);
        Estimate groups = ofEqualSize(12, 5).accuracy(alike);
        // the spread between 12 groups is that of 11 independent images, by the factor 12 / 11
        double z = 1.959963984540054;
        double p = 10 / 12.0;
        double half = z / (1 + z * z / 11) * Math.sqrt(p * (1 - p) / 11 + z * z / (4 * 121));
        assertThat(groups.high() - groups.low()).isCloseTo(2 * half, within(1e-12));
        assertThat(Estimate.of(new Accuracy(50, 60)).low()).isGreaterThan(groups.low());
    }

    @Test
    void countsGroupsWhereAllAreRight() {
        double[] right = new double[60];
        Arrays.fill(right, 1);
        assertThat(ofEqualSize(12, 5).accuracy(right).low())
                .isCloseTo(new Accuracy(12, 12).interval().low(), within(1e-12));
    }

    @Test
    void testsAsMcNemarWhereEachImageIsByItself() {
        BitSet first = new BitSet();
        first.set(0, 12);
        BitSet second = new BitSet();
        second.set(10, 13);
        PairedTest test = PairedTest.of(first, second);
        assertThat(each(40).pValue(first, second)).isCloseTo(test.pValue(), within(1e-12));
        assertThat(each(40).pValue(first, first)).isEqualTo(1);
    }

    /** Sums of 3, 2 and 1 are all of one sign with the probability 2 / 8. */
    @Test
    void flipsTheSignsOfWholeGroups() {
        GroupedImages groups = GroupedImages.of(List.of("a", "a", "a", "b", "b", "c", "d"));
        assertThat(groups.pValue(new int[] {1, 1, 1, 1, 1, 1, 0})).isEqualTo(0.25);
        // 3 + 2 − 1 or more: all but ±(3 − 2 + 1), ±(3 − 2 − 1)
        assertThat(groups.pValue(new int[] {1, 1, 1, 1, 1, -1, 0})).isEqualTo(0.5);
        assertThat(groups.count()).isEqualTo(4);
        assertThat(groups.inWords()).isEqualTo(" of 4 groups");
    }

    @Test
    void photosKeepNamesOfGroups() {
        Photos photos = Photos.of(Map.of("a", List.of("x", "x", "y"), "b", List.of("1", "2")));
        assertThat(photos.names()).containsOnlyKeys("a");
        assertThat(photos.groups("a")).hasValue(2);
        assertThat(photos.grouped("b")).isFalse();
    }

    /** A mean over data sets whose images all come in pairs is known as if each came once, and counts groups. */
    @Test
    void meansOverDataSetsRestOnGroups() {
        double[] others = {0, 1, 1, 0.5, 1, 1, 0};
        Estimate once = new MeanOverDataSets(Photos.DIFFERENT)
                .add("a", NUMBERS)
                .add("b", others)
                .mean();
        List<String> pairs =
                IntStream.range(0, 14).mapToObj(place -> "g" + place / 2).toList();
        List<String> other =
                IntStream.range(0, 14).mapToObj(place -> "h" + place / 2).toList();
        Estimate twice = new MeanOverDataSets(Photos.of(Map.of("a", pairs, "b", other)))
                .add("a", repeated(NUMBERS, 2))
                .add("b", repeated(others, 2))
                .mean();
        assertThat(twice.low()).isCloseTo(once.low(), within(1e-12));
        assertThat(twice.images()).isEqualTo(once.images());
    }
}
