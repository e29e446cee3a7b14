package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.attack.Draws;
import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * AdvProp of networks of three grey pixels, a normalisation layer, and a linear map to two classes, so that the class to
 * reach is always the other. The formulas are written out in double precision, their slopes are central differences.
 */
@ExtendWith(NoLeaks.class)
class AdvPropTest {
    private static final double[][] IMAGES = {{0.2, 0.5, 0.9}, {0.4, 0.35, 0.1}, {0.7, 0.6, 0.3}, {0.15, 0.8, 0.45}};
    private static final long[] LABELS = {0, 1, 1, 0};
    private static final Draws DRAWS = new Draws(new Seed(1), 0, 1, 2, 3);
    private static final double RATE = 0.5;
    private static final double DECAY = 0.1;

    /** A normalisation layer with what it does to rows of numbers. */
    private enum Norm {
        BATCH("batch-norm: {channels: 1}", 1) {
            @Override
            double[][] normalised(double[][] rows) {
                double[] all = IntStream.range(0, rows.length * 3)
                        .mapToDouble(i -> rows[i / 3][i % 3])
                        .toArray();
                double mean = mean(all);
                double deviation = Math.sqrt(variance(all) + 1e-5);
                return each(rows, (row, value) -> (value - mean) / deviation);
            }
        },
        LAYER("layer-norm: {width: 3}", 3) {
            @Override
            double[][] normalised(double[][] rows) {
                return each(rows, (row, value) -> (value - mean(row)) / Math.sqrt(variance(row) + 1e-6));
            }
        };

        private final String layer;
        private final int width;

        Norm(String layer, int width) {
            this.layer = layer;
            this.width = width;
        }

        /** Returns the rows with mean zero and deviation one, each by itself or all together. */
        abstract double[][] normalised(double[][] rows);

        String training() {
            return """
                    train:
                      architecture:
                        sequential:
                          classes: 2
                          channels: 1
                          layers:
                            norm: {%s}
                            flatten: flatten
                            linear: {linear: {in: 3, out: 2}}
                      objective: {adv-prop: {threat: Linf 0.05, steps: 10}}
                      optimizer: {sgd: {momentum: 0.9, weight-decay: %s}}
                      schedule: {cyclic: {rate: 0.1}}
                      epochs: 1
                    """.formatted(layer, DECAY);
        }

        /** Returns all trained tensors, one after another, by the names that a training gives them. */
        Map<String, double[]> start() {
            Map<String, double[]> start = new LinkedHashMap<>();
            double[] places = {0, 1, 2};
            start.put("norm.weight", first(width, places, 1, 0.2));
            start.put("norm.bias", first(width, places, 0.1, -0.1));
            start.put("linear.weight", new double[] {1, -2, 0.5, -1, 0.5, 2});
            start.put("linear.bias", new double[] {0.2, -0.1});
            start.put("auxiliary/norm.weight", first(width, places, -0.8, 0.3));
            start.put("auxiliary/norm.bias", first(width, places, -0.2, 0.3));
            return start;
        }

        private static double[] first(int width, double[] places, double at, double slope) {
            return IntStream.range(0, width)
                    .mapToDouble(i -> (float) (at + slope * places[i]))
                    .toArray();
        }
    }

    private interface Change {
        double of(double[] row, double value);
    }

    private static double[][] each(double[][] rows, Change change) {
        double[][] changed = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            double[] row = rows[i];
            changed[i] = IntStream.range(0, row.length)
                    .mapToDouble(j -> change.of(row, row[j]))
                    .toArray();
        }
        return changed;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / values.length;
    }

    /** Returns the mean cross-entropy of images that pass through normalisation layers of this name. */
    private static double branch(Norm norm, Map<String, double[]> weights, String branch, double[][] images) {
        double[] scale = weights.get(branch + "norm.weight");
        double[] shift = weights.get(branch + "norm.bias");
        double[] map = weights.get("linear.weight");
        double[] bias = weights.get("linear.bias");
        double[][] hidden = norm.normalised(images);
        double loss = 0;
        for (int image = 0; image < images.length; image++) {
            double lead = bias[0] - bias[1];
            for (int j = 0; j < 3; j++) {
                double value = scale[j % norm.width] * hidden[image][j] + shift[j % norm.width];
                lead += (map[j] - map[3 + j]) * value;
            }
            loss += Math.log1p(Math.exp(LABELS[image] == 0 ? -lead : lead));
        }
        return loss / images.length;
    }

    private static double formula(Norm norm, Map<String, double[]> weights, double[][] perturbed) {
        return branch(norm, weights, "", IMAGES) + branch(norm, weights, "auxiliary/", perturbed);
    }

    /** Returns the slope of the formula in one number. */
    private static double slope(Norm norm, String name, int place, double[][] perturbed) {
        Map<String, double[]> more = norm.start();
        more.get(name)[place] += 1e-5;
        Map<String, double[]> less = norm.start();
        less.get(name)[place] -= 1e-5;
        return (formula(norm, more, perturbed) - formula(norm, less, perturbed)) / 2e-5;
    }

    /** A training before its first step. */
    private static final class Started implements AutoCloseable {
        private final Classifier network;
        private final TrainingState state;
        private final AdvProp objective;
        private final Learner learner;

        @SuppressWarnings("MustBeClosedChecker") // closed with this
        Started(Norm norm) throws IOException {
            Train training = (Train) YamlRecords.read(norm.training(), "text", Training.class, List.of());
            network = Classifier.initial(training.architecture(), Normalisation.none(1), new Seed(2));
            state = new TrainingState(network, training.settings());
            objective = (AdvProp) training.settings().objective();
            learner = new Learner(network, Precision.FLOAT32, state.auxiliary());
            try (Scope scope = Scope.open();
                    NoGradGuard frozen = new NoGradGuard()) {
                norm.start().forEach((name, values) -> set(tensor(name), values));
            }
        }

        private static void set(Tensor tensor, double[] values) {
            tensor.copy_(Rows.tensor(new double[][] {values}, values.length).view(tensor.shape()));
        }

        /** Returns a tensor by the name that the training gives it. */
        Tensor tensor(String name) {
            Classifier auxiliary = state.auxiliary().orElseThrow();
            return name.startsWith("auxiliary/")
                    ? auxiliary.weights().get(name.substring("auxiliary/".length()))
                    : network.weights().get(name);
        }

        double[] numbers(String name) {
            return Rows.numbers(tensor(name).detach());
        }

        double[][] perturbed() {
            return Rows.of(
                    objective.perturbed(learner.auxiliary(), batch(), DRAWS).flatten(1, -1));
        }

        @Override
        public void close() {
            state.close();
            network.close();
        }
    }

    private static Batch batch() {
        return new Batch(Rows.tensor(IMAGES, 1, 1, 3), Tensor.create(LABELS, LABELS.length));
    }

    @ParameterizedTest
    @EnumSource(Norm.class)
    void isTheSumOfTheCrossEntropiesOfBothBranches(Norm norm) throws IOException {
        try (Scope scope = Scope.open();
                Started training = new Started(norm)) {
            double[][] perturbed = training.perturbed();
            assertThat(training.objective.loss(training.learner, batch(), DRAWS).item_double())
                    .isCloseTo(formula(norm, norm.start(), perturbed), within(1e-5));
        }
    }

    /** Shared tensors follow the sum of both slopes, those of a normalisation layer the slope of their branch. */
    @ParameterizedTest
    @EnumSource(Norm.class)
    void movesTheTensorsOfBothBranchesInAStep(Norm norm) throws IOException {
        try (Scope scope = Scope.open();
                Started training = new Started(norm)) {
            double[][] perturbed = training.perturbed();
            training.state.descend(
                    training.state.gradients(training.objective.loss(training.learner, batch(), DRAWS)), RATE);
            norm.start().forEach((name, values) -> {
                double[] expected = IntStream.range(0, values.length)
                        .mapToDouble(i -> values[i] - RATE * (slope(norm, name, i, perturbed) + DECAY * values[i]))
                        .toArray();
                assertThat(training.numbers(name)).as(name).containsExactly(expected, within(1e-5));
            });
        }
    }

    @Test
    void movesTheRunningStatisticsOfEachBranchTowardsItsImages() throws IOException {
        try (Scope scope = Scope.open();
                Started training = new Started(Norm.BATCH)) {
            double[][] perturbed = training.perturbed();
            training.objective.loss(training.learner, batch(), DRAWS);
            Map.of("", IMAGES, "auxiliary/", perturbed).forEach((branch, rows) -> {
                double[] all = IntStream.range(0, 12)
                        .mapToDouble(i -> rows[i / 3][i % 3])
                        .toArray();
                assertThat(training.numbers(branch + "norm.running_mean"))
                        .containsExactly(new double[] {0.1 * mean(all)}, within(1e-6));
                assertThat(training.numbers(branch + "norm.running_var"))
                        .containsExactly(new double[] {0.9 + 0.1 * variance(all) * 12 / 11}, within(1e-6));
                assertThat(training.numbers(branch + "norm.num_batches_tracked"))
                        .containsExactly(1);
            });
        }
    }

    /** The scale of the auxiliary layer is negative here and that of the other positive, so they lead opposite ways. */
    @Test
    void leadsTheAuxiliaryBranchToTheOtherClass() throws IOException {
        try (Scope scope = Scope.open();
                Started training = new Started(Norm.BATCH)) {
            double[] map = Norm.BATCH.start().get("linear.weight");
            double[][] points = training.perturbed();
            for (int image = 0; image < IMAGES.length; image++) {
                for (int j = 0; j < 3; j++) {
                    double up = -Math.signum(map[j] - map[3 + j]);
                    double away = LABELS[image] == 0 ? -up : up;
                    assertThat(points[image][j]).isCloseTo(IMAGES[image][j] + 0.05 * away, within(1e-6));
                }
            }
        }
    }

    @Test
    void perturbsAnImageAlikeInAnyBatch() throws IOException {
        try (Scope scope = Scope.open();
                Started training = new Started(Norm.LAYER)) {
            double[][] together = training.perturbed();
            for (int image = 0; image < IMAGES.length; image++) {
                Batch alone = batch().part(image, image + 1);
                Tensor point =
                        training.objective.perturbed(training.learner.auxiliary(), alone, DRAWS.part(image, image + 1));
                assertThat(Rows.numbers(point)).containsExactly(together[image], within(1e-6));
            }
        }
    }

    @Test
    void drawsEveryClassButTheLabelAlikeForAnImageInAnyBatch() {
        int count = 6000;
        long[] labels = IntStream.range(0, count).mapToLong(i -> i % 4).toArray();
        Draws draws = new Draws(new Seed(3), IntStream.range(0, count).toArray());
        try (Scope scope = Scope.open()) {
            Tensor all = Tensor.create(labels, count);
            double[] targets = Rows.numbers(AdvProp.targets(all, 4, draws));
            int[][] drawn = new int[4][4];
            IntStream.range(0, count).forEach(i -> drawn[i % 4][(int) targets[i]]++);
            for (int label = 0; label < 4; label++) {
                for (int target = 0; target < 4; target++) {
                    // of 1500 a third is drawn, with a deviation of 18
                    assertThat((double) drawn[label][target]).isCloseTo(label == target ? 0 : 500, within(90.0));
                }
                assertThat(drawn[label][label]).isZero();
            }
            assertThat(Rows.numbers(AdvProp.targets(all.narrow(0, 70, 30), 4, draws.part(70, 100))))
                    .containsExactly(Arrays.copyOfRange(targets, 70, 100));
        }
    }

    @Test
    void needsTheAuxiliaryLayersOfATraining() throws IOException {
        try (Scope scope = Scope.open();
                Started training = new Started(Norm.LAYER)) {
            Learner without = new Learner(training.network, Precision.FLOAT32, Optional.empty());
            assertThatThrownBy(() -> training.objective.loss(without, batch(), DRAWS))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this training has no auxiliary normalisation layers");
        }
    }

    @Test
    void hasTheSettingsOfThePaperByDefault() throws IOException {
        Objective read = YamlRecords.read("adv-prop", "text", Objective.class, List.of());
        assertThat(CanonicalJson.of(read))
                .isEqualTo("{\"adv-prop\":{\"threat\":\"Linf 4/255\",\"steps\":5,\"step-size\":0.25}}");
        assertThat(read.passes()).isEqualTo(3 * (5 + 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{steps: 0} | steps must be at least 1, not 0",
                "{step-size: 0} | step-size must be positive, not 0.0; it is in units of epsilon, e.g. 0.25",
                "{threat: Linf} | a threat model is a norm and a radius, not 'Linf'; write e.g. 'Linf 8/255'"
            })
    void refusesWhatIsNoAttack(String settings, String message) {
        assertThatThrownBy(() -> YamlRecords.read("adv-prop: " + settings, "text", Objective.class, List.of()))
                .hasMessageEndingWith(message);
    }

    @Test
    void refusesNetworksWithoutNormalisationLayers() {
        String linear = "train: {architecture: {softmax-regression: {side: 3}}, objective: adv-prop}";
        assertThatThrownBy(() -> YamlRecords.read(linear, "text", Training.class, List.of()))
                .hasMessage("text:1:67: adv-prop gives perturbed images normalisation layers of their own, and this"
                        + " network has none; use one with batch norm or layer norm, or train on 'pyramid-at' or"
                        + " 'adversarial'");
    }
}
