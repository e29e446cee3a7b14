package io.stockpot.soup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.model.Architecture;
import io.stockpot.model.BatchNormStatistics;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.WideResNet;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.model.layer.Activation;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
@SuppressWarnings("MustBeClosedChecker") // ingredients own their classifiers
class SoupTest {
    private static final Architecture SMALL = new WideResNet(10, 1, Activation.RELU, 4, 3);
    private static final LabelledImages IMAGES = MadeImages.of(200, new Seed(1));
    private static final BatchNormPolicy INTERPOLATE = new BatchNormPolicy.Interpolate();

    private List<Ingredient> ingredients;

    @BeforeEach
    void prepare() {
        ingredients = List.of(ingredient("a", 1), ingredient("b", 2), ingredient("c", 3));
    }

    @AfterEach
    void clean() {
        ingredients.forEach(Ingredient::close);
    }

    @Test
    void isItsIngredientBitForBitIfThereIsOne() throws IOException {
        try (Soup soup = soup(ingredients, INTERPOLATE)) {
            for (int i = 0; i < 3; i++) {
                assertThat(digest(soup.mix(MixingWeights.vertex(i, 3))))
                        .isEqualTo(digest(ingredients.get(i).classifier()));
            }
        }
    }

    @Test
    void isTheSameWhateverTheOrderOfItsIngredients() throws IOException {
        List<Ingredient> permuted = List.of(ingredients.get(2), ingredients.get(0), ingredients.get(1));
        try (Soup soup = soup(ingredients, INTERPOLATE);
                Soup other = soup(permuted, INTERPOLATE)) {
            assertThat(digest(soup.mix(MixingWeights.parse("0.7, 0.6, -0.3"))))
                    .isEqualTo(digest(other.mix(MixingWeights.parse("-0.3, 0.7, 0.6"))));
        }
    }

    @Test
    void ignoresIngredientsOfWeightZero() throws IOException {
        try (Soup soup = soup(ingredients, INTERPOLATE);
                Soup pair = soup(ingredients.subList(1, 3), INTERPOLATE)) {
            assertThat(digest(soup.mix(MixingWeights.parse("0, 0.8, 0.2"))))
                    .isEqualTo(digest(pair.mix(MixingWeights.parse("0.8, 0.2"))));
        }
    }

    @Test
    void mixesEveryTensorByTheSameWeights() throws IOException {
        try (Soup soup = soup(ingredients, INTERPOLATE);
                Scope scope = Scope.open()) {
            Classifier mixed = soup.mix(MixingWeights.parse("0.5, 0.25, 0.25"));
            for (String name : List.of("conv1.weight", "bn1.running_var", "fc.bias")) {
                Tensor expected =
                        ingredients.get(0).classifier().weights().get(name).mul(new Scalar(0.5));
                expected.add_(ingredients.get(1).classifier().weights().get(name), new Scalar(0.25));
                expected.add_(ingredients.get(2).classifier().weights().get(name), new Scalar(0.25));
                float error =
                        expected.sub(mixed.weights().get(name)).abs().max().item_float();
                assertThat(error).isLessThan(1e-6f);
            }
        }
    }

    @Test
    void keepsVariancesPositiveIfAWeightIsNegative() throws IOException {
        fill(1, "bn1.running_var", 9);
        try (Soup soup = soup(ingredients, INTERPOLATE);
                Scope scope = Scope.open()) {
            Classifier mixed = soup.mix(MixingWeights.parse("1.5, -0.5, 0"));
            assertThat(mixed.weights().get("bn1.running_var").min().item_float())
                    .isEqualTo((float) BatchNormStatistics.MINIMUM_VARIANCE);
        }
    }

    @Test
    void reestimatesStatisticsWhateverThoseOfTheIngredients() throws IOException {
        MixingWeights half = MixingWeights.parse("0.5, 0.5, 0");
        try (Soup soup = soup(ingredients, new BatchNormPolicy.Reestimate(3, 50))) {
            String before = digest(soup.mix(half));
            fill(0, "bn1.running_mean", 5);
            assertThat(digest(soup.mix(half))).isEqualTo(before);
        }
    }

    @Test
    void reestimatesOnAllImagesWhereTheyAreFewerThanABatch() throws IOException {
        MixingWeights half = MixingWeights.parse("0.5, 0.5, 0");
        try (Soup one = soup(ingredients, new BatchNormPolicy.Reestimate(1, 200));
                Soup larger = soup(ingredients, new BatchNormPolicy.Reestimate(20, 201))) {
            assertThat(digest(larger.mix(half))).isEqualTo(digest(one.mix(half)));
        }
        LabelledImages single = MadeImages.of(1, new Seed(1));
        try (Soup soup = new Soup(
                ingredients, new BatchNormPolicy.Reestimate(1, 2), StatisticsSource.of(() -> single, new Seed(4)))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> soup.mix(half))
                    .withMessage("re-estimation needs at least 2 training images, not 1");
        }
    }

    @Test
    void remembersStatisticsAsTheyWereMeasured() throws IOException {
        BatchNormPolicy policy = new BatchNormPolicy.Reestimate(3, 50);
        List<MixingWeights> points = List.of(MixingWeights.parse("0.5, 0.5, 0"), MixingWeights.parse("1.5, 0, -0.5"));
        int[] looks = {0};
        TrainingImages counted = () -> {
            looks[0]++;
            return IMAGES;
        };
        StatisticsMemory forOne = new StatisticsMemory(2500);
        for (StatisticsMemory memory : List.of(new StatisticsMemory(), forOne)) {
            looks[0] = 0;
            for (int round = 0; round < 3; round++) {
                try (Soup plain = soup(ingredients, policy);
                        Soup remembering = new Soup(
                                ingredients,
                                policy,
                                StatisticsSource.of(counted, new Seed(4)).remembering(memory))) {
                    for (MixingWeights weights : points) {
                        assertThat(digest(remembering.mix(weights))).isEqualTo(digest(plain.mix(weights)));
                    }
                }
            }
            assertThat(looks[0]).isEqualTo(memory == forOne ? 4 : 2);
        }
    }

    @Test
    void closesTheOthersIfOneIngredientFailsToLoad() {
        assertThatThrownBy(() -> Ingredients.load(List.of("a", "b"), name -> {
                    if (name.equals("b")) {
                        throw new IOException("b is gone");
                    }
                    return ingredient(name, 1);
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("b is gone");
    }

    @Test
    void saysOfFilesWhatItSaysOfModelsInMemory(@TempDir Path folder) throws IOException {
        List<Path> files = List.of(folder.resolve("a"), folder.resolve("b"));
        try (Ingredient a = ingredient("a", 1);
                Ingredient wide = new Ingredient("b", random(new WideResNet(10, 2, Activation.RELU, 4, 3)), line())) {
            StockpotCheckpoint.write(files.get(0), a.classifier(), a.provenance());
            StockpotCheckpoint.write(files.get(1), wide.classifier(), wide.provenance());
            String message = catchThrowable(
                            () -> soup(List.of(a, wide), INTERPOLATE).close())
                    .getMessage();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MixFiles.open(files))
                    .withMessage(
                            message.replace("'a'", "'" + files.get(0) + "'").replace("'b'", "'" + files.get(1) + "'"));
        }
    }

    @Test
    void refusesWhatDoesNotMix() {
        try (Ingredient wider = new Ingredient("wide", random(new WideResNet(10, 2, Activation.RELU, 4, 3)), line());
                Ingredient stranger = new Ingredient("stranger", random(SMALL), new Provenance(List.of("z"), "{}"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> soup(List.of(ingredients.get(0), wider), INTERPOLATE)
                            .close())
                    .withMessageContaining("'a' and 'wide' differ in architecture");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> soup(List.of(ingredients.get(0), stranger), INTERPOLATE)
                            .close())
                    .withMessageContaining("'a' and 'stranger' have no common ancestor");
        }
    }

    @Test
    void descendsFromWhatItsIngredientsShare() throws IOException {
        try (Soup soup = soup(ingredients, INTERPOLATE)) {
            MixingWeights weights = MixingWeights.parse("0.5, 0.5, 0");
            String digest = digest(soup.mix(weights));
            Provenance provenance = soup.provenance(weights);
            assertThat(provenance.ancestors()).containsExactly("root", digest);
            assertThat(provenance.making()).contains("\"weights\":\"0.5, 0.5, 0\"");
            assertThat(provenance.sharesAncestor(ingredients.get(2).provenance()))
                    .hasValue(true);
        }
    }

    private void fill(int ingredient, String tensor, double value) {
        try (Scope scope = Scope.open()) {
            ingredients.get(ingredient).classifier().weights().get(tensor).fill_(new Scalar(value));
        }
    }

    private static Soup soup(List<Ingredient> ingredients, BatchNormPolicy policy) {
        return new Soup(ingredients, policy, StatisticsSource.of(() -> IMAGES, new Seed(4)));
    }

    private static Ingredient ingredient(String name, long seed) {
        Classifier classifier = Classifier.initial(SMALL, Normalisation.none(3), new Seed(seed));
        return new Ingredient(name, classifier, line().child(name, ""));
    }

    private static Classifier random(Architecture architecture) {
        return Classifier.initial(architecture, Normalisation.none(3), new Seed(9));
    }

    private static Provenance line() {
        return new Provenance(List.of("root"), "{}");
    }

    private static String digest(Classifier classifier) {
        return classifier.weights().digest();
    }
}
