package io.stockpot.threat;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Seed;
import io.stockpot.tensor.Rows;
import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steps to hyperplanes inside the box, against an oracle that bisects and sorts in double precision. */
class BoxedHyperplaneTest {
    private static final int IMAGES = 60;
    private static final int PIXELS = 3 * 4 * 4;
    private static final Offset<Double> CLOSE = Offset.offset(2e-6);

    @ParameterizedTest
    @EnumSource
    void stepsLikeTheOracle(Norm norm) {
        RandomGenerator random = new Seed(5).generator();
        double[][] points = Rows.draw(IMAGES, PIXELS, () -> Math.min(1, Math.max(0, 1.4 * random.nextDouble() - 0.2)));
        // some weights are zero; none are equal, as L1 might take either first
        double[][] normals = Rows.draw(IMAGES, PIXELS, () -> random.nextInt(3) == 0 ? 0 : random.nextGaussian());
        double[] gaps = new double[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            double reach = reach(points[i], normals[i], i % 2 == 0 ? 1 : -1);
            // from barely off the plane to beyond every corner
            gaps[i] = (float) ((i % 2 == 0 ? 1 : -1) * reach * (i % 10) / 7.5);
        }
        double[][] steps = steps(norm, points, normals, gaps);
        for (int i = 0; i < IMAGES; i++) {
            double[] expected = oracle(norm, points[i], normals[i], gaps[i]);
            assertThat(steps[i]).as("image %s, gap %s", i, gaps[i]).containsExactly(expected, CLOSE);
        }
    }

    @Test
    void stepsAsComputedByHand() {
        double[][] points = {{0.5, 0.1, 0.5, 1}};
        double[][] normals = {{2, 1, 0, -1}};
        // r = 0.2: 2 · 0.2 + 1 · 0.1 = 0.5, the last pixel is at its end
        assertThat(steps(Norm.LINF, points, normals, new double[] {0.5})[0])
                .containsExactly(new double[] {-0.2, -0.1, 0, 0}, CLOSE);
        // λ = 0.1: (0.2, 0.1) and 2 · 0.2 + 0.1 = 0.5
        assertThat(steps(Norm.L2, points, normals, new double[] {0.5})[0])
                .containsExactly(new double[] {-0.2, -0.1, 0, 0}, CLOSE);
        assertThat(steps(Norm.L1, points, normals, new double[] {0.5})[0])
                .containsExactly(new double[] {-0.25, 0, 0, 0}, CLOSE);
        assertThat(steps(Norm.L1, points, normals, new double[] {1.05})[0])
                .containsExactly(new double[] {-0.5, -0.05, 0, 0}, CLOSE);
        // the other way: the second pixel has 0.9 to go
        assertThat(steps(Norm.LINF, points, normals, new double[] {-0.8})[0])
                .containsExactly(new double[] {0.2, 0.2, 0, -0.2}, CLOSE);
    }

    @ParameterizedTest
    @EnumSource
    void stepsToTheCornerWhenThePlaneIsOutOfReach(Norm norm) {
        double[][] points = {{0.5, 0.1, 0.5, 1}};
        double[][] normals = {{2, 1, 0, -1}};
        assertThat(steps(norm, points, normals, new double[] {100})[0])
                .containsExactly(new double[] {-0.5, -0.1, 0, 0}, CLOSE);
    }

    @ParameterizedTest
    @EnumSource
    void staysWhereItIsWithoutNormalOrGap(Norm norm) {
        double[][] points = {{0.5, 0.1, 0.5, 1}};
        assertThat(steps(norm, points, new double[][] {{0, 0, 0, 0}}, new double[] {1})[0])
                .containsExactly(new double[4], CLOSE);
        assertThat(steps(norm, points, new double[][] {{2, 1, 0, -1}}, new double[] {0})[0])
                .containsExactly(new double[4], CLOSE);
    }

    private static double[][] steps(Norm norm, double[][] points, double[][] normals, double[] gaps) {
        BoxedHyperplane hyperplane = new BoxedHyperplane(points[0].length);
        double[][] steps = new double[points.length][];
        for (int i = 0; i < points.length; i++) {
            float[] step = new float[points[i].length];
            hyperplane.step(norm, floats(points[i]), floats(normals[i]), gaps[i], step);
            steps[i] = doubles(step);
        }
        return steps;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    private static double room(double point, double weight, double gap) {
        double towards = -Math.signum(gap) * Math.signum(weight);
        return towards == 0 ? 0 : towards > 0 ? 1 - point : point;
    }

    private static double reach(double[] point, double[] normal, double gap) {
        return IntStream.range(0, point.length)
                .mapToDouble(i -> Math.abs(normal[i]) * room(point[i], normal[i], gap))
                .sum();
    }

    private static double[] oracle(Norm norm, double[] point, double[] normal, double gap) {
        double[] moved = norm == Norm.L1 ? greedy(point, normal, gap) : bisected(norm, point, normal, gap);
        for (int i = 0; i < moved.length; i++) {
            moved[i] *= -Math.signum(gap) * Math.signum(normal[i]);
        }
        return moved;
    }

    private static double[] bisected(Norm norm, double[] point, double[] normal, double gap) {
        double low = 0;
        double high = 1e6;
        for (int step = 0; step < 200; step++) {
            double middle = (low + high) / 2;
            double[] moved = moved(norm, point, normal, gap, middle);
            double gained = IntStream.range(0, moved.length)
                    .mapToDouble(i -> Math.abs(normal[i]) * moved[i])
                    .sum();
            low = gained < Math.abs(gap) ? middle : low;
            high = gained < Math.abs(gap) ? high : middle;
        }
        return moved(norm, point, normal, gap, high);
    }

    private static double[] moved(Norm norm, double[] point, double[] normal, double gap, double level) {
        return IntStream.range(0, point.length)
                .mapToDouble(i -> {
                    double speed = norm == Norm.LINF ? 1 : Math.abs(normal[i]);
                    return Math.min(room(point[i], normal[i], gap), speed * level);
                })
                .toArray();
    }

    private static double[] greedy(double[] point, double[] normal, double gap) {
        Integer[] order = IntStream.range(0, point.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> -Math.abs(normal[i])));
        double left = Math.abs(gap);
        double[] moved = new double[point.length];
        for (int i : order) {
            double weight = Math.abs(normal[i]);
            if (weight > 0) {
                moved[i] = Math.min(room(point[i], normal[i], gap), left / weight);
                left -= weight * moved[i];
            }
        }
        return moved;
    }
}
