package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.attack.Draws;
import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pyramid adversarial training of a linear network of 3×3 grey pixels and two classes, with patches of 2 and of 1 pixels.
 * The difference of its logits is w·x, so that every number of a level moves as the weights under it say, one way in all
 * steps: 0.03 in three steps of 0.01, of which 0.025 are allowed; unless all pixels under it have been cut off.
 */
@ExtendWith(NoLeaks.class)
class PyramidAtTest {
    private static final double[] WEIGHTS = {1, -2, 3, 0.5, 0.25, -1, 2, -0.5, -3};
    /** The signs of the sums of weights under the four patches: −0.25, 2, 1.5, −3. */
    private static final double[] PATCHES = {-1, -1, 1, -1, -1, 1, 1, 1, -1};

    private static final double[][] IMAGES = {
        {0.5, 0.4, 0.6, 0.5, 0.45, 0.55, 0.5, 0.5, 0.4}, {0.99, 0.9, 0.98, 0.5, 0.97, 0.1, 0.02, 0.01, 0.05}
    };
    private static final long[] LABELS = {0, 1};
    private static final Draws DRAWS = new Draws(new Seed(1), 0, 1);

    private static PyramidAt pyramid() throws IOException {
        return (PyramidAt) YamlRecords.read(
                "pyramid-at: {patches: [2, 1], multipliers: [4, 1], epsilon: 0.025, step: 0.01, steps: 3}",
                "text",
                Objective.class,
                List.of());
    }

    @MustBeClosed
    private static Classifier network() {
        try (Scope scope = Scope.open();
                StateDict values = new StateDict()) {
            values.put("linear.weight", Rows.tensor(new double[][] {WEIGHTS, new double[9]}, 9));
            values.put("linear.bias", Tensor.create(new float[2], 2));
            return Classifier.of(new SoftmaxRegression(3, 2, 1), Normalisation.none(1), values);
        }
    }

    private static Batch batch() {
        return new Batch(Rows.tensor(IMAGES, 1, 3, 3), Tensor.create(LABELS, 2));
    }

    /** Returns the targets as they are drawn: class 0 raises w·x, class 1 lowers it. */
    private static double[] directions() {
        try (Scope scope = Scope.open()) {
            double[] drawn = Rows.numbers(DRAWS.child("target").uniform(1));
            return new double[] {drawn[0] < 0.5 ? 1 : -1, drawn[1] < 0.5 ? 1 : -1};
        }
    }

    private static double[] expected(int image) {
        double[] pixels = IMAGES[image].clone();
        double direction = directions()[image];
        for (int pixel = 0; pixel < pixels.length; pixel++) {
            pixels[pixel] = cut(pixels[pixel] + direction * 4 * 0.025 * PATCHES[pixel]);
            pixels[pixel] = cut(pixels[pixel] + direction * 0.025 * Math.signum(WEIGHTS[pixel]));
        }
        return pixels;
    }

    private static double cut(double value) {
        return Math.max(0, Math.min(1, value));
    }

    @Test
    void addsLevelAfterLevelTowardsTheDrawnClass() throws IOException {
        try (Classifier network = network();
                Scope scope = Scope.open()) {
            Learner learner = new Learner(network, Precision.FLOAT32);
            double[][] points = Rows.of(pyramid().perturbed(learner, batch().images(), DRAWS));
            assertThat(points[0]).containsExactly(expected(0), within(1e-6));
        }
    }

    /** Patches of two pixels move together; at the edges they are of one. */
    @Test
    void cutsOffWhatLeavesTheBoxAfterEachLevel() throws IOException {
        try (Scope scope = Scope.open()) {
            Tensor coarse = Rows.tensor(new double[][] {{0.2, -0.1, 0.05, 0}}, 1, 2, 2);
            Tensor fine = Rows.tensor(new double[][] {{-0.1, 0, 0, 0, 0, 0.2, 0, 0, 0.3}}, 1, 3, 3);
            Tensor image = Rows.tensor(new double[][] {{0.5, 0.1, 0.3, 0.9, 0, 0.4, 0.2, 1, 0.5}}, 1, 3, 3);
            assertThat(Rows.numbers(pyramid().changed(image, List.of(coarse, fine))))
                    .containsExactly(new double[] {0.9, 0.9, 0, 1, 0.8, 0.2, 0.4, 1, 0.8}, within(1e-6));
        }
    }

    @Test
    void isTheSumOfCleanAndPerturbedCrossEntropy() throws IOException {
        try (Classifier network = network();
                Scope scope = Scope.open()) {
            Learner learner = new Learner(network, Precision.FLOAT32);
            double[][] points = Rows.of(pyramid().perturbed(learner, batch().images(), DRAWS));
            double loss = 0;
            for (int image = 0; image < 2; image++) {
                loss += crossEntropy(IMAGES[image], LABELS[image]) + crossEntropy(points[image], LABELS[image]);
            }
            assertThat(pyramid().loss(learner, batch(), DRAWS).item_double()).isCloseTo(loss / 2, within(1e-5));
        }
    }

    private static double crossEntropy(double[] pixels, long label) {
        double lead = 0;
        for (int pixel = 0; pixel < pixels.length; pixel++) {
            lead += WEIGHTS[pixel] * pixels[pixel];
        }
        return Math.log1p(Math.exp(label == 0 ? -lead : lead));
    }

    @Test
    void perturbsAnImageAlikeInAnyBatch() throws IOException {
        try (Classifier network = network();
                Scope scope = Scope.open()) {
            Learner learner = new Learner(network, Precision.FLOAT32);
            double[][] together = Rows.of(pyramid().perturbed(learner, batch().images(), DRAWS));
            Tensor second = batch().images().narrow(0, 1, 1);
            assertThat(Rows.of(pyramid().perturbed(learner, second, DRAWS.part(1, 2)))[0])
                    .containsExactly(together[1], within(1e-6));
        }
    }

    @Test
    void hasTheSettingsOfThePaperByDefault() throws IOException {
        assertThat(CanonicalJson.of(YamlRecords.read("pyramid-at", "text", Objective.class, List.of())))
                .isEqualTo("{\"pyramid-at\":{\"patches\":[32,16,1],\"multipliers\":[20.0,10.0,1.0],"
                        + "\"epsilon\":\"3/255\",\"step\":\"0.5/255\",\"steps\":5}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{patches: []} | patches must be one or more, of at least a pixel, not []",
                "{patches: [2, 0, 1]} | patches must be one or more, of at least a pixel, not [2, 0, 1]",
                "{patches: [2, 1]} | multipliers must be as many as patches, 2, not [20.0, 10.0, 1.0]",
                "{multipliers: [1, 0, 1]} | multipliers must be positive, not 0.0",
                "{epsilon: 0} | epsilon must be positive, not 0.0",
                "{step: 0} | step must be positive, not 0.0",
                "{steps: 0} | steps must be at least 1, not 0"
            })
    void refusesWhatIsNoPyramid(String settings, String message) {
        assertThatThrownBy(() -> YamlRecords.read("pyramid-at: " + settings, "text", Objective.class, List.of()))
                .hasMessageEndingWith(message);
    }
}
