package io.stockpot.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PairedTestTest {
    @Test
    void pValueIsTheBinomialTail() {
        assertThat(new PairedTest(10, 2).pValue()).isCloseTo(2 * (1 + 12 + 66) / 4096.0, within(1e-12));
        assertThat(new PairedTest(0, 6).pValue()).isCloseTo(2 / 64.0, within(1e-12));
        assertThat(new PairedTest(0, 0).pValue()).isEqualTo(1);
        assertThat(new PairedTest(3, 3).pValue()).isEqualTo(1);
    }

    @Test
    void pValueAgreesWithExactIntegersOnManyImages() {
        for (int[] split : new int[][] {{1000, 1100}, {40, 400}, {1, 30}, {2500, 2501}}) {
            double expected = exact(split[0], split[1]);
            assertThat(new PairedTest(split[0], split[1]).pValue() / expected).isCloseTo(1, within(1e-9));
            assertThat(new PairedTest(split[1], split[0]).pValue() / expected).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void countsOnlyDisagreements() {
        Outcomes first = outcomes("ab", "110011");
        Outcomes second = outcomes("ab", "101110");
        assertThat(PairedTest.of(first, second, "clean")).isEqualTo(new PairedTest(2, 2));
        assertThat(PairedTest.of(first, outcomes("ab", "000000"), "clean")).isEqualTo(new PairedTest(4, 0));
    }

    @Test
    void refusesDifferentData() {
        assertThatThrownBy(() -> PairedTest.of(outcomes("ab", "11"), outcomes("cd", "11"), "clean"))
                .hasMessageContaining("different data");
    }

    private static Outcomes outcomes(String digest, String bits) {
        BitSet set = new BitSet();
        for (int i = 0; i < bits.length(); i++) {
            set.set(i, bits.charAt(i) == '1');
        }
        return new Outcomes(digest, bits.length(), Map.of("clean", set));
    }

    private static double exact(int wins, int losses) {
        int trials = wins + losses;
        BigInteger term = BigInteger.ONE;
        BigInteger sum = BigInteger.ZERO;
        for (int k = 0; k <= Math.min(wins, losses); k++) {
            sum = sum.add(term);
            term = term.multiply(BigInteger.valueOf(trials - k)).divide(BigInteger.valueOf(k + 1));
        }
        BigDecimal all = new BigDecimal(BigInteger.TWO.pow(trials - 1));
        return Math.min(
                1, new BigDecimal(sum).divide(all, MathContext.DECIMAL64).doubleValue());
    }
}
