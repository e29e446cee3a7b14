package io.stockpot.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BoxResamplerTest {
    private static final ImageShape SHAPE = new ImageShape(3, 6, 9);

    static Stream<PillowReference> references() {
        return PillowReference.of("resize");
    }

    @ParameterizedTest
    @MethodSource("references")
    void resizesABoxLikePillow(PillowReference reference) {
        BoxResampler.Box box = new BoxResampler.Box(
                (float) reference.number(2), (float) reference.number(3), (float) reference.number(4), (float)
                        reference.number(5));
        Raster resized = BoxResampler.resized(
                reference.picture(),
                box,
                (int) reference.number(6),
                (int) reference.number(7),
                Interpolation.valueOf(reference.word(1).toUpperCase(Locale.ROOT)));
        assertThat(resized.planes()).isEqualTo(reference.expected());
    }

    @ParameterizedTest
    @EnumSource
    void leavesAPictureOfTheSameSizeAsItIs(Interpolation filter) {
        Raster picture = PillowReference.picture(SHAPE);
        assertThat(BoxResampler.resized(picture, BoxResampler.Box.of(SHAPE), 6, 9, filter)
                        .planes())
                .isEqualTo(picture.planes());
    }

    /** Weights add up to one, whatever is left of the filter at an edge. */
    @ParameterizedTest
    @EnumSource
    void leavesOneColourAsItIs(Interpolation filter) {
        byte[] planes = new byte[SHAPE.length()];
        Arrays.fill(planes, (byte) 211);
        Raster resized = BoxResampler.resized(
                Raster.of(SHAPE, planes), new BoxResampler.Box(0.3f, 1, 8.9f, 2.5f), 17, 4, filter);
        assertThat(resized.planes()).containsOnly((byte) 211);
    }

    /** The mean of two and two pixels, where a triangle of twice the width weighs the outer ones 1/8 and the inner 3/8. */
    @Test
    void looksAtEveryPixelWhenShrinking() {
        byte[] row = {0, 80, (byte) 160, (byte) 240, 40, 120};
        Raster picture = Raster.of(new ImageShape(1, 1, 6), row);
        byte[] halves = BoxResampler.resized(
                        picture, BoxResampler.Box.of(picture.shape()), 1, 3, Interpolation.BILINEAR)
                .planes();
        assertThat(halves[1] & 0xff).isEqualTo((80 + 3 * 160 + 3 * 240 + 40) / 8);
    }

    @Test
    void refusesABoxOutsideOfThePicture() {
        Raster picture = PillowReference.picture(SHAPE);
        BoxResampler.Box wide = new BoxResampler.Box(0, 0, 9.5f, 6);
        assertThatThrownBy(() -> BoxResampler.resized(picture, wide, 2, 2, Interpolation.BILINEAR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ends outside of a picture of 3×6×9");
        assertThatThrownBy(() -> new BoxResampler.Box(3, 0, 3, 6)).hasMessageContaining("must not be empty");
        assertThatThrownBy(() -> new BoxResampler.Box(Float.NaN, 0, 3, 6)).hasMessageContaining("must not be empty");
    }
}
