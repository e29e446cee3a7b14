package io.stockpot.soup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.attack.Apgd;
import io.stockpot.base.Seed;
import io.stockpot.data.Augmentation;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.WideResNet;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.model.layer.Activation;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.FloatRows;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
@SuppressWarnings("MustBeClosedChecker") // ingredients own their classifiers
class BatchNormPolicyTest {
    private static final Architecture SMALL = new WideResNet(10, 1, Activation.RELU, 4, 3);
    private static final LabelledImages IMAGES = MadeImages.of(130, new Seed(1));
    private static final String VARIANCE = "bn1.running_var";
    private static final MixingWeights EXTRAPOLATED = MixingWeights.parse("1.5, -0.5");
    private static final Optional<Augmentation> CROPPED = Optional.of(new Augmentation.CropFlip(1, true));

    private List<Ingredient> ingredients;

    @BeforeEach
    void prepare() {
        ingredients = List.of(ingredient("a", 1), ingredient("b", 2));
    }

    private static Ingredient ingredient(String name, long seed) {
        Classifier classifier = Classifier.initial(SMALL, Normalisation.none(3), new Seed(seed));
        return new Ingredient(name, classifier, new Provenance(List.of("root", name), "{}"));
    }

    @AfterEach
    void clean() {
        ingredients.forEach(Ingredient::close);
    }

    private String digest(BatchNormPolicy policy, LabelledImages images) throws IOException {
        try (Soup soup = new Soup(ingredients, policy, StatisticsSource.of(() -> images, new Seed(4)))) {
            return soup.mix(EXTRAPOLATED).weights().digest();
        }
    }

    private void fill(int ingredient, double value) {
        try (Scope scope = Scope.open()) {
            ingredients.get(ingredient).classifier().weights().get(VARIANCE).fill_(new Scalar(value));
        }
    }

    @Test
    void multipliesVariancesAndMixesMeansLikeWeights() throws IOException {
        fill(0, 4);
        fill(1, 16);
        try (Soup geometric = new Soup(ingredients, new BatchNormPolicy.Geometric());
                Soup mixed = new Soup(ingredients, new BatchNormPolicy.Interpolate())) {
            Classifier soup = geometric.mix(EXTRAPOLATED);
            Classifier other = mixed.mix(EXTRAPOLATED);
            FloatRows variances = FloatRows.of(soup.weights().get(VARIANCE));
            for (int channel = 0; channel < variances.count(); channel++) {
                assertThat(variances.get(channel)).isEqualTo(2);
            }
            for (String name : List.of("bn1.running_mean", "conv1.weight")) {
                assertThat(soup.weights().get(name).equal(other.weights().get(name)))
                        .isTrue();
            }
        }
    }

    @Test
    void geometricIsItsIngredientBitForBitIfThereIsOne() throws IOException {
        fill(0, 1e-9);
        try (Soup soup = new Soup(ingredients, new BatchNormPolicy.Geometric())) {
            for (int i = 0; i < 2; i++) {
                assertThat(soup.mix(MixingWeights.vertex(i, 2)).weights().digest())
                        .isEqualTo(ingredients.get(i).classifier().weights().digest());
            }
        }
    }

    @Test
    void mixesFilesAsItMixesInMemory(@TempDir Path folder) throws IOException {
        fill(0, 3);
        List<Path> files = new ArrayList<>();
        for (Ingredient ingredient : ingredients) {
            Path file = folder.resolve(ingredient.name());
            StockpotCheckpoint.write(file, ingredient.classifier(), ingredient.provenance());
            files.add(file);
        }
        for (BatchNormPolicy policy :
                List.of(new BatchNormPolicy.Geometric(), augmented(Optional.empty(), Optional.empty()))) {
            StatisticsSource source = StatisticsSource.of(() -> IMAGES, new Seed(4));
            for (String weights : List.of("1.5, -0.5", "0.25, 0.75", "1, 0")) {
                Path out = folder.resolve("soup.safetensors");
                ModelCard card =
                        FileSoup.of(files, weights).with(policy, source).cook(out);
                try (Soup soup = new Soup(ingredients, policy, source)) {
                    assertThat(StockpotCheckpoint.open(out).digest())
                            .isEqualTo(soup.mix(MixingWeights.parse(weights))
                                    .weights()
                                    .digest());
                    assertThat(card.batchNorm()).isEqualTo(soup.batchNorm());
                }
            }
            assertThat(folder.resolve("soup.md"))
                    .content()
                    .contains("--batch-norm '" + CanonicalJson.of((Record) policy.spelledOut(List.of(), source)) + "'");
        }
    }

    @Test
    void augmentedByNothingIsPlain() throws IOException {
        String plain = digest(new BatchNormPolicy.Reestimate(2, 50), IMAGES);
        assertThat(digest(augmented(Optional.of(new Augmentation.None()), Optional.empty()), IMAGES))
                .isEqualTo(plain);
        assertThat(digest(augmented(CROPPED, Optional.empty()), IMAGES)).isNotEqualTo(plain);
    }

    private static BatchNormPolicy augmented(Optional<Augmentation> augmentation, Optional<StatisticsAttack> attacked) {
        return new BatchNormPolicy.Augmented(2, 50, augmentation, attacked);
    }

    @Test
    void takesTheAugmentationOfTheTraining() throws IOException {
        BatchNormPolicy open = augmented(Optional.empty(), Optional.empty());
        assertThat(digest(open, IMAGES)).isEqualTo(digest(augmented(CROPPED, Optional.empty()), IMAGES));
        try (Soup soup = new Soup(ingredients, open, StatisticsSource.of(() -> IMAGES, new Seed(4)))) {
            soup.mix(EXTRAPOLATED);
            assertThat(soup.assumption())
                    .hasValueSatisfying(text -> assertThat(text).contains("padding\":1"));
            assertThat(soup.provenance(EXTRAPOLATED).making())
                    .contains("\"augmentation\":{\"crop-flip\":{\"padding\":1,");
        }
    }

    @Test
    void attackedWithoutRoomIsNotAttacked() throws IOException {
        StatisticsAttack none = attack("Linf 0");
        assertThat(digest(new BatchNormPolicy.Reestimate(2, 50, Optional.of(none)), IMAGES))
                .isNotEqualTo(digest(new BatchNormPolicy.Reestimate(2, 50, Optional.of(attack("Linf 0.2"))), IMAGES));
        try (Soup attacked = soup(new BatchNormPolicy.Reestimate(2, 50, Optional.of(none)));
                Soup plain = soup(new BatchNormPolicy.Reestimate(2, 50))) {
            // but for the number of batches that were seen
            assertThat(attacked.mix(EXTRAPOLATED)
                            .weights()
                            .get(VARIANCE)
                            .equal(plain.mix(EXTRAPOLATED).weights().get(VARIANCE)))
                    .isTrue();
        }
    }

    private Soup soup(BatchNormPolicy policy) {
        return new Soup(ingredients, policy, StatisticsSource.of(() -> IMAGES, new Seed(4)));
    }

    private static StatisticsAttack attack(String... threats) {
        return new StatisticsAttack(
                List.of(threats).stream().map(ThreatModel::parse).toList(), new Apgd(2, 1, Optional.empty()));
    }

    @Test
    void eachBatchMeetsOneThreatInTurn() throws IOException {
        BatchNormPolicy both = new BatchNormPolicy.Reestimate(2, 50, Optional.of(attack("Linf 0.1", "L2 0.5")));
        BatchNormPolicy turned = new BatchNormPolicy.Reestimate(2, 50, Optional.of(attack("L2 0.5", "Linf 0.1")));
        assertThat(digest(both, IMAGES)).isEqualTo(digest(both, IMAGES)).isNotEqualTo(digest(turned, IMAGES));
        assertThat(both.looks()).isEqualTo(100 * (2 + 2 * 3));
        assertThat(both.description(Optional.of("made")))
                .isEqualTo(
                        "running statistics measured anew on made, 2 batches of 50 images, attacked under Linf 0.1 and"
                                + " L2 0.5 (apgd with 2 steps)");
    }

    @Test
    void refusesToAttackImagesOfOtherClasses() {
        LabelledImages two = MadeImages.of(120, new Seed(1), List.of("a", "b"));
        assertThatThrownBy(() -> digest(new BatchNormPolicy.Reestimate(2, 50, Optional.of(attack("Linf 0.1"))), two))
                .hasMessageContaining("need labels of the models' 4 classes, and 'made' has 2; leave attacked out");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> attack())
                .withMessageContaining("threats must name at least one");
    }

    /** 130 images in batches of at most 50 are three of 43. */
    @Test
    void targetSharesItsImagesOutEvenly() throws IOException {
        assertThat(digest(new BatchNormPolicy.Target(20, 50, false), IMAGES))
                .isEqualTo(digest(new BatchNormPolicy.Reestimate(3, 43), IMAGES));
        assertThat(digest(new BatchNormPolicy.Target(1, 50, true), IMAGES))
                .isEqualTo(digest(new BatchNormPolicy.Reestimate(1, 50), IMAGES));
        assertThatThrownBy(() -> digest(new BatchNormPolicy.Target(1, 50, false), IMAGES.first(1)))
                .hasMessageContaining("at least 2");
    }

    @Test
    void remembersStatisticsOfOtherImagesApart() throws IOException {
        StatisticsMemory memory = new StatisticsMemory();
        BatchNormPolicy policy = new BatchNormPolicy.Target(1, 50, false);
        LabelledImages others = MadeImages.of(60, new Seed(2));
        for (int round = 0; round < 2; round++) {
            for (LabelledImages images : List.of(IMAGES, others)) {
                StatisticsSource source = StatisticsSource.of(() -> images, new Seed(4))
                        .remembering(memory.about(images == others ? "others" : "images"));
                try (Soup soup = new Soup(ingredients, policy, source)) {
                    assertThat(soup.mix(EXTRAPOLATED).weights().digest()).isEqualTo(digest(policy, images));
                }
            }
        }
    }

    @Test
    void keepsItsOldText() throws TextException {
        assertThat(CanonicalJson.of(new BatchNormPolicy.Reestimate(4, 128)))
                .isEqualTo("{\"reestimate\":{\"batches\":4,\"batch-size\":128}}");
        BatchNormPolicy read = YamlRecords.read(
                "{augmented: {batches: 4, attacked: {threats: [Linf 8/255]}}}",
                "test",
                BatchNormPolicy.class,
                List.of());
        assertThat(read.images()).isEqualTo(BatchNormPolicy.Images.TRAINING);
        assertThat(read.looks()).isEqualTo(4 * 128 * (2 + 5 * 3));
        assertThat(read.description(Optional.empty())).endsWith("(apgd with 5 steps), augmented as in training");
        assertThat(CanonicalJson.read(CanonicalJson.of((Record) read), BatchNormPolicy.class))
                .isEqualTo(read);
    }
}
