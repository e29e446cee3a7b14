package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Seed;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.shift.Pictures;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.file.NumpyWriter;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images of shifts are held against the models before any step is run. */
@ExtendWith(NoLeaks.class)
class ShiftsSuitModelsTest {
    private static final int IMAGES = 40;

    @TempDir
    Path folder;

    @BeforeEach
    void writeModels() throws IOException {
        for (String name : List.of("a", "b")) {
            try (Classifier model = Classifier.initial(
                    new SoftmaxRegression(8, 4, 3), Normalisation.none(3), new Seed(name.hashCode()))) {
                StockpotCheckpoint.write(folder.resolve(name), model, new Provenance(List.of("root"), "{}"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3,8,8 | 4 | has images of 3×8 pixels and 8 channels; the models look at 3 channels (N×H×W×C is read;"
                        + " this looks like N×C×H×W)",
                "8,8 | 4 | has images of 8×8 pixels and 1 channel; the models look at 3 channels",
                "8,8,1 | 4 | has images of 8×8 pixels and 1 channel; the models look at 3 channels",
                "8,9,3 | 4 | has images of 8×9 pixels; the models look at 8×8",
                "8,8,3 | 5 | has labels for 5 classes; the models know 4"
            })
    void arraysThatDoNotSuitAreRefused(String extents, int classes, String message) throws IOException {
        assertThatThrownBy(() -> steps(arrays(extents, classes)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("x.npy " + message);
    }

    @Test
    void arraysThatSuitAreTaken() throws IOException {
        assertThat(steps(arrays("8,8,3", 4)).targets()).isNotEmpty();
    }

    @Test
    void picturesAreHeldAgainstNetworksOfOneSize() throws IOException {
        for (int picture = 0; picture < IMAGES; picture++) {
            Pictures.write(folder.resolve("photos/" + picture % 4 + "/" + picture + ".png"), 10, 9, Color.RED);
        }
        String photos = "{image-folder: {path: DIR/photos, classes: numeric CROP}}";
        assertThatThrownBy(() -> steps(photos.replace("CROP", "")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("photos has images of 9×10 pixels; the models look at 8×8")
                .hasMessageContaining("resize and crop");
        assertThat(steps(photos.replace("CROP", ", crop: 8")).targets()).isNotEmpty();
    }

    private String arrays(String extents, int classes) throws IOException {
        long[] shape = Arrays.stream((IMAGES + "," + extents).split(",", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        int length = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
        NumpyWriter.write(folder.resolve("x.npy"), NumpyWriter.Array.ofBytes(new byte[length], shape));
        byte[] labels = new byte[IMAGES];
        for (int image = 0; image < IMAGES; image++) {
            labels[image] = (byte) (image % classes);
        }
        NumpyWriter.write(folder.resolve("y.npy"), NumpyWriter.Array.ofBytes(labels, IMAGES));
        return "{numpy-images: {images: DIR/x.npy, labels: DIR/y.npy}}";
    }

    private RecipeSteps steps(String images) throws IOException {
        Path recipe = folder.resolve("r.yaml");
        Files.writeString(recipe, """
                models: {a: {checkpoint: DIR/a}, b: {checkpoint: DIR/b}}
                shifts: {n: {images: IMAGES, adaptation: 20}}
                seasonings: {s: {ingredients: [a, b], weights: {simplex: {denominator: 1}}, best: 1}}
                """.replace("IMAGES", images).replace("DIR", folder.toString()));
        Recipe read = Recipe.read(recipe, List.of());
        return new RecipeSteps(read, "r", new RecipeImages(Optional.empty(), new DataCache(folder)));
    }
}
