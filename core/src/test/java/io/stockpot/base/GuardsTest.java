package io.stockpot.base;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardsTest {
    @Test
    void acceptsTheLeast() {
        assertThatCode(() -> Guards.requireAtLeast("steps", 1, 1)).doesNotThrowAnyException();
        assertThatCode(() -> Guards.requirePositive("denominator", 1)).doesNotThrowAnyException();
        assertThatCode(() -> Guards.requirePositive("rate", Double.MIN_VALUE)).doesNotThrowAnyException();
    }

    @Test
    void namesWhatIsTooSmallFirst() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Guards.requireAtLeast("batch-size", 2, 1))
                .withMessage("batch-size must be at least 2, not 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Guards.requirePositive("the denominator", 0))
                .withMessage("the denominator must be positive, not 0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesWhatIsNotPositiveAndFinite(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Guards.requirePositive("rate", value))
                .withMessage("rate must be positive, not " + value);
    }
}
