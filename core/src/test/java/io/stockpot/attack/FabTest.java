package io.stockpot.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.base.Seed;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class FabTest extends AttackInEveryNorm {
    private static final int COUNT = 30;

    @Override
    Attack attack(Norm norm) {
        return new Fab(30, 4);
    }

    /** On a linear classifier the nearest plane is known: the oracle finds it by bisection. */
    @ParameterizedTest
    @EnumSource
    void distancesOnALinearClassifierAreExact(Norm norm) {
        RandomGenerator random = new Seed(7).generator();
        double[][] images =
                Rows.draw(COUNT, Fixtures.PIXELS, () -> Math.min(1, Math.max(0, 0.5 + 0.5 * random.nextGaussian())));
        double[] weights = random.doubles(Fixtures.PIXELS, -1, 1).toArray();
        double offset = 1.5;
        try (Scope scope = Scope.open()) {
            Tensor batch = Rows.tensor(images, Fixtures.SHAPE);
            Goal goal = new Goal(Fixtures.linear(weights, offset), Fixtures.indices(new long[COUNT]));
            for (int targets : new int[] {3, 0}) {
                double[] found = Rows.numbers(new Fab(40, targets).distances(goal, batch, norm));
                for (int i = 0; i < COUNT; i++) {
                    double exact = distance(norm, weights, images[i], offset);
                    if (Double.isInfinite(exact)) {
                        assertThat(found[i]).isInfinite();
                    } else {
                        assertThat(found[i]).isBetween(exact - 1e-5, 1.01 * exact + 1e-5);
                    }
                }
                assertThat(Arrays.stream(found).boxed())
                        .anyMatch(distance -> distance > 0 && Double.isFinite(distance));
            }
        }
    }

    /** Where all tangents are exact and the box is far, the nearest class at the image is the nearest of all. */
    @ParameterizedTest
    @EnumSource(names = {"LINF", "L2"})
    void withoutTargetsItGoesToTheNearestOfAllClasses(Norm norm) {
        RandomGenerator random = new Seed(8).generator();
        double[][] images = Rows.draw(COUNT, Fixtures.PIXELS, () -> 0.5 + 0.05 * random.nextGaussian());
        try (Scope scope = Scope.open()) {
            // steeper for some classes, so that the nearest is not the one of highest logit
            Tensor steepness = Rows.tensor(new double[][] {{1, 2, 3, 4, 5}}, 5);
            Tensor weights = Rows.tensor(Rows.draw(Fixtures.PIXELS, 5, random::nextGaussian), 5)
                    .mul(steepness);
            Logits linear = points -> points.sub(new Scalar(0.5)).flatten(1, -1).mm(weights);
            Tensor batch = Rows.tensor(images, Fixtures.SHAPE);
            Goal goal = new Goal(linear, Fixtures.classes(linear, batch));
            double[] nearest = Rows.numbers(new Fab(30, 4).distances(goal, batch, norm));
            double[] found = Rows.numbers(new Fab(30, 0).distances(goal, batch, norm));
            double[] first = Rows.numbers(new Fab(30, 1).distances(goal, batch, norm));
            int others = 0;
            for (int i = 0; i < COUNT; i++) {
                assertThat(found[i]).isBetween(0.99 * nearest[i], 1.02 * nearest[i]);
                others += first[i] > 1.1 * nearest[i] ? 1 : 0;
            }
            assertThat(others)
                    .as("images whose nearest class is not the second in rank")
                    .isPositive();
        }
    }

    /** Returns the smallest epsilon with which the plane can be reached. */
    private static double distance(Norm norm, double[] weights, double[] image, double offset) {
        double value = offset
                + IntStream.range(0, image.length)
                        .mapToDouble(i -> weights[i] * image[i])
                        .sum();
        double low = 0;
        double high = image.length;
        if (value <= 0) {
            return 0;
        }
        if (LinearOracle.largestDecrease(norm, weights, image, high) < value) {
            return Double.POSITIVE_INFINITY;
        }
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            boolean reached = LinearOracle.largestDecrease(norm, weights, image, middle) >= value;
            low = reached ? low : middle;
            high = reached ? middle : high;
        }
        return high;
    }

    @Test
    void findsNoDistanceForMisclassifiedImages() {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            Tensor images = Fixtures.images(2, 1);
            double[] classes = Rows.numbers(Fixtures.classes(network, images));
            Goal goal = new Goal(network, Fixtures.indices((long) classes[0], ((long) classes[1] + 1) % 5));
            double[] found = Rows.numbers(new Fab(10, 4).distances(goal, images, Norm.L2));
            assertThat(found[0]).isPositive();
            assertThat(found[1]).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void moreIterationsAndTargetsNeverFindFartherPoints(Norm norm) {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(2);
            Tensor images = Fixtures.images(COUNT, 5);
            Goal goal = new Goal(network, Fixtures.classes(network, images));
            double[] few = Rows.numbers(new Fab(5, 2).distances(goal, images, norm));
            double[] more = Rows.numbers(new Fab(15, 4).distances(goal, images, norm));
            for (int i = 0; i < COUNT; i++) {
                assertThat(more[i]).isLessThanOrEqualTo(few[i] + 1e-6);
            }
            assertThat(Arrays.stream(more).boxed()).allMatch(Double::isFinite);
        }
    }

    /**
     * The second class is next, by its logit, and can never be reached; the third is reached by the first pixel. With
     * patience the second is given up after three iterations, and the image goes on to the third.
     */
    @Test
    void givesUpATargetThatComesNoNearer() {
        try (Scope scope = Scope.open()) {
            List<Long> batches = new ArrayList<>();
            Tensor ahead = Rows.tensor(new double[][] {{0.3, 0.2, 0, 0}}, 4);
            Logits watched = points -> {
                batches.add(points.size(0));
                return points.view(-1, 4)
                        .mul(Rows.tensor(new double[][] {{0, 0, 1, 0}}, 4))
                        .add(ahead);
            };
            Tensor images = Rows.tensor(new double[][] {{0, 0, 0.1, 0}}, 1, 2, 2);
            Tensor found = new Fab(50, 2, Optional.of(3))
                    .perturb(
                            new Goal(watched, Fixtures.indices(0)),
                            images,
                            ThreatModel.parse("L2 0.5"),
                            Purpose.EVALUATION,
                            Fixtures.draws(1));
            assertThat(Rows.of(found)[0][2]).isBetween(0.3, 0.4);
            // the clean logits, gradient and answer of three iterations, and those of one that breaks the image
            assertThat(batches).hasSize(1 + 2 * 3 + 2).containsOnly(1L);
        }
    }

    @Test
    void refusesSettingsOutsideTheirRanges() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fab(0, 1))
                .withMessage("iterations must be at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fab(1, -1))
                .withMessage("targets must be at least 0, not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fab(1, 1, 1.5, 1.05, 0.9, Optional.empty()))
                .withMessage("strongest-pull must be from 0 to 1, not 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fab(1, 1, 0.1, 0.5, 0.9, Optional.empty()))
                .withMessage("overshoot must be at least 1, not 0.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fab(1, 1, 0.1, 1.05, 1, Optional.empty()))
                .withMessage("backward-step must be between 0 and 1, not 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fab(1, 1, Optional.of(0)))
                .withMessage("patience must be at least 1, not 0");
    }
}
