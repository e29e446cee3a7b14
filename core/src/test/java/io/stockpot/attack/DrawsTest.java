package io.stockpot.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Seed;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class DrawsTest {
    private static final Seed SEED = new Seed(5);

    @Test
    void drawsTheSameNumbersForAnImageInAnyBatch() {
        try (Scope scope = Scope.open()) {
            double[][] together = Rows.of(new Draws(SEED, 7, 8, 9_000_000_000L).gaussian(3, 2, 2));
            assertThat(Rows.of(new Draws(SEED, 9_000_000_000L).gaussian(3, 2, 2))[0])
                    .containsExactly(together[2]);
            double[][] selected = Rows.of(new Draws(SEED, 7, 8, 9_000_000_000L)
                    .select(Fixtures.indices(2, 0))
                    .gaussian(3, 2, 2));
            assertThat(selected[0]).containsExactly(together[2]);
            assertThat(selected[1]).containsExactly(together[0]);
        }
    }

    @Test
    void drawsForPartsAsForTheWholeBatch() {
        try (Scope scope = Scope.open()) {
            Draws whole = new Draws(SEED, 7, 8, 9);
            Draws part = whole.part(1, 3);
            assertThat(Rows.of(part.uniform(4))[1]).containsExactly(Rows.of(whole.uniform(4))[2]);
            assertThat(Rows.numbers(part.child("threat").ofTheBatch().uniform(1)))
                    .containsExactly(Rows.of(whole.child("threat").uniform(1))[0]);
        }
    }

    @Test
    void childrenDifferAndDrawsRepeat() {
        try (Scope scope = Scope.open()) {
            Draws draws = new Draws(SEED, 1);
            double[] first = Rows.numbers(draws.uniform(4));
            assertThat(Rows.numbers(draws.uniform(4))).containsExactly(first);
            assertThat(Rows.numbers(draws.child(0).uniform(4))).isNotEqualTo(first);
            assertThat(Rows.numbers(draws.child("start").uniform(4)))
                    .isNotEqualTo(Rows.numbers(draws.child("restart").uniform(4)));
        }
    }

    @Test
    void drawsUniformAndGaussianNumbers() {
        try (Scope scope = Scope.open()) {
            Draws draws = new Draws(SEED, LongStream.range(0, 100).toArray());
            double[] uniform = Rows.numbers(draws.uniform(1000));
            double[] gaussian = Rows.numbers(draws.gaussian(1000));
            assertThat(uniform).hasSize(100_000);
            assertThat(Arrays.stream(uniform).min().orElseThrow()).isBetween(0.0, 1e-3);
            assertThat(Arrays.stream(uniform).max().orElseThrow()).isBetween(0.999, 1.0);
            assertThat(Arrays.stream(uniform).average().orElseThrow()).isCloseTo(0.5, Offset.offset(5e-3));
            assertThat(Arrays.stream(gaussian).average().orElseThrow()).isCloseTo(0, Offset.offset(0.015));
            assertThat(Arrays.stream(gaussian).map(x -> x * x).average().orElseThrow())
                    .isCloseTo(1, Offset.offset(0.025));
        }
    }
}
