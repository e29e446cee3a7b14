package io.stockpot.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Seed;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static int[] flat(Batches batches) {
        return StreamSupport.stream(batches.spliterator(), false)
                .flatMapToInt(Arrays::stream)
                .toArray();
    }

    @Test
    void inOrderCoversEveryIndexOnce() {
        Batches batches = Batches.inOrder(10, 4);
        assertThat(batches.count()).isEqualTo(3);
        assertThat(batches.images()).isEqualTo(10);
        assertThat(batches.get(2)).containsExactly(8, 9);
        assertThat(flat(batches)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(flat(Batches.of(new int[] {5, 3}, 7))).containsExactly(5, 3);
    }

    @Test
    void dropLastDropsOnlyAPartialBatch() {
        assertThat(flat(Batches.inOrder(10, 4).dropLast())).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(Batches.inOrder(8, 4).dropLast().count()).isEqualTo(2);
        assertThat(Batches.inOrder(3, 4).dropLast().count()).isZero();
    }

    @Test
    void shufflingIsAPermutationFixedByTheSeed() {
        Batches batches = Batches.inOrder(100, 7);
        int[] first = flat(batches.shuffled(new Seed(1).child(0)));
        assertThat(flat(batches.shuffled(new Seed(1).child(0)))).containsExactly(first);
        assertThat(flat(batches.shuffled(new Seed(1).child(1)))).isNotEqualTo(first);
        assertThat(flat(Batches.inOrder(100, 32).shuffled(new Seed(1).child(0))))
                .containsExactly(first);
        Arrays.sort(first);
        assertThat(first).containsExactly(IntStream.range(0, 100).toArray());
    }

    @Test
    void shufflingIsUniform() {
        int[] timesFirst = new int[5];
        for (int epoch = 0; epoch < 5_000; epoch++) {
            timesFirst[Batches.inOrder(5, 5).shuffled(new Seed(3).child(epoch)).get(0)[0]]++;
        }
        for (int times : timesFirst) {
            assertThat(times).isBetween(870, 1130);
        }
    }

    @Test
    void errorsNameTheValue() {
        assertThatThrownBy(() -> Batches.inOrder(3, 0)).hasMessage("batch size must be at least 1, not 0");
        assertThatThrownBy(() -> Batches.inOrder(3, 2).get(2)).hasMessage("there is no batch 2 of 2");
    }
}
