package io.stockpot.attack;

import static io.stockpot.attack.Fixtures.PIXELS;
import static io.stockpot.attack.Fixtures.SHAPE;
import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Seed;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Epsilon;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every attack must keep to, in every norm. */
@ExtendWith(NoLeaks.class)
abstract class AttackContract {
    private static final int COUNT = 40;

    abstract Norm norm();

    /** Returns the attack with enough steps to find what there is. */
    abstract Attack attack();

    /** Returns the part of the radius within which everything that can be broken must be broken. */
    double reach() {
        return 0.99;
    }

    /** Returns whether the attack asks for gradients. */
    boolean usesGradients() {
        return true;
    }

    /** Returns how often a step asks the classifier, at most. */
    int asksPerStep() {
        return 2;
    }

    /** A radius at which about half of the images can be broken. */
    private double radius() {
        return switch (norm()) {
            case LINF -> 0.08;
            case L2 -> 0.4;
            case L1 -> 0.8;
        };
    }

    private ThreatModel threat(double epsilon) {
        return new ThreatModel(norm(), Epsilon.parse(String.format(Locale.ROOT, "%.12f", epsilon)));
    }

    @ParameterizedTest
    @EnumSource
    void staysInBallAndBoxAndLeavesTheImagesAlone(Purpose purpose) {
        try (Scope scope = Scope.open()) {
            Logits classifier = Fixtures.network(1);
            Tensor images = Fixtures.images(COUNT, 2);
            Tensor labels = Fixtures.classes(classifier, images);
            double[][] before = Rows.of(images);
            double[] labelsBefore = Rows.numbers(labels);
            for (double epsilon : new double[] {0.01, radius(), largest()}) {
                Goal goal = new Goal(classifier, labels);
                Tensor points = attack().perturb(goal, images, threat(epsilon), purpose, Fixtures.draws(COUNT));
                assertThat(Arrays.stream(Rows.numbers(points)).allMatch(pixel -> pixel >= 0 && pixel <= 1))
                        .isTrue();
                assertThat(Arrays.stream(Rows.numbers(norm().size(points.sub(images))))
                                .max()
                                .orElseThrow())
                        .isLessThanOrEqualTo(epsilon + 2e-6);
            }
            assertThat(Rows.of(images)).isDeepEqualTo(before);
            assertThat(Rows.numbers(labels)).containsExactly(labelsBefore);
        }
    }

    /** Returns how many images may withstand the largest ball, four times the radius: none, as a rule. */
    int stubborn() {
        return 0;
    }

    @Test
    void sameSeedGivesTheSameResult() {
        try (Scope scope = Scope.open()) {
            double[][] once = Rows.of(judge(attack(), Fixtures.draws(COUNT)).perturbed());
            double[][] again = Rows.of(judge(attack(), Fixtures.draws(COUNT)).perturbed());
            assertThat(again).isDeepEqualTo(once);
        }
    }

    /** A radius that lets every pixel go anywhere: no larger one is a threat in Linf. */
    private double largest() {
        return norm() == Norm.LINF ? 1 : 100;
    }

    private Judgement judge(Attack attack, Draws draws) {
        Logits classifier = Fixtures.network(1);
        Tensor images = Fixtures.images(COUNT, 2);
        Tensor labels = Fixtures.classes(classifier, images);
        return new Judge(threat(radius()), List.of(attack)).judge(classifier, images, labels, draws);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, COUNT})
    void verdictsDependNeitherOnBatchSizeNorOnOrder(int batchSize) {
        try (Scope scope = Scope.open()) {
            Logits classifier = Fixtures.network(1);
            Tensor images = Fixtures.images(COUNT, 2);
            Tensor labels = Fixtures.classes(classifier, images);
            BitSet expected = judge(attack(), Fixtures.draws(COUNT)).robust();
            assertThat(expected.cardinality())
                    .as("some, but not all images are broken")
                    .isBetween(3, COUNT - 3);

            Judge judge = new Judge(threat(radius()), List.of(attack()));
            for (int from = 0; from < COUNT; from += batchSize) {
                long[] ids = LongStream.range(from, Math.min(COUNT, from + batchSize))
                        .map(position -> position * 11 % COUNT)
                        .toArray();
                Tensor chosen = Fixtures.indices(ids);
                BitSet robust = judge.judge(
                                classifier,
                                images.index_select(0, chosen),
                                labels.index_select(0, chosen),
                                new Draws(new Seed(99), ids))
                        .robust();
                for (int i = 0; i < ids.length; i++) {
                    assertThat(robust.get(i)).as("image %s", ids[i]).isEqualTo(expected.get((int) ids[i]));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void epsilonZeroChangesNothing(Purpose purpose) {
        try (Scope scope = Scope.open()) {
            Logits classifier = Fixtures.network(1);
            Tensor images = Fixtures.images(COUNT, 2);
            Goal goal = new Goal(classifier, Fixtures.classes(classifier, images));
            Tensor points = attack().perturb(goal, images, threat(0), purpose, Fixtures.draws(COUNT));
            assertThat(Rows.of(points)).isDeepEqualTo(Rows.of(images));
        }
    }

    @Test
    void aLargerBallBreaksNoFewerImages() {
        try (Scope scope = Scope.open()) {
            Logits classifier = Fixtures.network(1);
            Tensor images = Fixtures.images(COUNT, 2);
            Tensor labels = Fixtures.classes(classifier, images);
            int before = COUNT;
            for (double factor : new double[] {0, 0.25, 0.5, 1, 2, 4}) {
                int robust = new Judge(threat(factor * radius()), List.of(attack()))
                        .judge(classifier, images, labels, Fixtures.draws(COUNT))
                        .robust()
                        .cardinality();
                assertThat(robust).isLessThanOrEqualTo(before);
                before = robust;
            }
            assertThat(before).isLessThanOrEqualTo(stubborn());
        }
    }

    @Test
    void handlesNoImages() {
        try (Scope scope = Scope.open()) {
            Tensor none = Fixtures.images(1, 2).narrow(0, 0, 0);
            Goal goal = new Goal(Fixtures.network(1), Fixtures.indices(0).narrow(0, 0, 0));
            for (Purpose purpose : Purpose.values()) {
                Tensor points = attack().perturb(goal, none, threat(radius()), purpose, Fixtures.draws(0));
                assertThat(points.size(0)).isZero();
            }
        }
    }

    @Test
    void leavesNothingButItsResult() {
        try (Scope scope = Scope.open()) {
            Logits classifier = Fixtures.network(1);
            Tensor images = Fixtures.images(COUNT, 2);
            Goal goal = new Goal(classifier, Fixtures.classes(classifier, images));
            ThreatModel threat = threat(radius());
            long before = Pointer.totalCount();
            for (Purpose purpose : Purpose.values()) {
                attack().perturb(goal, images, threat, purpose, Fixtures.draws(COUNT));
            }
            assertThat(Pointer.totalCount()).isEqualTo(before + Purpose.values().length);
        }
    }

    @Test
    void holdsNoMoreAfterManyStepsThanAfterAFew() {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            List<Long> live = new ArrayList<>();
            Logits watched = images -> {
                live.add(Pointer.totalCount());
                return network.of(images);
            };
            Tensor images = Fixtures.images(COUNT, 2);
            Goal goal = new Goal(watched, Fixtures.classes(network, images));
            attack().perturb(goal, images, threat(radius()), Purpose.TRAINING, Fixtures.draws(COUNT));
            // the last iteration may differ
            int asks = asksPerStep();
            List<Long> late = live.subList(Math.max(asks, live.size() - 10 * asks), live.size() - asks);
            assertThat(late).hasSizeGreaterThan(2 * asks);
            assertThat(late.subList(0, asks)).containsAll(late);
        }
    }

    @Test
    void breaksImagesWhenSomeGradientsAreNotNumbers() {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            // the root of zero has an infinite slope, and nothing times it is no number
            Logits broken = images -> network.of(images)
                    .add(images.narrow(1, 0, 1)
                            .sub(images.narrow(1, 0, 1))
                            .sqrt()
                            .sum(new long[] {1, 2, 3})
                            .unsqueeze(1));
            Tensor images = Fixtures.images(COUNT, 2);
            Judgement judgement = new Judge(threat(radius()), List.of(attack()))
                    .judge(broken, images, Fixtures.classes(network, images), Fixtures.draws(COUNT));
            assertThat(judgement.gradients().nonFiniteEntries() > 0).isEqualTo(usesGradients());
            assertThat(judgement.robust().cardinality()).isLessThan(COUNT);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void breaksExactlyWhatCanBeBrokenWhereTheBoxDoesNotBind(long seed) {
        double[][] images = IntStream.range(0, COUNT)
                .mapToObj(i -> new Seed(seed)
                        .child(i)
                        .generator()
                        .doubles(PIXELS, 0.4, 0.6)
                        .toArray())
                .toArray(double[][]::new);
        double[] weights = new Seed(seed).generator().doubles(PIXELS, -1, 1).toArray();
        double epsilon = norm() == Norm.L2 ? 0.3 : 0.2;
        Norm dual = norm() == Norm.LINF ? Norm.L1 : norm() == Norm.L1 ? Norm.LINF : Norm.L2;
        double dualNorm = size(dual, weights);
        assertThat(LinearOracle.largestDecrease(norm(), weights, images[0], epsilon))
                .isCloseTo(epsilon * dualNorm, org.assertj.core.data.Offset.offset(1e-9));
        breaksExactly(images, weights, epsilon);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void breaksExactlyWhatCanBeBrokenWhereTheBoxBinds(long seed) {
        RandomGenerator random = new Seed(seed).child("images").generator();
        double[][] images = Rows.draw(COUNT, PIXELS, () -> Math.min(1, Math.max(0, 0.5 + 0.5 * random.nextGaussian())));
        double[] weights = random.doubles(PIXELS, -1, 1).toArray();
        double epsilon = norm() == Norm.LINF ? 0.3 : norm() == Norm.L2 ? 1.5 : 4;
        breaksExactly(images, weights, epsilon);
    }

    /** Places the plane so that half of the images can be carried over it, and attacks. */
    private void breaksExactly(double[][] images, double[] weights, double epsilon) {
        double[] lowest = Arrays.stream(images)
                .mapToDouble(image -> lowest(weights, image, epsilon))
                .toArray();
        double[] sorted = Arrays.stream(lowest).sorted().toArray();
        double offset = -(sorted[COUNT / 2] + sorted[COUNT / 2 - 1]) / 2;
        try (Scope scope = Scope.open()) {
            Logits classifier = Fixtures.linear(weights, offset);
            Tensor batch = Rows.tensor(images, SHAPE);
            Tensor labels = batch.new_zeros(COUNT).to(org.bytedeco.pytorch.global.torch.ScalarType.Long);
            Judgement judgement = new Judge(threat(epsilon), List.of(attack()))
                    .judge(classifier, batch, labels, Fixtures.draws(COUNT));
            int clear = 0;
            for (int i = 0; i < COUNT; i++) {
                boolean breakable = lowest(weights, images[i], reach() * epsilon) + offset < 0;
                boolean safe = lowest(weights, images[i], 1.01 * epsilon) + offset > 0;
                if (judgement.clean().get(i) && (breakable || safe)) {
                    clear++;
                    assertThat(judgement.robust().get(i))
                            .as("image %s withstands", i)
                            .isEqualTo(safe);
                }
            }
            assertThat(clear).isGreaterThan(COUNT / 4);
        }
    }

    private double lowest(double[] weights, double[] image, double epsilon) {
        double value = IntStream.range(0, PIXELS)
                .mapToDouble(i -> weights[i] * image[i])
                .sum();
        return value - LinearOracle.largestDecrease(norm(), weights, image, epsilon);
    }

    private static double size(Norm norm, double[] values) {
        return switch (norm) {
            case LINF -> Arrays.stream(values).map(Math::abs).max().orElseThrow();
            case L2 ->
                Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
            case L1 -> Arrays.stream(values).map(Math::abs).sum();
        };
    }
}
