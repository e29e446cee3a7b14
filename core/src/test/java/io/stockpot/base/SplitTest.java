package io.stockpot.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
    @Test
    void theSetsAreDisjointAndCoverAll() {
        for (int count = 1; count < 20; count++) {
            Split split = Split.holdOut(20, count, new Seed(5));
            assertThat(split.heldOut()).hasSize(count);
            assertThat(IntStream.concat(Arrays.stream(split.heldOut()), Arrays.stream(split.rest()))
                            .sorted())
                    .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
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
    void errorsNameTheRange() {
        assertThatThrownBy(() -> Split.holdOut(10, 10, new Seed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot hold out 10 of 10 images: hold out from 1 to 9");
        assertThatThrownBy(() -> Split.holdOut(10, 0, new Seed(1))).hasMessageContaining("hold out 0 of 10");
    }
}
