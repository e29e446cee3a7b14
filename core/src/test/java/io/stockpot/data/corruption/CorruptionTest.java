package io.stockpot.data.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.base.Seed;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CorruptionTest {
    /** Those that draw nothing. */
    private static final Set<Corruption> FIXED = EnumSet.of(
            Corruption.DEFOCUS_BLUR,
            Corruption.ZOOM_BLUR,
            Corruption.BRIGHTNESS,
            Corruption.CONTRAST,
            Corruption.PIXELATE,
            Corruption.JPEG_COMPRESSION,
            Corruption.GAUSSIAN_BLUR,
            Corruption.SATURATE);

    private static byte[] ramp(ImageShape shape) {
        byte[] pixels = new byte[shape.length()];
        for (int place = 0; place < pixels.length; place++) {
            pixels[place] = (byte) (37 * place + place / 7);
        }
        return pixels;
    }

    private static byte[] apply(Corruption corruption, ImageShape shape, byte[] pixels, int severity, long seed) {
        return corruption.apply(shape, pixels, severity, new Seed(seed).generator());
    }

    /** An image is corrupted alike in any company and order. */
    @ParameterizedTest
    @EnumSource
    void corruptsEachImageByItsPlaceOnly(Corruption corruption) {
        LabelledImages images = MadeImages.of(12, new Seed(1));
        LabelledImages whole = corruption.apply(images, 3, new Seed(2));
        int[] some = {7, 0, 11};
        LabelledImages part = corruption.apply(images.subset(some), 3, new Seed(2));
        assertThat(part.digest()).isEqualTo(whole.subset(some).digest());
        assertThat(part.label(0)).isEqualTo(images.label(7));
        assertThat(part.name()).isEqualTo("made " + corruption.text() + "/3");
        boolean same = corruption.apply(images, 3, new Seed(3)).digest().equals(whole.digest());
        assertThat(same).isEqualTo(FIXED.contains(corruption));
    }

    /** Twins in different places are not. */
    @Test
    void imagesOfDifferentPlacesHaveTheirOwnDraws() {
        LabelledImages one = MadeImages.of(1, new Seed(1));
        byte[] twice = new byte[2 * one.shape().length()];
        System.arraycopy(one.pixels(0), 0, twice, 0, twice.length / 2);
        System.arraycopy(one.pixels(0), 0, twice, twice.length / 2, twice.length / 2);
        LabelledImages twins = new LabelledImages("twins", one.shape(), twice, new int[2], one.classNames());
        LabelledImages corrupted = Corruption.GAUSSIAN_NOISE.apply(twins, 1, new Seed(0));
        assertThat(corrupted.pixels(0)).isNotEqualTo(corrupted.pixels(1));
    }

    @ParameterizedTest
    @EnumSource
    void everyShapeKeepsItsSizeAndItsPixels(Corruption corruption) {
        int[][] shapes = {{3, 1, 1}, {3, 2, 5}, {1, 28, 28}, {3, 33, 20}, {3, 85, 90}};
        for (int[] sides : shapes) {
            ImageShape shape = new ImageShape(sides[0], sides[1], sides[2]);
            if (corruption == Corruption.SATURATE && shape.channels() == 1) {
                continue;
            }
            byte[] pixels = ramp(shape);
            for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
                assertThat(apply(corruption, shape, pixels, severity, 5)).hasSameSizeAs(pixels);
            }
            assertThat(pixels).isEqualTo(ramp(shape));
        }
    }

    /** What moves or blurs leaves a plain image plain, but for cutting down to whole levels. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "DEFOCUS_BLUR",
                "GLASS_BLUR",
                "MOTION_BLUR",
                "ZOOM_BLUR",
                "CONTRAST",
                "ELASTIC_TRANSFORM",
                "PIXELATE",
                "GAUSSIAN_BLUR"
            })
    void leavesUniformImagesAlmostUniform(Corruption corruption) {
        for (int side : new int[] {32, 96}) {
            ImageShape shape = new ImageShape(3, side, side);
            byte[] plain = new byte[shape.length()];
            Arrays.fill(plain, (byte) 131);
            for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
                byte[] after = apply(corruption, shape, plain, severity, 0);
                IntStream.range(0, after.length)
                        .forEach(place -> assertThat(after[place] & 0xff).isBetween(129, 132));
            }
        }
    }

    /** Grey images are corrupted as colour images are whose planes agree, where planes are treated alike. */
    @ParameterizedTest
    @EnumSource(
            value = Corruption.class,
            names = {"GAUSSIAN_NOISE", "SHOT_NOISE", "IMPULSE_NOISE", "SPECKLE_NOISE", "SATURATE", "FROST", "SPATTER"},
            mode = EnumSource.Mode.EXCLUDE)
    void greyIsTheColourOfEqualPlanes(Corruption corruption) {
        ImageShape grey = new ImageShape(1, 32, 32);
        byte[] pixels = ramp(grey);
        byte[] three = new byte[3 * pixels.length];
        for (int channel = 0; channel < 3; channel++) {
            System.arraycopy(pixels, 0, three, channel * pixels.length, pixels.length);
        }
        byte[] alone = apply(corruption, grey, pixels, 3, 4);
        byte[] together = apply(corruption, new ImageShape(3, 32, 32), three, 3, 4);
        for (int place = 0; place < three.length; place++) {
            assertThat(together[place] & 0xff)
                    .isBetween((alone[place % pixels.length] & 0xff) - 1, (alone[place % pixels.length] & 0xff) + 1);
        }
    }

    /** The sizes at which the parameters change from those of CIFAR-10-C to those of ImageNet-C. */
    @ParameterizedTest
    @CsvSource({"32, 0.04", "84, 0.04", "85, 0.08", "224, 0.08"})
    void largeImagesHaveParametersOfTheirOwn(int side, double deviation) {
        ImageShape shape = new ImageShape(3, side, 2 * side);
        byte[] plain = new byte[shape.length()];
        Arrays.fill(plain, (byte) 128);
        byte[] noisy = apply(Corruption.GAUSSIAN_NOISE, shape, plain, 1, 0);
        double square = IntStream.range(0, noisy.length)
                .mapToDouble(place -> Math.pow((noisy[place] & 0xff) + 0.5 - 128, 2))
                .average()
                .orElseThrow();
        assertThat(Math.sqrt(square) / 255).isBetween(0.96 * deviation, 1.04 * deviation);
    }

    @Test
    void namesAreThePublishedOnesInTheirOrder() {
        assertThat(Corruption.FIFTEEN.stream().map(Corruption::text))
                .containsExactly(
                        "gaussian_noise",
                        "shot_noise",
                        "impulse_noise",
                        "defocus_blur",
                        "glass_blur",
                        "motion_blur",
                        "zoom_blur",
                        "snow",
                        "frost",
                        "fog",
                        "brightness",
                        "contrast",
                        "elastic_transform",
                        "pixelate",
                        "jpeg_compression");
        assertThat(Corruption.values()).hasSize(19);
        assertThat(Corruption.parse("speckle-noise")).isEqualTo(Corruption.SPECKLE_NOISE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.parse("haze"))
                .withMessageContaining("'haze'")
                .withMessageContaining("saturate");
    }

    @Test
    void refusesWhatItCannotCorrupt() {
        ImageShape two = new ImageShape(2, 4, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> apply(Corruption.FOG, two, ramp(two), 1, 0))
                .withMessageContaining("2×4×4");
        ImageShape grey = new ImageShape(1, 4, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> apply(Corruption.SATURATE, grey, ramp(grey), 1, 0))
                .withMessageContaining("needs images in colour");
        for (int severity : new int[] {0, 6}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> apply(Corruption.FOG, grey, ramp(grey), severity, 0))
                    .withMessageContaining("from 1 to 5");
        }
    }
}
