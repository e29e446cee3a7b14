package io.stockpot.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class LabelledImagesTest {
    private static final ImageShape SHAPE = new ImageShape(2, 2, 3);

    /** Image i holds the pixels 12 i, 12 i + 1, …; labels alternate. */
    private static LabelledImages ramp(int count) {
        byte[] pixels = new byte[count * SHAPE.length()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        return new LabelledImages(
                "ramp", SHAPE, pixels, IntStream.range(0, count).map(i -> i % 2).toArray(), List.of("even", "odd"));
    }

    @Test
    void imagesAreTheirPixelsOver255() {
        try (Scope scope = Scope.open()) {
            Tensor images = ramp(22).images(IntStream.range(0, 22).toArray());
            assertThat(images.sizes().vec().get()).containsExactly(22, 2, 2, 3);
            assertThat(images.scalar_type().intern()).isSameAs(torch.ScalarType.Float);
            float[] values = new float[22 * SHAPE.length()];
            new FloatPointer(images.data_ptr()).get(values);
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i]).isEqualTo((i & 0xff) / 255f);
            }
        }
    }

    @Test
    void labelsAreInt64() {
        try (Scope scope = Scope.open()) {
            Tensor labels = ramp(5).labels(new int[] {1, 4, 3});
            assertThat(labels.scalar_type().intern()).isSameAs(torch.ScalarType.Long);
            assertThat(labels.equal(Tensor.create(new long[] {1, 0, 1}, 3))).isTrue();
        }
    }

    @Test
    void subsetsKeepOrderAndRepeats() {
        LabelledImages twice = ramp(9).subset(new int[] {7, 2, 7}).subset(new int[] {2, 1});
        assertThat(twice.size()).isEqualTo(2);
        assertThat(twice.label(0)).isEqualTo(1);
        assertThat(twice.label(1)).isZero();
        assertThat(twice.pixel(0, 1, 1, 2)).isEqualTo(7 * 12 + 11);
        assertThat(twice.pixel(1, 0, 0, 0)).isEqualTo(2 * 12);
        assertThat(ramp(9).first(3).size()).isEqualTo(3);
    }

    @Test
    void digestIsTheShaOfShapePixelsAndLabels() throws Exception {
        ByteBuffer expected = ByteBuffer.allocate(16 + 36 + 12);
        expected.putInt(3).putInt(2).putInt(2).putInt(3);
        for (int i = 0; i < 36; i++) {
            expected.put((byte) i);
        }
        expected.putInt(0).putInt(1).putInt(0);
        byte[] sha = MessageDigest.getInstance("SHA-256").digest(expected.array());
        assertThat(ramp(3).digest()).isEqualTo(HexFormat.of().formatHex(sha));
    }

    @Test
    void digestTellsDifferentImagesApart() {
        String digest = ramp(4).digest();
        assertThat(ramp(9).first(4).digest()).isEqualTo(digest);
        assertThat(ramp(4).subset(new int[] {0, 1, 3, 2}).digest()).isNotEqualTo(digest);
        assertThat(ramp(4).first(3).digest()).isNotEqualTo(digest);
    }

    @Test
    void laterChangesOfTheArraysDoNotReachIt() {
        byte[] pixels = new byte[SHAPE.length()];
        int[] labels = {0};
        LabelledImages images = new LabelledImages("one", SHAPE, pixels, labels, List.of("a", "b"));
        pixels[0] = 9;
        labels[0] = 1;
        assertThat(images.pixel(0, 0, 0, 0)).isZero();
        assertThat(images.label(0)).isZero();
    }

    @Test
    void errorsNameTheValueAndTheRange() {
        assertThatThrownBy(() -> new LabelledImages("x", SHAPE, new byte[11], new int[1], List.of("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x: 1 images of 2×2×3 need 12 pixels, not 11");
        assertThatThrownBy(() -> new LabelledImages("x", SHAPE, new byte[12], new int[] {1}, List.of("a")))
                .hasMessage("x: label 1 of image 0 must be from 0 to 0");
        assertThatThrownBy(() -> ramp(3).subset(new int[] {3}))
                .hasMessage("ramp has no image 3: indices go from 0 to 2");
        assertThatThrownBy(() -> ramp(3).first(4)).hasMessage("cannot take the first 4 images of ramp, which has 3");
    }
}
