package io.stockpot.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class BitsTest {
    @Test
    void readsFlagsInRowMajorOrderAlsoOfTransposedTensors() {
        try (Scope scope = Scope.open()) {
            Tensor numbers = Rows.tensor(new double[][] {{1, 0, 0}, {1, 0, 1}}, 3);
            assertThat(Bits.of(numbers.gt(new Scalar(0))).stream()).containsExactly(0, 3, 5);
            assertThat(Bits.of(numbers.gt(new Scalar(0)).t()).stream()).containsExactly(0, 1, 5);
            assertThat(Bits.of(numbers.narrow(0, 0, 0).gt(new Scalar(0)))).isEqualTo(new BitSet());
        }
    }

    @Test
    void listsTheBitsThatAreSetAsIndices() {
        try (Scope scope = Scope.open()) {
            BitSet bits = BitSet.valueOf(new long[] {0b10110});
            assertThat(Bits.longs(Bits.indices(bits))).containsExactly(1, 2, 4);
            assertThat(Bits.longs(Bits.indices(new BitSet()))).isEmpty();
        }
    }
}
