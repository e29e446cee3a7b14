package io.stockpot.soup;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Evaluator;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.WideResNet;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.layer.Activation;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.NoLeaks;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
@SuppressWarnings("MustBeClosedChecker") // ingredients own their classifiers
class MixtureEvaluationTest {
    private static final LabelledImages IMAGES = MadeImages.of(200, new Seed(1));

    private final List<Ingredient> ingredients = List.of(ingredient(1), ingredient(2));

    @AfterEach
    void clean() {
        ingredients.forEach(Ingredient::close);
    }

    /** New statistics change a model, and not for the better always: it must not be called the user's model. */
    @Test
    void evaluatesModelsAloneWithTheirOwnStatistics() throws IOException {
        try (Soup soup = soup(new BatchNormPolicy.Reestimate(3, 50))) {
            MixtureEvaluation mixtures = new MixtureEvaluation(soup, 100);
            List<Outcomes> alone = mixtures.ingredients(IMAGES);
            for (int i = 0; i < 2; i++) {
                assertThat(alone.get(i))
                        .isEqualTo(mixtures.judgeAlone(i, IMAGES))
                        .isEqualTo(answers(ingredients.get(i).classifier()))
                        .isNotEqualTo(mixtures.judge(MixingWeights.vertex(i, 2), IMAGES));
            }
            assertThat(soup.reestimates()).isTrue();
            // what new statistics cost the ends is no barrier
            assertThat(mixtures.barriers(alone, IMAGES).get(0).accuracies().get(0))
                    .isEqualTo(
                            mixtures.judge(MixingWeights.vertex(0, 2), IMAGES).accuracy("clean"));
        }
    }

    @Test
    void evaluatesASoupOfOneModelAsThatModelWithoutNewStatistics() throws IOException {
        try (Soup soup = soup(new BatchNormPolicy.Interpolate())) {
            MixtureEvaluation mixtures = new MixtureEvaluation(soup, 100);
            assertThat(mixtures.judge(MixingWeights.vertex(1, 2), IMAGES)).isEqualTo(mixtures.judgeAlone(1, IMAGES));
            assertThat(soup.reestimates()).isFalse();
        }
    }

    private static Outcomes answers(Classifier classifier) throws IOException {
        return new Evaluator(IMAGES, List.of(new Condition.Clean()), 100, new Seed(0))
                .evaluate(classifier, Progress.NONE)
                .outcomes();
    }

    private Soup soup(BatchNormPolicy policy) {
        return new Soup(ingredients, policy, StatisticsSource.of(() -> IMAGES, new Seed(4)));
    }

    private static Ingredient ingredient(long seed) {
        WideResNet network = new WideResNet(10, 1, Activation.RELU, 4, 3);
        return new Ingredient(
                "model " + seed,
                Classifier.initial(network, Normalisation.none(3), new Seed(seed)),
                new Provenance(List.of("root"), "{}"));
    }
}
