package io.stockpot.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.data.RandAugmentOperation.Strength;
import io.stockpot.data.RandAugmentOperation.Surroundings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RandAugmentOperationTest {
    private static final List<Integer> FILL = List.of(124, 116, 104);

    static Stream<PillowReference> references() {
        return PillowReference.of("operation");
    }

    private static RandAugmentOperation operation(PillowReference reference) {
        return RandAugmentOperation.valueOf(
                reference.word(1).toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @ParameterizedTest
    @MethodSource("references")
    void changesPicturesLikePillow(PillowReference reference) {
        Strength strength = new Strength(
                reference.number(2),
                reference.word(3).equals("-"),
                reference.word(4).equals("True"));
        Interpolation filter = Interpolation.valueOf(reference.word(5).toUpperCase(Locale.ROOT));
        Raster changed = operation(reference).apply(reference.picture(), strength, new Surroundings(filter, FILL));
        assertThat(changed.planes()).isEqualTo(reference.expected());
    }

    @Test
    void isHeldAgainstPillowWhateverItIs() {
        assertThat(references().map(RandAugmentOperationTest::operation).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(RandAugmentOperation.values()));
    }

    /** Kept bits 4 − 4 m / 10, thresholds 256 − 256 m / 10 and factors 1 ± 0.9 m / 10, or their counterparts. */
    @Test
    void growsWithItsMagnitude() {
        Strength nine = new Strength(0.9, true, true);
        assertThat(nine.bits()).isEqualTo(1);
        assertThat(nine.threshold()).isEqualTo(26);
        assertThat(nine.factor()).isEqualTo(0.19f);
        assertThat(nine.signed(30)).isEqualTo(-27);
        Strength old = new Strength(0.9, true, false);
        assertThat(old.bits()).isEqualTo(3);
        assertThat(old.threshold()).isEqualTo(230);
        assertThat(old.factor()).isEqualTo(1.72f);
        assertThat(new Strength(1, true, true).factor()).isEqualTo(0.1f);
    }

    /** With fewer pixels than values there is nothing to spread; of one tone, nothing to stretch. */
    @Test
    void leavesImagesThatHaveNoTonesToSpread() {
        Raster flat = Raster.of(new ImageShape(1, 2, 2), new byte[] {7, 7, 7, 7});
        Strength any = new Strength(0.5, false, true);
        Surroundings around = new Surroundings(Interpolation.BILINEAR, List.of(0));
        assertThat(RandAugmentOperation.AUTO_CONTRAST.apply(flat, any, around).planes())
                .isEqualTo(flat.planes());
        assertThat(RandAugmentOperation.EQUALIZE.apply(flat, any, around).planes())
                .isEqualTo(flat.planes());
        assertThat(RandAugmentOperation.SHARPNESS.apply(flat, any, around).planes())
                .isEqualTo(flat.planes());
    }
}
