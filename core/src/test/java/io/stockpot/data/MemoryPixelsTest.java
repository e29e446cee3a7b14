package io.stockpot.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Images that are more than one array holds: here two in each. */
class MemoryPixelsTest {
    private static final ImageShape SHAPE = new ImageShape(1, 2, 3);
    private static final int IMAGES = 5;

    private static Raster image(int number) {
        byte[] planes = new byte[SHAPE.length()];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (byte) (100 + 10 * number + i);
        }
        return Raster.of(SHAPE, planes);
    }

    private static MemoryPixels blocks() {
        MemoryPixels pixels = new MemoryPixels(SHAPE, IMAGES, 2);
        IntStream.range(0, IMAGES).parallel().forEach(place -> pixels.write(place, image(place)));
        return pixels;
    }

    private static byte[] together() {
        byte[] all = new byte[IMAGES * SHAPE.length()];
        for (int i = 0; i < IMAGES; i++) {
            System.arraycopy(image(i).planes(), 0, all, i * SHAPE.length(), SHAPE.length());
        }
        return all;
    }

    @Test
    void blocksHoldWhatOneArrayHolds() {
        int[] labels = new int[IMAGES];
        LabelledImages inBlocks = LabelledImages.of("blocks", blocks(), labels, List.of("one"));
        LabelledImages inOne = new LabelledImages("one", SHAPE, together(), labels, List.of("one"));
        assertThat(inBlocks.digest()).isEqualTo(inOne.digest());
        assertThat(inBlocks.subset(new int[] {4, 0}).digest())
                .isEqualTo(inOne.subset(new int[] {4, 0}).digest());
        assertThat(inBlocks.channelMeans()).isEqualTo(inOne.channelMeans());
        assertThat(inBlocks.pixel(3, 0, 1, 2)).isEqualTo(135);
    }

    @Test
    void whatIsReadIsACopy() {
        MemoryPixels pixels = blocks();
        pixels.prepared(1).planes()[0] = 7;
        assertThat(pixels.prepared(1).planes()).isEqualTo(image(1).planes());
    }

    @Test
    void refusesOtherSizesAndPlaces() {
        MemoryPixels pixels = blocks();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pixels.write(0, Raster.of(new ImageShape(1, 3, 2), new byte[6])))
                .withMessage("an image of 1×3×2 is not of 1×2×3");
        assertThatThrownBy(() -> pixels.prepared(IMAGES)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelledImages.of("few", pixels, new int[4], List.of("one")))
                .withMessage("few: 4 labels are not for 5 images of 1×2×3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Raster.of(SHAPE, new byte[5]))
                .withMessage("an image of 1×2×3 has 6 values, not 5");
    }
}
