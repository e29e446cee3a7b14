package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.tensor.NoLeaks;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Measures on pictures whose folders have the names of some classes of CIFAR-10. */
@ExtendWith(NoLeaks.class)
class PhotosOptionTest {
    private static final String NAMES =
            "{named: {names: [airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck]}}";

    @TempDir
    Path folder;

    @BeforeEach
    void paint() throws IOException {
        try (Classifier classifier =
                Classifier.initial(new SoftmaxRegression(8, 10, 3), Normalisation.none(3), new Seed(1))) {
            StockpotCheckpoint.write(folder.resolve("model"), classifier, new Provenance(List.of("root"), "{}"));
        }
        for (int number = 0; number < 12; number++) {
            BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            for (int pixel = 0; pixel < 64; pixel++) {
                picture.setRGB(pixel % 8, pixel / 8, (number + 1) * (pixel + 1) * 0x0b3517);
            }
            Path file = folder.resolve("photos")
                    .resolve(number % 2 == 0 ? "dog" : "truck")
                    .resolve(number + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(picture, "png", file.toFile());
        }
    }

    private Commands.Answer evaluate(String... more) {
        Stream<String> words = Stream.of("evaluate", folder.resolve("model").toString(), "--quiet", "--work");
        return Commands.run(Stream.of(words, Stream.of(folder.resolve("work").toString()), Stream.of(more))
                .flatMap(some -> some)
                .toArray(String[]::new));
    }

    private String photos() {
        return folder.resolve("photos").toString();
    }

    @Test
    void takesNamesOfClassesFromTheDataSet() {
        Commands.Answer named = evaluate("--photos", photos(), "--classes", NAMES);
        assertThat(named.code()).as(named.errors()).isZero();
        Commands.Answer known = evaluate("--photos", photos(), "--data", "cifar10");
        assertThat(known).isEqualTo(named);
        assertThat(known.output()).contains(" of 12");
        assertThat(known.errors()).isEmpty();
    }

    @Test
    void takesAFolderAsDataAsBefore() {
        assertThat(evaluate("--data", photos(), "--classes", NAMES))
                .isEqualTo(evaluate("--photos", photos(), "--classes", NAMES));
    }

    @Test
    void saysWhatItNeeds() {
        assertThat(evaluate().errors())
                .startsWith("stockpot: say what to measure on: --data NAME for the test images of a data set, e.g."
                        + " --data cifar10, or --photos FOLDER for your own pictures\n");
        assertThat(evaluate("--data", "cifar11").errors()).contains("did you mean 'cifar10'?");
        assertThat(evaluate("--photos", photos(), "--data", "cifar11").errors()).contains("did you mean 'cifar10'?");
        assertThat(evaluate("--photos", photos() + "s").code()).isEqualTo(1);
        assertThat(evaluate("--photos", photos() + "s").errors()).contains(photos() + "s");
    }
}
