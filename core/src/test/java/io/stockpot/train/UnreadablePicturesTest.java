package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.shift.Pictures;
import io.stockpot.data.source.DataPart;
import io.stockpot.data.source.ImageFolder;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.text.YamlRecords;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A picture that cannot be read in the seventh epoch stops a training, which goes on when the picture is back. */
@ExtendWith(NoLeaks.class)
class UnreadablePicturesTest {
    private static final int EACH = 20;
    /** Of 28 images to learn from. */
    private static final int STEPS_PER_EPOCH = 7;

    @TempDir
    Path photos;

    @TempDir
    Path work;

    private Path picture;
    private byte[] whole;

    @BeforeEach
    void write() throws IOException {
        for (int number = 0; number < EACH; number++) {
            Pictures.write(photos.resolve("dark/" + number + ".png"), 12, 12, new Color(number, 2 * number, 60));
            Pictures.write(photos.resolve("light/" + number + ".png"), 12, 12, new Color(200 - number, 120, 200));
        }
        LabelledImages images = images();
        // which pictures are held out is known, and this one is none of them
        int learnt = images.holdOut(4, new Seed(3).child("train").child("validation"))
                .rest()[0];
        picture = photo(images, learnt);
        whole = Files.readAllBytes(picture);
    }

    /** Finds the file of an image by its only colour. */
    private Path photo(LabelledImages images, int index) throws IOException {
        for (String folder : List.of("dark", "light")) {
            for (int number = 0; number < EACH; number++) {
                Path file = photos.resolve(folder + "/" + number + ".png");
                int colour = ImageIO.read(file.toFile()).getRGB(0, 0);
                if (images.pixel(index, 0, 0, 0) == (colour >> 16 & 0xff)
                        && images.pixel(index, 1, 0, 0) == (colour >> 8 & 0xff)) {
                    return file;
                }
            }
        }
        throw new AssertionError("no picture has the colour of image " + index);
    }

    private LabelledImages images() throws IOException {
        String yaml = "{path: " + photos + ", test-share: 0.2, resize: 8, crop: 8}";
        return YamlRecords.read(yaml, "test", ImageFolder.class, List.of())
                .open(DataCache.ofUser())
                .load(DataPart.TRAIN, Progress.NONE);
    }

    private Trainer trainer() throws IOException {
        Training training = YamlRecords.read("""
                train:
                  architecture: {softmax-regression: {side: 8, classes: 2}}
                  objective: nominal
                  schedule: {cyclic: {rate: 0.1}}
                  epochs: 9
                  batch-size: 4
                  augmentation: random-resized-crop
                  selection: {images: 4}
                """, "test", Training.class, List.of());
        return new Trainer(training, images(), 3, Duration.ofDays(1));
    }

    @MustBeClosed
    private static Classifier start() {
        return Classifier.initial(new SoftmaxRegression(8, 2, 3), Normalisation.none(3), new Seed(1));
    }

    @Test
    void goesOnWhenAPictureThatVanishedIsBack() throws IOException {
        goesOnAfter(() -> Files.delete(picture), "there is no such file");
    }

    @Test
    void goesOnWhenAPictureThatWasDamagedIsWhole() throws IOException {
        goesOnAfter(() -> Files.write(picture, Arrays.copyOf(whole, whole.length / 2)), "the file is truncated");
    }

    private void goesOnAfter(Harm harm, String reason) throws IOException {
        String undisturbed;
        try (Classifier start = start()) {
            undisturbed = trained(start, Progress.NONE);
        }
        Trainer.delete(work);
        try (Classifier start = start()) {
            assertThatThrownBy(() -> trained(start, at(6 * STEPS_PER_EPOCH, harm)))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("the image " + picture + " cannot be read: " + reason)
                    .hasMessageMatching(
                            "(?s).*; the training is saved in its epoch [78] and goes on from there once the"
                                    + " picture can be read");
            Files.write(picture, whole);
            long[] steps = new long[1];
            Progress counting = (what, total, unit) -> {
                steps[0] = total;
                return Progress.NONE.start(what, total, unit);
            };
            assertThat(trained(start, counting)).isEqualTo(undisturbed);
            assertThat(steps[0]).isLessThanOrEqualTo(3 * STEPS_PER_EPOCH);
        }
    }

    /** Trains, and returns the digest of the weights. */
    private String trained(Classifier start, Progress progress) throws IOException {
        try (Classifier trained = trainer().train(start, work, progress)) {
            return trained.weights().digest();
        }
    }

    /** Something that befalls a picture. */
    private interface Harm {
        void happen() throws IOException;
    }

    /** Lets it happen when so many steps are done. */
    private static Progress at(long step, Harm harm) {
        return (what, total, unit) -> new Progress.Task() {
            @Override
            public void advanceTo(long done) {
                if (done == step) {
                    try {
                        harm.happen();
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                }
            }
        };
    }
}
