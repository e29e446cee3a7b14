package io.stockpot.data.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.file.NumpyWriter;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Shifts in NumPy's files, in the layouts in which they are published. */
@ExtendWith(NoLeaks.class)
class NumpyImagesTest {
    @TempDir
    Path folder;

    private ShiftImages open(String yaml) throws IOException {
        Shift shift = YamlRecords.read(yaml.replace("DIR", folder.toString()), "test", Shift.class, List.of());
        return shift.open("shift", Optional.empty(), new Seed(1));
    }

    /** Images of 2×3 pixels whose values are 100 × image + 18 − place. */
    private static Tensor images(int count) {
        long[] values = new long[count * 18];
        for (int place = 0; place < values.length; place++) {
            values[place] = (100L * (place / 18) + 18 - place % 18) % 256;
        }
        return Tensor.create(values, count, 2, 3, 3).to(ScalarType.Byte);
    }

    private void write(String name, Tensor values) throws IOException {
        NumpyWriter.write(folder.resolve(name), NumpyWriter.Array.of(values));
    }

    @Test
    void cifar101IsReadInItsPublishedFiles() throws IOException {
        try (Scope scope = Scope.open()) {
            write("cifar10.1_v6_data.npy", images(3));
            write("cifar10.1_v6_labels.npy", Tensor.create(new int[] {4, 0, 9}, 3));
        }
        ShiftImages images = open("{cifar10-1: DIR}");
        LabelledImages read =
                images.load(ShiftImages.ONLY, new int[] {2, 0}, Progress.NONE).images();
        assertThat(read.shape().toString()).isEqualTo("3×2×3");
        assertThat(List.of(read.label(0), read.label(1))).containsExactly(9, 4);
        // channels come last in the file
        assertThat(read.pixel(0, 1, 1, 2)).isEqualTo(200 + 18 - 16);
        assertThatThrownBy(() -> open("{cifar10-1: {directory: DIR, version: v4}}"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void cifar102IsOneArchive() throws IOException {
        try (Scope scope = Scope.open()) {
            Map<String, NumpyWriter.Array> arrays = new LinkedHashMap<>();
            arrays.put("images", NumpyWriter.Array.of(images(2)));
            arrays.put("labels", NumpyWriter.Array.of(Tensor.create(new long[] {1, 2}, 2)));
            NumpyWriter.write(folder.resolve("cifar102_test.npz"), arrays);
        }
        assertThat(open("{cifar10-2: DIR}").size()).isEqualTo(2);
    }

    @Test
    void corruptedArraysHaveFiveBlocks() throws IOException {
        try (Scope scope = Scope.open()) {
            write("labels.npy", Tensor.create(new long[] {3, 5, 3, 5, 3, 5, 3, 5, 3, 5}, 10));
            for (String corruption : CorruptionVersions.FIFTEEN) {
                write(corruption + ".npy", images(10));
            }
        }
        ShiftImages images = open("{cifar10-c: DIR}");
        assertThat(images.size()).isEqualTo(2);
        assertThat(images.versions()).hasSize(75).startsWith("gaussian_noise 1", "gaussian_noise 2");
        assertThat(images.photo(1)).isEqualTo("cifar10 test 1");
        LabelledImages third =
                images.load("fog 3", new int[] {1}, Progress.NONE).images();
        assertThat(third.label(0)).isEqualTo(5);
        assertThat(third.pixel(0, 0, 0, 0)).isEqualTo((100 * 5 + 18) % 256);
        try (Scope scope = Scope.open()) {
            write("fog.npy", images(8));
        }
        assertThatThrownBy(() -> open("{cifar10-c: DIR}"))
                .hasMessageContaining("fog.npy has 8 images, but there are labels for 10");
        Files.delete(folder.resolve("fog.npy"));
        assertThatThrownBy(() -> open("{cifar10-c: DIR}")).hasMessageContaining("there is no fog.npy");
    }

    /** Two shifts may lie in one archive. */
    @Test
    void theFingerprintKnowsTheArray() throws IOException {
        try (Scope scope = Scope.open()) {
            Map<String, NumpyWriter.Array> arrays = new LinkedHashMap<>();
            arrays.put("clean", NumpyWriter.Array.of(images(2)));
            arrays.put("noisy", NumpyWriter.Array.of(images(2).add(new Scalar(1))));
            arrays.put("labels", NumpyWriter.Array.of(Tensor.create(new long[] {1, 2}, 2)));
            NumpyWriter.write(folder.resolve("both.npz"), arrays);
        }
        String shift = "{numpy-images: {images: DIR/both.npz, labels: DIR/both.npz, image-array: clean}}";
        int[] all = {0, 1};
        assertThat(open(shift).fingerprint(all))
                .isEqualTo(open(shift).fingerprint(all))
                .isNotEqualTo(open(shift.replace("clean", "noisy")).fingerprint(all));
    }

    @Test
    void refusesArraysThatAreNoImagesOrLabels() throws IOException {
        try (Scope scope = Scope.open()) {
            write("images.npy", images(3));
            write("two.npy", Tensor.create(new long[] {1, 2}, 2));
            write("negative.npy", Tensor.create(new long[] {1, -2, 0}, 3));
        }
        assertThatThrownBy(() -> open("{numpy-images: {images: DIR/images.npy, labels: DIR/two.npy}}"))
                .hasMessageMatching(".*holds 3 images and .* 2 labels");
        assertThatThrownBy(() -> open("{numpy-images: {images: DIR/images.npy, labels: DIR/negative.npy}}"))
                .hasMessageContaining("has the label -2 for image 1");
        assertThatThrownBy(() -> open("{numpy-images: {images: DIR/two.npy, labels: DIR/two.npy}}"))
                .hasMessageContaining("does not hold images as N×H×W×C unsigned bytes");
    }
}
