package io.stockpot.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.tensor.FloatRows;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.Torch;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class VarianceProductTest {
    @BeforeAll
    static void boot() {
        Torch.boot();
    }

    @Test
    void isTheWeightedGeometricMean() {
        assertThat(product(new float[] {4, 1}, 0.5, new float[] {9, 16}, 0.5)).containsExactly(6, 4);
        assertThat(product(new float[] {4, 1}, 1.5, new float[] {16, 4}, -0.5)).containsExactly(2, 0.5f);
    }

    @Test
    void leavesOutWhatHasNoWeight() {
        assertThat(product(new float[] {2}, 0.5, new float[] {2}, 0.5, new float[] {Float.NaN}, 0))
                .containsExactly(2);
    }

    /** A dead channel: 1^1.5 · (10⁻⁶)^−0.5, and not division by zero. */
    @Test
    void takesTinyVariancesForTheSmallestAllowedOne() {
        assertThat(product(new float[] {1, 1}, 1.5, new float[] {0, -3}, -0.5)).containsExactly(1000, 1000);
    }

    @Test
    void readsAndWritesHalfPrecision() {
        try (Scope scope = Scope.open()) {
            VarianceProduct product = new VarianceProduct(1);
            Tensor half = Tensor.create(new float[] {4}).to(ScalarType.Half);
            product.multiply(half, 0.5);
            product.multiply(half, 0.25);
            product.multiply(Tensor.create(new double[] {256}), 0.25);
            product.write(half);
            assertThat(half.to(ScalarType.Float).item_float()).isCloseTo(11.31f, Offset.offset(0.01f));
        }
    }

    private static float[] product(Object... factors) {
        try (Scope scope = Scope.open()) {
            int size = ((float[]) factors[0]).length;
            VarianceProduct product = new VarianceProduct(size);
            for (int i = 0; i < factors.length; i += 2) {
                product.multiply(Tensor.create((float[]) factors[i]), ((Number) factors[i + 1]).doubleValue());
            }
            Tensor target = Tensor.create(new float[size]);
            product.write(target);
            float[] values = new float[size];
            FloatRows rows = FloatRows.of(target);
            for (int i = 0; i < size; i++) {
                values[i] = rows.get(i);
            }
            return values;
        }
    }
}
