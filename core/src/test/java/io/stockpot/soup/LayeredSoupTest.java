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
import io.stockpot.soup.choice.LayerRule;
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
import java.util.Optional;
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

    /** The ratio is computed from one tensor of the three files by hand. */
    @Test
    void mixesByModelStockInMemoryAndFromFileToFile() throws IOException {
        List<Path> files = List.of(written("base", 1), written("a", 2), written("b", 3));
        MixingWeights mean = MixingWeights.parse("0, 1/2, 1/2");
        LayerRule rule = new LayerRule.ModelStock(1000);
        LayeredWeights weights = MixFiles.open(files).layered(rule, mean);
        Path out = folder.resolve("soup.safetensors");
        new FileSoup(MixFiles.open(files), weights).cook(out);
        try (Ingredients ingredients = loaded(files);
                Soup soup = new Soup(
                        ingredients.all(),
                        new BatchNormPolicy.Interpolate(),
                        StatisticsSource.NONE,
                        Optional.of(rule))) {
            assertThat(soup.mix(mean).weights().digest())
                    .isEqualTo(StockpotCheckpoint.open(out).digest());
            double[][] values = new double[3][];
            for (int i = 0; i < 3; i++) {
                values[i] = numbers(ingredients.all().get(i).classifier(), "fc.weight");
            }
            double[] sums = new double[3];
            for (int i = 0; i < values[0].length; i++) {
                double first = values[1][i] - values[0][i];
                double second = values[2][i] - values[0][i];
                sums[0] += first * second;
                sums[1] += first * first;
                sums[2] += second * second;
            }
            double cosine = sums[0] / Math.sqrt(sums[1] * sums[2]);
            assertThat(1 - weights.of("fc.weight").value(0)).isCloseTo(2 * cosine / (1 + cosine), within(5.1e-4));
        }
    }

    private static double[] numbers(Classifier classifier, String name) {
        try (Scope scope = Scope.open()) {
            Tensor tensor = classifier.weights().get(name).contiguous().view(-1);
            double[] numbers = new double[(int) tensor.numel()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = tensor.get(i).item_double();
            }
            return numbers;
        }
    }

    /** Depths of a network of three blocks: the stem goes with the first, the head with the last. */
    @Test
    void scalesByDepthWithStemAndHead() throws IOException {
        List<Path> files = List.of(written("base", 1), written("a", 2));
        LayeredWeights weights =
                MixFiles.open(files).layered(new LayerRule.Lines("0", "1"), MixingWeights.parse("0, 1"));
        assertThat(weights.of("conv1.weight")).isEqualTo(MixingWeights.parse("1, 0"));
        assertThat(weights.of("block1.layer.0.conv1.weight")).isEqualTo(MixingWeights.parse("1, 0"));
        assertThat(weights.of("block2.layer.0.bn1.running_mean")).isEqualTo(MixingWeights.parse("0.5, 0.5"));
        assertThat(weights.of("block3.layer.0.conv2.weight")).isEqualTo(MixingWeights.parse("0, 1"));
        assertThat(weights.of("fc.bias")).isEqualTo(MixingWeights.parse("0, 1"));
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
