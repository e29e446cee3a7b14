package io.stockpot.data.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.file.NumpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class CorruptionFolderTest {
    private static final int IMAGES = 7;
    private static final LabelledImages MADE = MadeImages.of(IMAGES, new Seed(1));

    @TempDir
    Path parent;

    private CorruptionFolder open(long seed) throws IOException {
        return CorruptionFolder.open(parent.resolve("c"), MADE, new Seed(seed));
    }

    @Test
    void rowsAreSeveritiesOfImagesWithChannelsLast() throws IOException {
        CorruptionFolder folder = open(0);
        folder.write(Corruption.SHOT_NOISE, Progress.NONE);
        try (Scope scope = Scope.open()) {
            Tensor rows = NumpyFile.open(parent.resolve("c/shot_noise.npy")).read(NumpyFile.SINGLE);
            assertThat(rows.sizes().vec().get()).containsExactly(5 * IMAGES, 8, 8, 3);
            byte[] values = new byte[(int) rows.numel()];
            rows.data_ptr_byte().get(values);
            for (int severity = 1; severity <= 5; severity++) {
                LabelledImages expected = Corruption.SHOT_NOISE.apply(MADE, severity, new Seed(0));
                for (int image = 0; image < IMAGES; image++) {
                    int row = (severity - 1) * IMAGES + image;
                    assertThat(values[((row * 8 + 2) * 8 + 5) * 3 + 1] & 0xff)
                            .isEqualTo(expected.pixel(image, 1, 2, 5));
                }
            }
            Tensor labels = NumpyFile.open(parent.resolve("c/labels.npy")).read(NumpyFile.SINGLE);
            assertThat(labels.sizes().vec().get()).containsExactly(5 * IMAGES);
            byte[] classes = new byte[5 * IMAGES];
            labels.data_ptr_byte().get(classes);
            assertThat(classes[3 * IMAGES + 4]).isEqualTo((byte) MADE.label(4));
        }
    }

    @Test
    void keepsFinishedArraysWhenOpenedAgain() throws IOException {
        open(0).write(Corruption.FOG, Progress.NONE);
        Path labels = parent.resolve("c/labels.npy");
        Files.setLastModifiedTime(labels, FileTime.fromMillis(0));
        CorruptionFolder again = open(0);
        assertThat(again.holds(Corruption.FOG)).isTrue();
        assertThat(again.holds(Corruption.SNOW)).isFalse();
        assertThat(Files.getLastModifiedTime(labels).toMillis()).isZero();
    }

    @Test
    void refusesFoldersMadeOfOtherImagesOrSeeds() throws IOException {
        open(0);
        assertThatIOException().isThrownBy(() -> open(1)).withMessageContaining("with seed 0 instead of 1");
        LabelledImages fewer = MADE.first(3);
        assertThatIOException()
                .isThrownBy(() -> CorruptionFolder.open(parent.resolve("c"), fewer, new Seed(0)))
                .withMessageContaining("of other images; choose another folder");
        Path published = Files.createDirectory(parent.resolve("published"));
        Files.writeString(published.resolve("fog.npy"), "precious");
        assertThatIOException()
                .isThrownBy(() -> CorruptionFolder.open(published, MADE, new Seed(0)))
                .withMessageContaining("holds fog.npy, and no corruptions.json");
        assertThat(published.resolve("fog.npy")).hasContent("precious");
        assertThat(published.resolve("labels.npy")).doesNotExist();
        Path file = Files.writeString(parent.resolve("file"), "");
        assertThatIOException().isThrownBy(() -> CorruptionFolder.open(file, MADE, new Seed(0)));
    }
}
