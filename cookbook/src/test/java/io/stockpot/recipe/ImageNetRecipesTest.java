package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.attack.Apgd;
import io.stockpot.attack.Attack;
import io.stockpot.attack.AttackLoss;
import io.stockpot.data.source.ImageNet;
import io.stockpot.evaluate.Condition;
import io.stockpot.soup.choice.WeightGrid;
import io.stockpot.threat.ThreatModel;
import io.stockpot.train.AdvProp;
import io.stockpot.train.Objective;
import io.stockpot.train.Optimizer;
import io.stockpot.train.Schedule;
import io.stockpot.train.Training;
import io.stockpot.train.TrainingSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the recipes of ImageNet say is what the paper says ("Seasoning model soups for robustness to adversarial and natural
 * distribution shifts", CVPR 2023). The numbers are typed from its text, with the section.
 */
class ImageNetRecipesTest {
    /** App. A.1: 2 steps for Linf and L2. */
    private static final Attack TWO_STEPS = new Apgd(2, 1, Optional.of(AttackLoss.KL));

    /** App. A.1: 20 steps for L1. */
    private static final Attack TWENTY_STEPS = new Apgd(20, 1, Optional.of(AttackLoss.KL));

    private static TrainingSettings settings(String recipe, String model) throws IOException {
        return ImageNetTwin.original(recipe)
                .models()
                .get(model)
                .training()
                .orElseThrow()
                .settings();
    }

    private static Schedule.Cosine cosine(TrainingSettings settings) {
        return (Schedule.Cosine) settings.schedule();
    }

    /** §4: 4/255 for Linf, 4 for L2, 255 for L1; App. B.2: half and a quarter of these; App. A.1: attacks of training. */
    @ParameterizedTest
    @CsvSource({
        "ingredients, linf, Linf 4/255",
        "ingredients, linf-l2, L2 4",
        "ingredients, linf-l1, L1 255",
        "ingredients, linf-half, Linf 2/255",
        "ingredients, linf-l2-half, L2 2",
        "ingredients, linf-l1-half, L1 128",
        "ingredients, linf-quarter, Linf 1/255",
        "ingredients, linf-l2-quarter, L2 1",
        "ingredients, linf-l1-quarter, L1 64",
        "figures, linf-l2-third, L2 4",
        "figures, linf-l2-three, L2 4",
        "figures, linf-l1-third, L1 255",
        "figures, linf-l1-three, L1 255",
        "figure-4-resnet50, linf, Linf 4/255",
        "figure-4-resnet50, linf-l2, L2 4",
        "figure-4-resnet50, linf-l1, L1 255",
        "baselines, nominal-linf, Linf 4/255"
    })
    void modelsMeetTheThreatsAndAttacksOfThePaper(String recipe, String model, String threat) throws IOException {
        ThreatModel expected = ThreatModel.parse(threat);
        assertThat(settings(recipe, model).objective())
                .isEqualTo(new Objective.Adversarial(expected, threat.startsWith("L1 ") ? TWENTY_STEPS : TWO_STEPS));
    }

    /** App. A.1: AdamW with β 0.9 and 0.95, decay 0.3, base rate 1e-4, 20 epochs of ramp, 300 epochs, batches of 4096. */
    @ParameterizedTest
    @CsvSource({
        "ingredients, linf",
        "figure-4-resnet50, linf",
        "baselines, nominal",
        "baselines, adv-prop",
        "baselines, pyramid-at"
    })
    void basesAreTrainedAsInAppendixA1(String recipe, String model) throws IOException {
        TrainingSettings settings = settings(recipe, model);
        assertThat(settings.epochs()).isEqualTo(300);
        assertThat(cosine(settings).baseRate()).contains(1e-4);
        assertThat(cosine(settings).warmUpEpochs()).contains(20.0);
        // linear scaling to the batch: the rate of the masked autoencoders' own recipe
        assertThat(settings.schedule().forBatchesOf(4096).rate(20, 300)).isEqualTo(1.6e-3);
        requireAppendixA1(settings);
    }

    /** App. A.1: "the same hyperparameters", a base rate of 1e-5; §4: 1/3, 1 and 3 epochs; §5: 100 epochs for nominal. */
    @ParameterizedTest
    @CsvSource({
        "ingredients, linf-l2, 1",
        "ingredients, linf-l1, 1",
        "ingredients, linf-nominal, 100",
        "ingredients, linf-half, 1",
        "ingredients, linf-l1-quarter, 1",
        "figures, linf-l2-third, 0.3333333333333333",
        "figures, linf-l1-third, 0.3333333333333333",
        "figures, linf-nominal-third, 0.3333333333333333",
        "figures, linf-nominal-one, 1",
        "figures, linf-l2-three, 3",
        "figures, linf-l1-three, 3",
        "figures, linf-nominal-three, 3",
        "figures, max-linf-l2, 1",
        "figures, sat-l2-l1, 1",
        "figure-4-resnet50, linf-l2, 1",
        "figure-4-resnet50, linf-l1, 1",
        "baselines, nominal-linf, 1"
    })
    void fineTuningTakesATenthOfTheRate(String recipe, String model, double epochs) throws IOException {
        TrainingSettings settings = settings(recipe, model);
        assertThat(settings.epochs()).isEqualTo(epochs);
        assertThat(cosine(settings).baseRate()).contains(1e-5);
        requireAppendixA1(settings);
    }

    /** All of App. A.1 that trainings from scratch and fine-tunings share. */
    private static void requireAppendixA1(TrainingSettings settings) {
        Optimizer.AdamW rule = (Optimizer.AdamW) settings.optimizer();
        assertThat(rule.beta1()).isEqualTo(0.9);
        assertThat(rule.beta2()).isEqualTo(0.95);
        assertThat(rule.weightDecay()).isEqualTo(0.3);
        assertThat(settings.batchSize()).isEqualTo(4096);
        assertThat(settings.labelSmoothing()).contains(0.1);
        assertThat(settings.stochasticDepth()).contains(0.1);
        assertThat(settings.augmentation().toString())
                .contains("RandomResizedCrop", "Flip", "operations=2, magnitude=9", "probability=0.5");
        assertThat(settings.batchAugmentation().toString()).contains("MixupOrCutMix[mixup=0.8, cutMix=1.0");
        // longer than any training, so that only the last weights are looked at
        assertThat(settings.selection().every()).isGreaterThan(settings.epochs());
    }

    /** App. A.1: an average of the weights, with a decay of 0.9999, "for ViT architectures". */
    @Test
    void averagesWeightsOfTransformersOnly() throws IOException {
        for (String recipe : List.of("ingredients", "figures", "baselines", "figure-4-resnet50")) {
            ImageNetTwin.original(recipe)
                    .models()
                    .forEach((name, source) -> source.training()
                            .map(Training::settings)
                            .filter(settings -> !name.equals("mae"))
                            .ifPresent(
                                    settings -> assertThat(settings.averaging().map(average -> average.decay()))
                                            .as(recipe + ", " + name)
                                            .isEqualTo(
                                                    recipe.equals("figure-4-resnet50")
                                                            ? Optional.empty()
                                                            : Optional.of(0.9999))));
        }
    }

    /** App. A.1: MAX and SAT are fine-tuned for an epoch with the same attacks, one model for each pair of threats. */
    @Test
    void trainsOnSeveralThreatsWithTheAttackOfEach() throws IOException {
        Map<String, List<String>> pairs = Map.of(
                "linf-l2", List.of("Linf 4/255", "L2 4"),
                "linf-l1", List.of("Linf 4/255", "L1 255"),
                "l2-l1", List.of("L2 4", "L1 255"));
        for (Map.Entry<String, List<String>> pair : pairs.entrySet()) {
            List<ThreatModel> threats =
                    pair.getValue().stream().map(ThreatModel::parse).toList();
            double attacks = pair.getValue().stream()
                    .mapToDouble(threat -> (threat.startsWith("L1 ") ? TWENTY_STEPS : TWO_STEPS)
                            .passes(ThreatModel.parse(threat).norm()))
                    .sum();
            Objective.MultiNorm worst = (Objective.MultiNorm)
                    settings("figures", "max-" + pair.getKey()).objective();
            Objective.MultiNorm random = (Objective.MultiNorm)
                    settings("figures", "sat-" + pair.getKey()).objective();
            assertThat(worst.threats()).isEqualTo(threats);
            assertThat(random.threats()).isEqualTo(threats);
            assertThat(worst.choice()).isEqualTo(Objective.MultiNorm.Choice.WORST);
            assertThat(random.choice()).isEqualTo(Objective.MultiNorm.Choice.RANDOM);
            assertThat(worst.passes()).isEqualTo(Attack.GRADIENT + attacks + 2);
            assertThat(random.passes()).isEqualTo(Attack.GRADIENT + attacks / 2);
            assertThat(worst.takesTargets() && random.takesTargets()).isTrue();
        }
    }

    /** App. A.2: 5000 images, APGD of 40 steps, DLR for Linf and L2 and cross-entropy for L1, which are the customary. */
    @ParameterizedTest
    @ValueSource(strings = {"ingredients", "figures", "figure-4-resnet50"})
    void robustnessIsMeasuredAsInAppendixA2(String recipe) throws IOException {
        EvaluationPlan evaluation = ImageNetTwin.original(recipe).evaluate().orElseThrow();
        assertThat(evaluation.images()).isEqualTo(5000);
        assertThat(evaluation.labels()).containsExactly("clean", "Linf 4/255", "L2 4", "L1 255");
        assertThat(evaluation.each())
                .filteredOn(Condition.Robust.class::isInstance)
                .allMatch(robust -> ((Condition.Robust) robust).attack().equals(new Apgd(40, 1, Optional.empty())));
    }

    /** Fig. 2: eleven soups of each pair; Fig. 4: 21 of three models; Fig. 5: 15 from 0.95 to 1.3. */
    @Test
    void figuresHaveTheSoupsOfThePaper() throws IOException {
        Recipe figures = ImageNetTwin.original("figures");
        assertThat(figures.soups()).hasSize(14);
        figures.soups()
                .forEach((name, soup) -> assertThat(soup.mixtures())
                        .as(name)
                        .hasSize(name.equals("triangle") ? 21 : name.equals("beyond") ? 15 : 11));
        assertThat(figures.soups().get("beyond").weights()).isEqualTo(new WeightGrid.Segment("0.95", "1.3", "0.025"));
        assertThat(ImageNetTwin.original("figure-4-resnet50")
                        .soups()
                        .get("triangle")
                        .mixtures())
                .hasSize(21);
    }

    /** Appendix A.1: 224×224; the evaluation's preparation is that of the masked autoencoders. */
    @ParameterizedTest
    @ValueSource(strings = {"ingredients", "figures", "figure-4-resnet50", "baselines"})
    void picturesAreOf224Pixels(String recipe) throws IOException {
        ImageNet data = (ImageNet) ImageNetTwin.original(recipe).data().orElseThrow();
        assertThat(data.crop()).isEqualTo(224);
        assertThat(data.resize()).isEqualTo(256);
    }

    /** He et al. 2022, as their code fine-tunes ViT-B/16: 100 epochs, batch 1024, base rate 5e-4, layer decay 0.65 … */
    @Test
    void maskedAutoencodersAreFineTunedAsByTheirAuthors() throws IOException {
        TrainingSettings settings = settings("baselines", "mae");
        Optimizer.AdamW rule = (Optimizer.AdamW) settings.optimizer();
        assertThat(settings.epochs()).isEqualTo(100);
        assertThat(settings.batchSize()).isEqualTo(1024);
        assertThat(settings.schedule())
                .isEqualTo(new Schedule.Cosine(
                        Optional.empty(), Optional.empty(), Optional.of(5e-4), Optional.of(5.0), Optional.of(1e-6)));
        assertThat(rule.rules().layerDecay()).contains(0.65);
        assertThat(rule.weightDecay()).isEqualTo(0.05);
        assertThat(rule.beta2()).isEqualTo(0.999);
        assertThat(settings.stochasticDepth()).contains(0.1);
        assertThat(settings.labelSmoothing()).contains(0.1);
        assertThat(settings.augmentation().toString()).contains("RandomErasing[probability=0.25");
        assertThat(settings.batchAugmentation().toString()).contains("MixupOrCutMix[mixup=0.8, cutMix=1.0");
        assertThat(settings.averaging()).isEmpty();
    }

    /** App. A.1: random targeted attacks of 4/255 in Linf; their number and length are those of AdvProp's authors. */
    @Test
    void adversarialPropagationMeetsTargetedAttacksOfThePaper() throws IOException {
        assertThat(settings("baselines", "adv-prop").objective())
                .isEqualTo(new AdvProp(ThreatModel.parse("Linf 4/255"), 5, 0.25));
    }

    /** §5.1: eight data sets, 1000 images choose (all 1280 cue conflicts), all judge; two ensembles; App. B.2: radii. */
    @Test
    void tablesHaveTheRowsAndProtocolOfSection5() throws IOException {
        Recipe tables = ImageNetTwin.original("tables");
        SeasoningPlan four = tables.seasonings().get("four");
        assertThat(tables.shifts().keySet())
                .containsExactly("imagenet", "real", "v2", "a", "r", "sketch", "conflict", "c");
        assertThat(four.compare()).containsExactly("independent", "mae", "adv-prop", "pyramid-at");
        assertThat(four.ensembles())
                .isEqualTo(Map.of(
                        "independent-networks", List.of("independent", "linf"),
                        "individual-networks", List.of("linf", "l2", "l1", "nominal")));
        assertThat(four.weights()).isEqualTo(new WeightGrid.Lattice("-0.4", "1.4", "0.2"));
        assertThat(four.best()).isEqualTo(3);
        assertThat(tables.seasonings().values()).allMatch(SeasoningPlan::overlapping);
    }
}
