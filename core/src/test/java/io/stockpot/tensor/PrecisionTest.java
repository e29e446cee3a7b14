package io.stockpot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PrecisionTest {
    @Test
    void isTheOneThatTheEnvironmentNamesInAnyCase() {
        assertThat(Precision.named("float32")).contains(Precision.FLOAT32);
        assertThat(Precision.named(" BFloat16 ")).contains(Precision.BFLOAT16);
    }

    @Test
    void isLeftToTheProcessorWhenNoneIsNamed() {
        assertThat(Precision.named(null)).isEmpty();
        assertThat(Precision.named(" ")).isEmpty();
    }

    @Test
    void refusesOtherNames() {
        assertThatThrownBy(() -> Precision.named("float16"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("STOCKPOT_PRECISION must be float32 or bfloat16, not 'float16'");
    }
}
