package io.stockpot.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Seed;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class AugmentationTest {
    private static final ImageShape SHAPE = new ImageShape(2, 5, 6);
    private static final byte[] IMAGE = image();

    /** A ramp that tells its place: 1 + 60 channel + 10 row + column, never black. */
    private static int ramp(int channel, int row, int column) {
        return 1 + 60 * channel + 10 * row + column;
    }

    private static byte[] image() {
        byte[] image = new byte[SHAPE.length()];
        for (int i = 0; i < image.length; i++) {
            image[i] = (byte) ramp(i / 30, i / 6 % 5, i % 6);
        }
        return image;
    }

    private static byte[] crop(Augmentation augmentation, long seed) {
        return augmentation
                .apply(new Seed(seed).generator(), Raster.of(SHAPE, IMAGE), SHAPE)
                .planes();
    }

    /** The closed form: the ramp seen through a window moved down and right, then mirrored. */
    private static byte[] window(int down, int right, boolean mirrored) {
        byte[] window = new byte[SHAPE.length()];
        for (int i = 0; i < window.length; i++) {
            int row = i / 6 % 5 + down;
            int column = (mirrored ? 5 - i % 6 : i % 6) + right;
            boolean inside = row >= 0 && row < 5 && column >= 0 && column < 6;
            window[i] = inside ? (byte) ramp(i / 30, row, column) : 0;
        }
        return window;
    }

    private static String placeOf(byte[] cropped, int padding) {
        for (int down = -padding; down <= padding; down++) {
            for (int right = -padding; right <= padding; right++) {
                for (boolean mirrored : new boolean[] {false, true}) {
                    if (Arrays.equals(cropped, window(down, right, mirrored))) {
                        return down + " " + right + " " + mirrored;
                    }
                }
            }
        }
        throw new AssertionError("not a window of the ramp");
    }

    @Test
    void cropsEveryWindowAndNothingElse() {
        Set<String> places = new TreeSet<>();
        for (int seed = 0; seed < 1_000; seed++) {
            places.add(placeOf(crop(new Augmentation.CropFlip(2, true), seed), 2));
        }
        assertThat(places).hasSize(5 * 5 * 2);
    }

    @Test
    void mirrorsNothingWithoutFlip() {
        for (int seed = 0; seed < 100; seed++) {
            assertThat(placeOf(crop(new Augmentation.CropFlip(2, false), seed), 2))
                    .endsWith("false");
        }
    }

    @Test
    void givesBlackWhereTheWindowLeavesTheImage() {
        int black = 0;
        for (int seed = 0; seed < 200; seed++) {
            byte[] cropped = crop(new Augmentation.CropFlip(9, true), seed);
            black += Arrays.equals(cropped, new byte[cropped.length]) ? 1 : 0;
        }
        // A window is black when it moves by 5 rows (10 of 19 places) or 6 columns (8 of 19) or more.
        assertThat(black / 200.0).isBetween(0.6, 0.85);
    }

    @Test
    void leavesTheImageAsItIs() {
        assertThat(crop(new Augmentation.None(), 1)).isEqualTo(IMAGE);
        assertThat(crop(new Augmentation.CropFlip(0, false), 1)).isEqualTo(IMAGE);
    }

    @Test
    void changesAnImageWhateverItsBatch() {
        byte[] pixels = new byte[8 * SHAPE.length()];
        for (int i = 0; i < 8; i++) {
            System.arraycopy(IMAGE, 0, pixels, i * SHAPE.length(), SHAPE.length());
        }
        LabelledImages images = new LabelledImages("ramps", SHAPE, pixels, new int[8], List.of("ramp"));
        Augmentation augmentation = new Augmentation.CropFlip(4, true);
        Seed seed = new Seed(11);
        try (Scope scope = Scope.open()) {
            Tensor together = images.images(new int[] {0, 1, 2, 3, 4, 5, 6, 7}, augmentation, seed);
            Tensor alone = images.images(new int[] {5}, augmentation, seed);
            Tensor pair = images.images(new int[] {6, 5}, augmentation, seed);
            assertThat(alone.select(0, 0).equal(together.select(0, 5))).isTrue();
            assertThat(pair.select(0, 1).equal(together.select(0, 5))).isTrue();
            assertThat(together.select(0, 0).equal(together.select(0, 1))).isFalse();
            assertThat(images.images(new int[] {5}, augmentation, seed.child(1)).equal(alone))
                    .isFalse();
            Tensor plain = images.images(new int[] {2, 3});
            assertThat(images.images(new int[] {2, 3}, new Augmentation.None(), seed)
                            .equal(plain))
                    .isTrue();
        }
    }

    @Test
    void refusesNegativePadding() {
        assertThatThrownBy(() -> new Augmentation.CropFlip(-1, true)).hasMessage("padding must be at least 0, not -1");
    }
}
