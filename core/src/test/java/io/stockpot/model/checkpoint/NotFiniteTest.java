package io.stockpot.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class NotFiniteTest {
    @Test
    void countsWhatIsNotFiniteInEveryFloatingType() {
        float infinity = Float.POSITIVE_INFINITY;
        for (ScalarType type : List.of(ScalarType.Double, ScalarType.Float, ScalarType.Half, ScalarType.BFloat16)) {
            try (Scope scope = Scope.open()) {
                Tensor spoilt = Tensor.create(new float[] {1, Float.NaN, infinity, -infinity, 0, -2}, 2, 3)
                        .to(type);
                assertThat(NotFinite.in("w", spoilt)).contains(new NotFinite("w", 1, 2));
                assertThat(NotFinite.in("w", spoilt.select(1, 0).narrow(0, 0, 1)))
                        .isEmpty();
            }
        }
    }

    @Test
    void takesIntegersAndNothingForFinite() {
        try (Scope scope = Scope.open()) {
            assertThat(NotFinite.in("count", Tensor.create(Long.MAX_VALUE))).isEmpty();
            assertThat(NotFinite.in("none", Tensor.create(new float[0], 0, 3))).isEmpty();
        }
    }

    /** The largest float16 is 65504; from half-way to the next power of two on, rounding gives infinity. */
    @ParameterizedTest
    @CsvSource({
        "65519, Half, true",
        "65520, Half, false",
        "-65520, Half, false",
        "65520, BFloat16, true",
        "3.4e38, BFloat16, false",
        "3.4e38, Float, true"
    })
    void seesWhatDoesNotFitIntoAType(float value, ScalarType type, boolean fits) {
        try (Scope scope = Scope.open()) {
            assertThat(NotFinite.isFinite(Tensor.create(new float[] {0, value}, 2), type))
                    .isEqualTo(fits);
        }
    }

    @Test
    void namesTheFirstTensors() {
        assertThat(NotFinite.sentence(List.of(
                        new NotFinite("conv1.weight", 1, 0),
                        new NotFinite("fc.weight", 0, 1),
                        new NotFinite("fc.bias", 2, 3))))
                .isEqualTo("conv1.weight has 1 NaN, fc.weight has 1 infinite number,"
                        + " fc.bias has 2 NaN and 3 infinite numbers");
        assertThat(NotFinite.sentence(IntStream.range(0, 5)
                        .mapToObj(i -> new NotFinite("w" + i, 1, 0))
                        .toList()))
                .endsWith("w2 has 1 NaN and 2 more tensors have such numbers");
    }
}
