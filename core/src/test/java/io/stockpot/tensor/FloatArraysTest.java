package io.stockpot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class FloatArraysTest {
    @Test
    void lastDimensionIsFastest() {
        try (Scope scope = Scope.open()) {
            Tensor tensor = FloatArrays.tensor(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
            assertThat(tensor.sizes().vec().get()).containsExactly(2, 3);
            assertThat(tensor.select(0, 1).select(0, 0).item_float()).isEqualTo(4);
            assertThat(FloatArrays.tensor(new float[0], 0, 3).numel()).isZero();
        }
    }

    @Test
    void refusesMoreOrFewerValuesThanElements() {
        try (Scope scope = Scope.open()) {
            assertThatThrownBy(() -> FloatArrays.tensor(new float[5], 2, 3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("5 values are not for a tensor of 6 elements");
        }
    }
}
