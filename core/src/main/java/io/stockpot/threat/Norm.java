package io.stockpot.threat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.stockpot.tensor.FloatRows;
import io.stockpot.tensor.Scope;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
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
                .orElseThrow(() -> new IllegalArgumentException("a norm is one of "
                        + Arrays.stream(values()).map(Norm::toString).collect(Collectors.joining(", ")) + ", not '"
                        + text + "'"));
    }

    /**
     * Checks that a radius is one for pixels in [0, 1]. In Linf one above 1 allows no more than 1 does, and was meant for
     * pixels from 0 to 255; in L2 and L1 many pixels add up.
     *
     * @throws IllegalArgumentException naming it, and how it is likely written
     */
    void requireRadius(Epsilon epsilon) {
        switch (this) {
            case LINF -> {
                if (epsilon.value() > 1) {
                    String meant = epsilon.toString().contains("/") ? "8" : epsilon.toString();
                    throw new IllegalArgumentException(
                            "epsilon must be at most 1 in Linf, as pixels are in [0, 1], not '" + epsilon
                                    + "'; write e.g. '" + meant + "/255'");
                }
            }
            case L2, L1 -> {
                // bounded by the size of the image, which is not known here
            }
        }
    }

    /**
     * Returns the largest distance between two images: that of a black one from a white one.
     *
     * @param values of an image: channels × height × width
     */
    double diameter(int values) {
        return switch (this) {
            case LINF -> 1;
            case L2 -> Math.sqrt(values);
            case L1 -> values;
        };
    }

    /** Returns the radius that the paper evaluates small images at (§4). */
    String customary() {
        return switch (this) {
            case LINF -> "8/255";
            case L2 -> "128/255";
            case L1 -> "12";
        };
    }

    /** Returns the order p of the norm: infinity, 2 or 1. */
    public double order() {
        return switch (this) {
            case LINF -> Double.POSITIVE_INFINITY;
            case L2 -> 2;
            case L1 -> 1;
        };
    }

    /**
     * Returns the norm that measures by how much a linear function with a given gradient grows at most within a unit of
     * this norm: the one of order q with 1/p + 1/q = 1.
     */
    public Norm dual() {
        return switch (this) {
            case LINF -> L1;
            case L2 -> L2;
            case L1 -> LINF;
        };
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
        return inRows(perturbed, images, width -> {
            Projection projection = projection(width);
            return (point, image) -> projection.move(point, image, epsilon);
        });
    }

    /** How the point of one image is projected. For one image after the other; not for several threads. */
    @FunctionalInterface
    public interface Projection {
        /** Moves a point in place, as {@link Norm#project} does. */
        void move(float[] point, float[] image, double epsilon);
    }

    /** Returns the projection for images of so many pixels, channels included. */
    public Projection projection(int width) {
        return switch (this) {
            case LINF -> Norm::projectLinf;
            case L2 -> Norm::projectL2;
            case L1 -> {
                BoxedL1Ball ball = new BoxedL1Ball(width);
                yield (point, image, epsilon) -> {
                    ball.project(point, image, epsilon);
                    RowArithmetic.clipToBox(point);
                };
            }
        };
    }

    /**
     * Returns how the change of one image, in place, becomes a point that uses up the radius as far as the box allows:
     * in Linf and L2 the change is scaled to the surface of the ball, then clipped to the box; in L1 the point is
     * projected, so that a change inside the ball stays as it is.
     *
     * @param width the number of pixels, channels included
     */
    public Projection stretching(int width) {
        return switch (this) {
            case LINF, L2 ->
                (change, image, epsilon) -> {
                    float stretch = (float) (epsilon / Math.max(TINY, size(change)));
                    for (int i = 0; i < change.length; i++) {
                        change[i] = Math.max(0, Math.min(1, image[i] + stretch * change[i]));
                    }
                };
            case L1 -> {
                BoxedL1Ball ball = new BoxedL1Ball(width);
                yield (change, image, epsilon) -> {
                    for (int i = 0; i < change.length; i++) {
                        change[i] = image[i] + change[i];
                    }
                    ball.project(change, image, epsilon);
                };
            }
        };
    }

    private static void projectLinf(float[] point, float[] image, double epsilon) {
        float radius = (float) epsilon;
        for (int i = 0; i < point.length; i++) {
            float inBall = Math.max(image[i] - radius, Math.min(image[i] + radius, point[i]));
            point[i] = Math.max(0, Math.min(1, inBall));
        }
    }

    private static void projectL2(float[] point, float[] image, double epsilon) {
        RowArithmetic.subtract(point, image);
        float length = Math.max((float) TINY, (float) L2.size(point));
        float scale = Math.min(1, 1 / length * (float) epsilon);
        for (int i = 0; i < point.length; i++) {
            point[i] = Math.max(0, Math.min(1, point[i] * scale + image[i]));
        }
    }

    /**
     * Returns the direction of size one along which a linear function with this gradient grows most:
     * the signs for Linf, the normalised gradient for L2, the largest coordinate for L1. A gradient of
     * zero gives zero.
     */
    public Tensor steepest(Tensor gradient) {
        return inRows(gradient, gradient, width -> (direction, same) -> steepest(direction));
    }

    /** Makes the gradient of one image the direction, in place; as {@link #steepest(Tensor)} does. */
    public void steepest(float[] gradient) {
        switch (this) {
            case LINF -> RowArithmetic.signs(gradient);
            case L2 -> {
                // by the largest first, so that squares of small gradients do not vanish
                RowArithmetic.divide(gradient, Math.max(Float.MIN_NORMAL, RowArithmetic.largest(gradient)));
                RowArithmetic.divide(gradient, Math.max((float) TINY, (float) size(gradient)));
            }
            case L1 -> {
                int ties = RowArithmetic.keepLargest(gradient);
                RowArithmetic.signs(gradient);
                RowArithmetic.divide(gradient, ties);
            }
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
                case L1 ->
                    inRows(points, gradient, width -> {
                        BoxedL1Ball ball = new BoxedL1Ball(width);
                        return (point, slope) -> ball.ascend(point, slope, size);
                    });
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
            ScalarTypeOptional precise = new ScalarTypeOptional(ScalarType.Double);
            return scope.keep(
                    torch.linalg_vector_norm(rows(difference), new Scalar(order()), new long[] {1}, false, precise));
        }
    }

    /** A change of one row in place, given another of the same width. */
    private interface Change {
        void of(float[] row, float[] other);
    }

    /** Returns changed rows; each thread gets a change of its own, for so many elements. */
    private static Tensor inRows(Tensor rows, Tensor others, IntFunction<Change> changes) {
        try (Scope scope = Scope.open()) {
            Tensor changed = rows.contiguous().clone();
            FloatRows changedRows = FloatRows.of(changed);
            FloatRows otherRows = FloatRows.of(others.contiguous());
            FloatRows.share(changedRows.count(), (from, to) -> {
                Change change = changes.apply(changedRows.width());
                float[] row = new float[changedRows.width()];
                float[] other = new float[changedRows.width()];
                for (int i = from; i < to; i++) {
                    changedRows.read(i, row);
                    otherRows.read(i, other);
                    change.of(row, other);
                    changedRows.write(i, row);
                }
            });
            return scope.keep(changed);
        }
    }

    /** Returns the size of a change of one image in this norm. */
    public double size(float[] difference) {
        return switch (this) {
            case LINF -> RowArithmetic.largest(difference);
            case L2 -> Math.sqrt(RowArithmetic.sumOfSquares(difference));
            case L1 -> RowArithmetic.sumOfMagnitudes(difference);
        };
    }

    /**
     * Returns the mass |c|^p of a change c of one coordinate. Masses add up, unlike sizes: the mass of several
     * coordinates is the p-th power of their size.
     *
     * @throws UnsupportedOperationException for Linf, where nothing adds up
     */
    public double mass(double change) {
        return switch (this) {
            case LINF -> throw withoutMass();
            case L2 -> change * change;
            case L1 -> Math.abs(change);
        };
    }

    /**
     * Returns the mass of some coordinates, added up in their order.
     *
     * @param from the first coordinate
     * @param to the one after the last
     * @throws UnsupportedOperationException for Linf, where nothing adds up
     */
    public double mass(float[] change, int from, int to) {
        return switch (this) {
            case LINF -> throw withoutMass();
            case L2 -> RowArithmetic.sumOfSquares(change, from, to);
            case L1 -> RowArithmetic.sumOfMagnitudes(change, from, to);
        };
    }

    /**
     * Returns the size of coordinates of this mass, its p-th root.
     *
     * @throws UnsupportedOperationException for Linf, where nothing adds up
     */
    public double sizeOfMass(double mass) {
        return switch (this) {
            case LINF -> throw withoutMass();
            case L2 -> Math.sqrt(mass);
            case L1 -> mass;
        };
    }

    private static UnsupportedOperationException withoutMass() {
        return new UnsupportedOperationException("changes have a mass in L2 and L1, not in Linf; ask for their size");
    }

    private Tensor toSurface(Tensor noise) {
        return noise.div(spread(length(noise)).clamp_min(new Scalar(TINY)));
    }

    private Tensor length(Tensor difference) {
        return size(difference).to(ScalarType.Float);
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
