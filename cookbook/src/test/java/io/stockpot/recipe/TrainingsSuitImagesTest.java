package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.model.Classifier;
import io.stockpot.model.ImageSize;
import io.stockpot.model.Normalisation;
import io.stockpot.model.Usage;
import io.stockpot.model.WideResNet;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.model.layer.Activation;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings that the recipe's images do not suit are refused before anything runs, at their place in the recipe. */
@ExtendWith(NoLeaks.class)
class TrainingsSuitImagesTest {
    private static final String NETWORK = "{wide-res-net: {depth: 10, widen-factor: 1}}";

    @TempDir
    private Path folder;

    private static Recipe read(String data, String network, String settings) throws TextException {
        String text = """
                data: %s
                models:
                  base:
                    train:
                      architecture: %s
                      schedule: {cosine: {rate: 0.1}}
                      %s
                evaluate: {images: 4, conditions: [clean]}
                """.formatted(data, network, settings);
        return YamlRecords.read(text, "r.yaml", Recipe.class, List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "selection: {images: 50000} | 7:27: selection.images holds out 50000 of 50000 training images, which"
                        + " leaves none to learn from; hold out fewer",
                "batch-size: 49001 | 7:19: batch-size is 49001, and there are 49000 training images besides the 1000"
                        + " that are held out (selection.images); lower one of the two",
                "epochs: 0.001 | 7:15: epochs: 0.001 of 49000 images in batches of 128 are less than one step; raise"
                        + " epochs or lower the batch-size",
                "augmentation: {rand-augment: {fill: [1, 2]}} | 7:21: the fill of rand-augment has 2 values, and images"
                        + " 3 channels; give one for all, or one for each channel",
                "normalisation: {mean: [0.5], deviation: [0.2]} | 7:22: normalisation is for 1 channel, and the network"
                        + " takes images of 3; give a mean and a deviation for each"
            })
    void refusesSettingsThatTheImagesDoNotSuit(String setting, String error) {
        String nominal = setting + "\n      objective: nominal";
        assertThatThrownBy(() -> read("cifar10", NETWORK, nominal))
                .isInstanceOf(TextException.class)
                .hasMessageStartingWith("r.yaml:" + error);
    }

    @Test
    void refusesNormalisationOfOtherChannelsForFiles() {
        String text = """
                data: cifar10
                models:
                  base:
                    checkpoint:
                      path: base.pth
                      architecture: {wide-res-net: {depth: 10, widen-factor: 1}}
                      normalisation: {mean: [0.5], deviation: [0.2]}
                evaluate: {conditions: [clean]}
                """;
        assertThatThrownBy(() -> YamlRecords.read(text, "r.yaml", Recipe.class, List.of()))
                .isInstanceOf(TextException.class)
                .hasMessageStartingWith("r.yaml:7:22: normalisation is for 1 channel");
    }

    @Test
    void refusesPatchesThatDoNotDivideTheImages() throws TextException {
        String small = "{sequential: {channels: 1, layers: {flatten: flatten, linear: {linear: {in: 784, out: 10}}}}}";
        assertThatThrownBy(() -> read("mnist", small, "objective: pyramid-at"))
                .isInstanceOf(TextException.class)
                .hasMessageStartingWith("r.yaml:7:18: patches of 32×32 do not divide images of 28×28 pixels; those of"
                        + " 28, 14, 7, 4, 2, 1 do");
        String fitting = "objective: {pyramid-at: {patches: [14, 7, 1], multipliers: [20, 10, 1]}}";
        assertThat(read("mnist", small, fitting).models()).hasSize(1);
    }

    /** Images of four classes that are called a to d. */
    private static RecipeSteps steps(Recipe recipe) throws IOException {
        LabelledImages images = MadeImages.of(2000, new Seed(1));
        return new RecipeSteps(recipe, "Test", new RecipeImages(images, images));
    }

    private Recipe fineTuned(List<String> names) throws IOException {
        Path file = folder.resolve("base.safetensors");
        WideResNet network = new WideResNet(10, 1, Activation.RELU, names.size(), 3);
        try (Classifier classifier = Classifier.initial(network, Normalisation.none(3), new Seed(2))) {
            StockpotCheckpoint.write(
                    file,
                    classifier,
                    new Provenance(List.of(classifier.weights().digest()), ""),
                    Usage.of(new ImageSize(3, 8, 8), names));
        }
        String text = """
                data: cifar10
                models:
                  base: {checkpoint: {path: '%s'}}
                  child: {fine-tune: {from: base, objective: nominal}}
                evaluate: {conditions: [clean]}
                """.formatted(file);
        return YamlRecords.read(text, "r.yaml", Recipe.class, List.of());
    }

    @Test
    void refusesANetworkOfFewerClassesThanTheImages() {
        String few = "{wide-res-net: {depth: 10, widen-factor: 1, classes: 3}}";
        assertThatThrownBy(() -> steps(read("cifar10", few, "objective: nominal")))
                .isInstanceOf(IOException.class)
                .hasMessage("models.base: the network tells 3 classes apart, but made has 4; set 'classes: 4' of its"
                        + " architecture, or of a fine-tune of it");
    }

    @Test
    void refusesAFileOfFewerClassesThanTheImages() {
        assertThatThrownBy(() -> steps(fineTuned(List.of("a", "b", "c"))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("models.base: the network tells 3 classes apart, but made has 4");
    }

    @Test
    void warnsOfMoreClassesThanTheImagesHave() throws IOException {
        assertThat(steps(fineTuned(List.of("z", "a", "b", "c", "d"))).remarks())
                .anyMatch(
                        remark -> remark.startsWith(
                                "'child' tells 5 classes apart, and made has 4, which are taken for"
                                        + " its first; if they are others of its classes, name all 5 in the order of the network"));
    }

    @Test
    void isSilentWhereTheFileNamesTheClassesOfTheImagesFirst() throws IOException {
        assertThat(steps(fineTuned(List.of("a", "b", "c", "d", "e"))).remarks())
                .noneMatch(remark -> remark.contains("classes apart"));
    }
}
