package io.stockpot.threat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LargestFewTest {
    /** Spread over many magnitudes, many ties, nearly all zero, all equal, all zero. */
    private static final List<IntFunction<Float>> KINDS = List.of(
            seed -> (float) Math.exp(10 * new Random(seed).nextGaussian()),
            seed -> (float) Math.floorMod(seed, 4),
            seed -> Math.floorMod(seed, 50) == 0 ? 1f + Math.floorMod(seed, 7) : 0f,
            seed -> 3f,
            seed -> 0f);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 64, 65, 784, 3072})
    void choosesWhatSortingWould(int width) {
        Random random = new Random(width);
        LargestFew largest = new LargestFew(width);
        for (IntFunction<Float> kind : KINDS) {
            float[] numbers = new float[width];
            for (int i = 0; i < width; i++) {
                numbers[i] = kind.apply(random.nextInt()) * (random.nextBoolean() ? 1 : -1);
            }
            for (int k : new int[] {1, 2, 5, 20, width / 5, width / 2, width - 1, width}) {
                if (k >= 1 && k <= width) {
                    int[] chosen = new int[width];
                    int count = largest.choose(numbers, k, chosen);
                    Arrays.sort(chosen, 0, count);
                    assertThat(Arrays.copyOf(chosen, count)).containsExactly(sorted(numbers, k));
                }
            }
        }
    }

    /** Gradients are made finite before; should one not be, there must be an end all the same. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100})
    void choosesOnlyNumbersWhenSomeAreNaN(int every) {
        float[] numbers = new float[100];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i % every == 0 ? Float.NaN : i;
        }
        int[] chosen = new int[numbers.length];
        int count = new LargestFew(numbers.length).choose(numbers, 20, chosen);
        assertThat(IntStream.range(0, count).mapToObj(i -> numbers[chosen[i]])).doesNotContain(Float.NaN);
    }

    private static int[] sorted(float[] numbers, int k) {
        float[] rising = numbers.clone();
        for (int i = 0; i < rising.length; i++) {
            rising[i] = Math.abs(rising[i]);
        }
        Arrays.sort(rising);
        float least = rising[numbers.length - k];
        return IntStream.range(0, numbers.length)
                .filter(i -> numbers[i] != 0 && Math.abs(numbers[i]) >= least)
                .toArray();
    }
}
