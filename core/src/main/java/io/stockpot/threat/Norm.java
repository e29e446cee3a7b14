package io.stockpot.threat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.stockpot.tensor.FloatRows;
import io.stockpot.tensor.Scope;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The geometry of an Lp ball around an image, cut by the box [0, 1] of all images. Every operation
 * works on each image of a batch N×C×H×W, float32, on its own, and returns a new tensor.
 */
public enum Norm {
    /** The largest change of a pixel. */
    LINF("Linf"),
    /** The Euclidean length of the change. */
    L2("L2"),
    /** The sum of the changes of all pixels. */
    L1("L1");

    /** Below every length that matters; keeps a division by the length of zero at zero. */
    private static final double TINY = 1e-12;

    private final String text;

    Norm(String text) {
        this.text = text;
    }

    /**
     * Reads "Linf", "L2" or "L1".
     *
     * @throws IllegalArgumentException if the text is none of them
     */
    @JsonCreator
    public static Norm parse(String text) {
        return Arrays.stream(values())
                .filter(norm -> norm.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a norm is one of Linf, L2, L1, not '" + text + "'"));
    }

    /**
     * Moves points into the intersection of ball and box. For Linf and L1 this is the Euclidean
     * projection. For L2 the point is first scaled onto the ball, then clipped to the box: feasible,
     * though not always the nearest point, and what the reference implementation of APGD does.
     *
     * @param perturbed the points, any values
     * @param images the centres of the balls, in [0, 1]
     * @param epsilon the radius, zero or positive
     */
    public Tensor project(Tensor perturbed, Tensor images, double epsilon) {
        try (Scope scope = Scope.open()) {
            Tensor inBall = switch (this) {
                case LINF -> {
                    Scalar radius = new Scalar(epsilon);
                    yield perturbed.minimum(images.add(radius)).maximum(images.sub(radius));
                }
                case L2 -> {
                    Tensor difference = perturbed.sub(images);
                    Tensor length = spread(length(difference)).clamp_min(new Scalar(TINY));
                    Tensor scale = length.reciprocal().mul(new Scalar(epsilon)).clamp_max(new Scalar(1));
                    yield difference.mul_(scale).add_(images);
                }
                case L1 -> inL1(perturbed, images, (ball, point, image) -> ball.project(point, image, epsilon));
            };
            return scope.keep(clipToBox(inBall));
        }
    }

    /**
     * Returns the direction of size one along which a linear function with this gradient grows most:
     * the signs for Linf, the normalised gradient for L2, the largest coordinate for L1. A gradient of
     * zero gives zero.
     */
    public Tensor steepest(Tensor gradient) {
        try (Scope scope = Scope.open()) {
            Tensor direction = switch (this) {
                case LINF -> gradient.sign();
                case L2 -> normalised(gradient);
                case L1 -> largestCoordinates(gradient);
            };
            return scope.keep(direction);
        }
    }

    /**
     * Moves points by a step of this size along the steepest direction. For L1 the step respects the
     * box: it fills the coordinates of largest gradient up to the end of the box, one after the
     * other, because a step on the one largest coordinate would soon be stuck at its end.
     *
     * @param points in [0, 1]
     * @param size the length of the step in this norm
     * @return the new points, which may have left the ball and, except for L1, the box
     */
    public Tensor ascend(Tensor points, Tensor gradient, double size) {
        try (Scope scope = Scope.open()) {
            Tensor moved = switch (this) {
                case LINF, L2 -> points.add(steepest(gradient), new Scalar(size));
                case L1 -> inL1(points, gradient, (ball, point, slope) -> ball.ascend(point, slope, size));
            };
            return scope.keep(moved);
        }
    }

    /**
     * Returns random start points for attacks, as APGD draws them: for Linf and L2 uniform or Gaussian
     * noise scaled to the surface of the ball, for L1 the projection of Gaussian noise.
     *
     * @param images in [0, 1]
     */
    public Tensor sample(Tensor images, double epsilon, Noise noise) {
        try (Scope scope = Scope.open()) {
            long[] shape = {images.size(1), images.size(2), images.size(3)};
            Tensor start = switch (this) {
                case LINF -> {
                    Tensor cube = noise.uniform(shape).mul_(new Scalar(2)).sub_(new Scalar(1));
                    yield clipToBox(images.add(toSurface(cube), new Scalar(epsilon)));
                }
                case L2 -> clipToBox(images.add(toSurface(noise.gaussian(shape)), new Scalar(epsilon)));
                case L1 -> project(images.add(noise.gaussian(shape)), images, epsilon);
            };
            return scope.keep(start);
        }
    }

    /**
     * Returns the size of each change in this norm.
     *
     * @return N numbers, float64
     */
    public Tensor size(Tensor difference) {
        try (Scope scope = Scope.open()) {
            double order = switch (this) {
                case LINF -> Double.POSITIVE_INFINITY;
                case L2 -> 2;
                case L1 -> 1;
            };
            ScalarTypeOptional precise = new ScalarTypeOptional(ScalarType.Double);
            return scope.keep(
                    torch.linalg_vector_norm(rows(difference), new Scalar(order), new long[] {1}, false, precise));
        }
    }

    /** A change of one point in place, given something of the same shape. */
    private interface ChangeInL1 {
        void of(BoxedL1Ball ball, float[] point, float[] other);
    }

    private static Tensor inL1(Tensor points, Tensor others, ChangeInL1 change) {
        Tensor changed = points.contiguous().clone();
        FloatRows pointRows = FloatRows.of(changed);
        FloatRows otherRows = FloatRows.of(others.contiguous());
        FloatRows.share(pointRows.count(), (from, to) -> {
            BoxedL1Ball ball = new BoxedL1Ball(pointRows.width());
            float[] point = new float[pointRows.width()];
            float[] other = new float[pointRows.width()];
            for (int row = from; row < to; row++) {
                pointRows.read(row, point);
                otherRows.read(row, other);
                change.of(ball, point, other);
                pointRows.write(row, point);
            }
        });
        return changed;
    }

    private static Tensor largestCoordinates(Tensor gradient) {
        Tensor magnitude = rows(gradient).abs();
        Tensor chosen = magnitude.ge(magnitude.amax(new long[] {1}, true)).logical_and(magnitude.gt(new Scalar(0)));
        Tensor number = chosen.sum(new long[] {1}, true, new ScalarTypeOptional());
        Tensor signs = rows(gradient).sign().mul_(chosen);
        return signs.div_(number.clamp_min_(new Scalar(1))).view_as(gradient);
    }

    /** Returns the size of a change of one image in this norm. */
    public double size(float[] difference) {
        double size = 0;
        switch (this) {
            case LINF -> {
                for (float change : difference) {
                    size = Math.max(size, Math.abs(change));
                }
            }
            case L2 -> {
                for (float change : difference) {
                    size += (double) change * change;
                }
                size = Math.sqrt(size);
            }
            case L1 -> {
                for (float change : difference) {
                    size += Math.abs(change);
                }
            }
        }
        return size;
    }

    private Tensor toSurface(Tensor noise) {
        return noise.div(spread(length(noise)).clamp_min(new Scalar(TINY)));
    }

    private Tensor length(Tensor difference) {
        return size(difference).to(ScalarType.Float);
    }

    /** Divides by the largest magnitude first, so that squares of small gradients do not vanish. */
    private Tensor normalised(Tensor gradient) {
        Tensor largest = rows(gradient).abs().amax(new long[] {1}, false);
        Tensor scaled = gradient.div(spread(largest).clamp_min(new Scalar(Float.MIN_NORMAL)));
        return scaled.div_(spread(length(scaled)).clamp_min(new Scalar(TINY)));
    }

    private static Tensor clipToBox(Tensor points) {
        return points.clamp_min(new Scalar(0)).clamp_max_(new Scalar(1));
    }

    /** Returns N×d: one row an image. */
    private static Tensor rows(Tensor images) {
        return images.flatten(1, -1);
    }

    /** Returns N numbers as N×1×1×1, to be combined with images. */
    private static Tensor spread(Tensor numbers) {
        return numbers.view(-1, 1, 1, 1);
    }

    /** Returns the text form: "Linf", "L2" or "L1". */
    @JsonValue
    @Override
    public String toString() {
        return text;
    }
}
