package io.stockpot.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "WideResNet, wide-res-net",
        "Cifar10, cifar10",
        "PreActResNet, pre-act-res-net",
        "Cifar10Binary, cifar10-binary",
        "widenFactor, widen-factor",
        "EMA, ema",
        "EMAWeights, ema-weights",
        "CROSS_ENTROPY, cross-entropy",
        "SGD, sgd",
        "L2, l2"
    })
    void kebabCase(String name, String kebab) {
        assertThat(Names.kebab(name)).isEqualTo(kebab);
    }

    @Test
    void theNearestNameIsSuggested() {
        List<String> known = List.of("rate", "widen-factor", "drops");
        assertThat(Names.help("widenFactor", known, "keys")).startsWith("; did you mean 'widen-factor'?");
        assertThat(Names.help("widht-factor", known, "keys")).startsWith("; did you mean 'widen-factor'?");
        assertThat(Names.help("banana", known, "keys")).isEqualTo("; known keys: rate, widen-factor, drops");
        assertThat(Names.help("x".repeat(100_000), known, "keys")).startsWith("; known");
    }
}
