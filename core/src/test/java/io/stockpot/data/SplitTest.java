package io.stockpot.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Seed;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
    /** Image i is the single pixel i. */
    private static LabelledImages numbered(int count) {
        byte[] pixels = new byte[count];
        for (int i = 0; i < count; i++) {
            pixels[i] = (byte) i;
        }
        return new LabelledImages("numbers", new ImageShape(1, 1, 1), pixels, new int[count], List.of("number"));
    }

    private static Set<Integer> numbers(LabelledImages images) {
        Set<Integer> numbers = new TreeSet<>();
        IntStream.range(0, images.size()).forEach(i -> numbers.add(images.pixel(i, 0, 0, 0)));
        return numbers;
    }

    @Test
    void trainAndValidationAreDisjointAndCoverAll() {
        for (int validation = 1; validation < 20; validation++) {
            Split.TrainValidation split = Split.trainValidation(numbered(20), validation, new Seed(5));
            assertThat(numbers(split.validation())).hasSize(validation);
            assertThat(numbers(split.train()))
                    .hasSize(20 - validation)
                    .doesNotContainAnyElementsOf(numbers(split.validation()));
        }
    }

    @Test
    void theSeedDecides() {
        int[] heldOut = Split.holdOut(1000, 100, new Seed(1)).heldOut();
        assertThat(Split.holdOut(1000, 100, new Seed(1)).heldOut()).containsExactly(heldOut);
        assertThat(Split.holdOut(1000, 100, new Seed(2)).heldOut()).isNotEqualTo(heldOut);
        assertThat(Split.holdOut(1000, 200, new Seed(1)).heldOut()).startsWith(heldOut);
    }

    @Test
    void adaptationSamplesNeverTouchTheTest() {
        Split.AdaptationTest split = Split.adaptationTest(numbered(100), 40, new Seed(5));
        for (int repetition = 0; repetition < 20; repetition++) {
            LabelledImages sample = split.sample(30, new Seed(9).child(repetition));
            assertThat(numbers(sample)).hasSize(30).doesNotContainAnyElementsOf(numbers(split.test()));
        }
        assertThat(numbers(split.sample(60, new Seed(1)))).isEqualTo(numbers(split.adaptation()));
    }

    @Test
    void errorsNameTheRange() {
        assertThatThrownBy(() -> Split.holdOut(10, 10, new Seed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot hold out 10 of 10 images: hold out from 1 to 9");
        assertThatThrownBy(() -> Split.holdOut(10, 0, new Seed(1))).hasMessageContaining("hold out 0 of 10");
        assertThatThrownBy(
                        () -> Split.adaptationTest(numbered(10), 4, new Seed(1)).sample(7, new Seed(1)))
                .hasMessage("cannot sample 7 adaptation images: sample from 1 to 6");
    }
}
