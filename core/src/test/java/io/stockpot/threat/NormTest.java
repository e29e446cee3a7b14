package io.stockpot.threat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stockpot.base.Seed;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class NormTest {
    private static final int IMAGES = 40;
    private static final int PIXELS = 3 * 5 * 4;
    private static final double[] RADII = {0, 1e-3, 8.0 / 255, 0.5, 3, 12, 1e6};
    private static final Offset<Double> CLOSE = Offset.offset(1e-6);

    @ParameterizedTest
    @EnumSource
    void projectsLikeTheOracle(Norm norm) {
        double[][] images = images(1);
        for (Kind kind : Kind.values()) {
            double[][] points = kind.points(images, 2);
            for (double epsilon : RADII) {
                double[][] projected = project(norm, points, images, epsilon);
                for (int i = 0; i < IMAGES; i++) {
                    double[] expected = Oracle.project(norm, points[i], images[i], epsilon);
                    assertThat(projected[i])
                            .as("%s, epsilon %s, image %s", kind, epsilon, i)
                            .containsExactly(expected, Offset.offset(2e-6));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void landsInBallAndBoxAndStaysThere(Norm norm) {
        double[][] images = images(3);
        for (Kind kind : Kind.values()) {
            double[][] points = kind.points(images, 4);
            for (double epsilon : RADII) {
                double[][] once = project(norm, points, images, epsilon);
                double[][] twice = project(norm, once, images, epsilon);
                for (int i = 0; i < IMAGES; i++) {
                    assertThat(Oracle.size(norm, once[i], images[i])).isLessThanOrEqualTo(epsilon + 1e-6);
                    assertThat(Oracle.inBox(once[i])).isTrue();
                    assertThat(twice[i]).containsExactly(once[i], CLOSE);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void epsilonZeroReturnsTheImagesBitForBit(Norm norm) {
        double[][] images = images(5);
        assertThat(project(norm, Kind.FAR.points(images, 6), images, 0)).isDeepEqualTo(images);
    }

    @Test
    void noFeasiblePointIsNearerInL1() {
        double[][] images = images(7);
        double[][] points = Kind.NEAR.points(images, 8);
        double[][] projected = project(Norm.L1, points, images, 3);
        double[][] others = project(Norm.L1, Kind.NEAR.points(projected, 9), images, 3);
        for (int i = 0; i < IMAGES; i++) {
            double distance = Oracle.size(Norm.L2, projected[i], points[i]);
            assertThat(Oracle.size(Norm.L2, others[i], points[i])).isGreaterThanOrEqualTo(distance - 1e-6);
        }
    }

    @Test
    void l1StaysExactInThousandsOfDimensions() {
        try (Scope scope = Scope.open()) {
            Random random = new Random(11);
            double[][] images = Rows.draw(4, 150_528, random::nextFloat);
            double[][] points = Rows.draw(4, 150_528, () -> (float) (3 * random.nextGaussian()));
            Tensor centre = Rows.tensor(images, 3, 224, 224);
            Tensor projected = Norm.L1.project(Rows.tensor(points, 3, 224, 224), centre, 255);
            for (double size : Rows.numbers(Norm.L1.size(projected.sub(centre)))) {
                assertThat(size).isCloseTo(255, Offset.offset(255e-6));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void steepestReachesTheDualNormAtSizeOne(Norm norm) {
        try (Scope scope = Scope.open()) {
            double[][] gradients = Rows.draw(IMAGES, PIXELS, new Random(12)::nextGaussian);
            double[][] steepest = Rows.of(norm.steepest(tensor(gradients)));
            for (int i = 0; i < IMAGES; i++) {
                double growth = 0;
                for (int j = 0; j < PIXELS; j++) {
                    growth += gradients[i][j] * steepest[i][j];
                }
                Norm dual = norm == Norm.LINF ? Norm.L1 : norm == Norm.L1 ? Norm.LINF : Norm.L2;
                double[] zero = new double[PIXELS];
                assertThat(growth).isCloseTo(Oracle.size(dual, gradients[i], zero), Offset.offset(1e-5));
                assertThat(Oracle.size(norm, steepest[i], zero)).isCloseTo(1, CLOSE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void steepestOfZeroIsZeroAndOfTinyGradientsIsNot(Norm norm) {
        try (Scope scope = Scope.open()) {
            double[][] zero = new double[2][PIXELS];
            assertThat(Rows.of(norm.steepest(tensor(zero)))).isDeepEqualTo(zero);
            double[][] tiny = Rows.draw(1, PIXELS, () -> 1e-30);
            assertThat(Oracle.size(norm, Rows.of(norm.steepest(tensor(tiny)))[0], new double[PIXELS]))
                    .isCloseTo(1, CLOSE);
        }
    }

    @Test
    void sparseAscentMovesTheLargestAndTheTiesWithTheLast() {
        float[][] gradients = {{3, -2, 2, 0, 1, 0}, {3, -2, 2, 0, 1, 0}, {0, 0, 0, 0, 0, -5}, {0, 0, 0, 0, 0, 0}};
        int[] kept = {1, 2, 6, 3};
        float third = 1 / 3f;
        float[][] expected = {{1, 0, 0, 0, 0, 0}, {third, -third, third, 0, 0, 0}, {0, 0, 0, 0, 0, -1}, new float[6]};
        BoxedL1Ball ball = new BoxedL1Ball(6);
        for (int i = 0; i < gradients.length; i++) {
            float[] point = new float[6];
            ball.ascendSparsely(point, gradients[i], kept[i], 1);
            assertThat(point).containsExactly(expected[i], Offset.offset(1e-6f));
        }
    }

    @Test
    void l1AscentFillsTheLargestCoordinatesUpToTheBox() {
        try (Scope scope = Scope.open()) {
            double[][] points = {{0.25, 1, 0.5, 0.5}};
            double[][] gradients = {{2, 9, -3, 0}};
            assertThat(Rows.of(Norm.L1.ascend(Rows.tensor(points, 1, 2, 2), Rows.tensor(gradients, 1, 2, 2), 1))[0])
                    .containsExactly(new double[] {0.75, 1, 0, 0.5}, CLOSE);
            assertThat(Rows.of(Norm.L1.ascend(Rows.tensor(points, 1, 2, 2), Rows.tensor(gradients, 1, 2, 2), 9))[0])
                    .containsExactly(new double[] {1, 1, 0, 0.5}, CLOSE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void startsLieInTheSetAndOnTheSurfaceOfTheBallWhereTheBoxAllows(Norm norm) {
        try (Scope scope = Scope.open()) {
            double[][] images = Rows.draw(IMAGES, PIXELS, () -> 0.5);
            double epsilon = norm == Norm.L1 ? 2 : 0.1;
            double[][] starts = Rows.of(norm.sample(tensor(images), epsilon, new RandomNoise(13)));
            for (int i = 0; i < IMAGES; i++) {
                assertThat(Oracle.size(norm, starts[i], images[i])).isCloseTo(epsilon, CLOSE);
            }
            double[][] corner = Rows.draw(IMAGES, PIXELS, () -> 0);
            for (double[] start : Rows.of(norm.sample(tensor(corner), epsilon, new RandomNoise(13)))) {
                assertThat(Oracle.inBox(start)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void ordersOfANormAndItsDualAreConjugate(Norm norm) {
        assertThat(1 / norm.order() + 1 / norm.dual().order()).isEqualTo(1);
        assertThat(norm.dual().dual()).isEqualTo(norm);
    }

    @Test
    void massesAreSumsOfPowers() {
        float[] change = {9, 3, -4, 9};
        assertThat(Norm.L2.mass(change, 1, 3)).isEqualTo(25);
        assertThat(Norm.L2.sizeOfMass(25)).isEqualTo(5);
        assertThat(Norm.L2.mass(-4)).isEqualTo(16);
        assertThat(Norm.L1.mass(change, 1, 3)).isEqualTo(7);
        assertThat(Norm.L1.sizeOfMass(7)).isEqualTo(7);
        assertThat(Norm.L1.mass(-4)).isEqualTo(4);
    }

    @Test
    void refusesMassesInLinf() {
        List<ThrowingCallable> calls = List.of(
                () -> Norm.LINF.mass(1), () -> Norm.LINF.mass(new float[1], 0, 1), () -> Norm.LINF.sizeOfMass(1));
        for (ThrowingCallable call : calls) {
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(call)
                    .withMessage("changes have a mass in L2 and L1, not in Linf; ask for their size");
        }
    }

    /** A change of (3, 4) · 0.01 is stretched to the surface, by 0.25 / 0.05 in L2 and 0.2 / 0.04 in Linf. */
    @Test
    void stretchesAChangeToTheSurfaceButNotInL1() {
        assertThat(stretched(Norm.L2, 0.25)).containsExactly(new float[] {0.65f, 1}, Offset.offset(1e-6f));
        assertThat(stretched(Norm.LINF, 0.2)).containsExactly(new float[] {0.65f, 1}, Offset.offset(1e-6f));
        assertThat(stretched(Norm.L1, 1)).containsExactly(new float[] {0.53f, 0.94f}, Offset.offset(1e-6f));
        assertThat(stretched(Norm.L1, 0.03)).containsExactly(new float[] {0.51f, 0.92f}, Offset.offset(1e-6f));
    }

    private static float[] stretched(Norm norm, double epsilon) {
        float[] change = {0.03f, 0.04f};
        norm.stretching(2).move(change, new float[] {0.5f, 0.9f}, epsilon);
        return change;
    }

    private static double[][] project(Norm norm, double[][] points, double[][] images, double epsilon) {
        try (Scope scope = Scope.open()) {
            return Rows.of(norm.project(tensor(points), tensor(images), epsilon));
        }
    }

    /** Where the points to project come from. */
    private enum Kind {
        NEAR,
        FAR,
        TIED,
        UNMOVED,
        ONE_PIXEL,
        ALL_EQUAL;

        double[][] points(double[][] images, long seed) {
            Random random = new Random(seed);
            double[][] points = new double[images.length][PIXELS];
            for (int i = 0; i < images.length; i++) {
                for (int j = 0; j < PIXELS; j++) {
                    points[i][j] = (float) (images[i][j] + change(random, j));
                }
            }
            return points;
        }

        private double change(RandomGenerator random, int pixel) {
            return switch (this) {
                case NEAR -> 0.2 * random.nextGaussian();
                case FAR -> 50 * random.nextGaussian();
                case TIED -> 0.25 * random.nextInt(-2, 3);
                case UNMOVED -> 0;
                case ONE_PIXEL -> pixel == 7 ? 5 : 0;
                case ALL_EQUAL -> 0.375;
            };
        }
    }

    /** Images with many pixels on the faces of the box and many equal ones. */
    private static double[][] images(long seed) {
        Random random = new Random(seed);
        return Rows.draw(IMAGES, PIXELS, () -> switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> random.nextInt(5) / 4.0;
            default -> random.nextFloat();
        });
    }

    private static Tensor tensor(double[][] rows) {
        return Rows.tensor(rows, 3, 5, 4);
    }

    private record RandomNoise(long seed) implements Noise {
        @Override
        public Tensor uniform(long... imageShape) {
            RandomGenerator random = new Seed(seed).generator();
            return tensor(Rows.draw(IMAGES, PIXELS, random::nextFloat));
        }

        @Override
        public Tensor gaussian(long... imageShape) {
            RandomGenerator random = new Seed(seed).generator();
            return tensor(Rows.draw(IMAGES, PIXELS, random::nextGaussian));
        }
    }
}
