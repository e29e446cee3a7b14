package io.stockpot.soup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.model.BatchNormStatistics;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.WideResNet;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.model.layer.Activation;
import io.stockpot.soup.choice.LayeredWeights;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
@SuppressWarnings("MustBeClosedChecker") // ingredients own their classifiers
class LayeredSoupTest {
    private static final WideResNet NETWORK = new WideResNet(10, 1, Activation.RELU, 4, 3);
    private static final LabelledImages IMAGES = MadeImages.of(200, new Seed(1));
    private static final String LAYERED =
            "{\"fc.*\":\"0, 1\",\"block2.*bn*\":\"1.6, -0.6\",\"block1.*\":\"1, 0\",\"default\":\"0.25, 0.75\"}";

    @TempDir
    Path folder;

    @Test
    void mixesEveryTensorByItsOwnWeights() throws IOException {
        List<Path> files = List.of(written("a", 1), written("b", 2));
        try (Ingredients ingredients = loaded(files);
                Soup soup = new Soup(ingredients.all(), new BatchNormPolicy.Interpolate());
                Scope scope = Scope.open()) {
            Classifier mixed = soup.mix(LayeredWeights.read(LAYERED));
            Map<String, Double> shares = Map.of(
                    "fc.bias", 0.0,
                    "conv1.weight", 0.25,
                    "block1.layer.0.conv1.weight", 1.0,
                    "block2.layer.0.bn1.weight", 1.6,
                    "block2.layer.0.bn1.running_mean", 1.6,
                    "block2.layer.0.conv1.weight", 0.25);
            shares.forEach((name, share) -> assertThat(element(mixed, name))
                    .as(name)
                    .isCloseTo(
                            share * element(ingredients.all().get(0).classifier(), name)
                                    + (1 - share)
                                            * element(ingredients.all().get(1).classifier(), name),
                            within(1e-6)));
            assertThat(soup.provenance(LayeredWeights.read(LAYERED)).making())
                    .contains("\"by-name\":[{\"tensors\":\"fc.*\",\"weights\":\"0, 1\"},");
            assertThat(soup.provenance(MixingWeights.parse("0.5, 0.5")).making())
                    .doesNotContain("by-name");
        }
    }

    private static double element(Classifier classifier, String name) {
        Tensor tensor = classifier.weights().get(name);
        return tensor.contiguous().view(-1).get(0).item_double();
    }

    @Test
    void mixesFromFileToFileBitForBitAsInMemory() throws IOException {
        List<Path> files = List.of(written("a", 1), written("b", 2));
        Path out = folder.resolve("soup.safetensors");
        for (BatchNormPolicy policy : List.of(
                new BatchNormPolicy.Interpolate(),
                new BatchNormPolicy.Geometric(),
                new BatchNormPolicy.Reestimate(2, 50))) {
            StatisticsSource source = StatisticsSource.of(() -> IMAGES, new Seed(4));
            LayeredWeights weights = LayeredWeights.read(LAYERED);
            ModelCard card = new FileSoup(MixFiles.open(files), weights)
                    .with(policy, source)
                    .cook(out);
            try (Ingredients ingredients = loaded(files);
                    Soup soup = new Soup(ingredients.all(), policy, source)) {
                assertThat(soup.mix(weights).weights().digest())
                        .isEqualTo(StockpotCheckpoint.open(out).digest());
                assertThat(soup.provenance(weights)).isEqualTo(card.provenance());
            }
        }
    }

    /** Within a layer all weights are one ingredient's, so its statistics are that ingredient's too, and no power or sum. */
    @Test
    void leavesTheStatisticsOfALayerOfOneIngredientAsTheyAre() throws IOException {
        List<Path> files = List.of(written("a", 1), written("b", 2));
        try (Ingredients ingredients = loaded(files);
                Soup soup = new Soup(ingredients.all(), new BatchNormPolicy.Geometric());
                Scope scope = Scope.open()) {
            String name = "block1.layer.0.bn1.running_var";
            Tensor own = ingredients.all().get(0).classifier().weights().get(name);
            Tensor mixed = soup.mix(LayeredWeights.read(LAYERED)).weights().get(name);
            assertThat(mixed.equal(own)).isTrue();
        }
    }

    @Test
    void saysOnTheCardWhichTensorsHaveWeightsOfTheirOwn() throws IOException {
        List<Path> files = List.of(written("a", 1), written("b", 2));
        Path out = folder.resolve("soup.safetensors");
        FileSoup.of(files, LAYERED).cook(out);
        assertThat(Files.readString(folder.resolve("soup.md")))
                .contains(
                        "| tensors | a | b |\n|---|---|---|\n| `fc.*` | 0 | 1 |\n",
                        "stockpot mix a b --weights='" + LAYERED + "' --out");
        FileSoup.of(files, "0.25, 0.75").cook(out);
        assertThat(Files.readString(folder.resolve("soup.md"))).doesNotContain("tensors |");
    }

    @Test
    void refusesNamesThatNoTensorHas() throws IOException {
        List<Path> files = List.of(written("a", 1), written("b", 2));
        String mistyped = "{blok2.*: \"1, 0\", default: \"0, 1\"}";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileSoup.of(files, mistyped).cook(folder.resolve("soup.safetensors")))
                .withMessageContaining("did you mean 'block2.*'?");
        assertThat(folder.resolve("soup.safetensors")).doesNotExist();
    }

    private static Ingredients loaded(List<Path> files) throws IOException {
        return Ingredients.load(files, path -> Ingredient.load(path.toString(), StockpotCheckpoint.open(path)));
    }

    private Path written(String name, long seed) throws IOException {
        Path file = folder.resolve(name);
        int[] all = IntStream.range(0, 50).toArray();
        try (Classifier classifier = Classifier.initial(NETWORK, Normalisation.none(3), new Seed(seed))) {
            BatchNormStatistics.reestimate(classifier, 1, () -> IMAGES.images(all), Precision.FLOAT32);
            StockpotCheckpoint.write(file, classifier, new Provenance(List.of("root"), "{}"));
        }
        return file;
    }
}
