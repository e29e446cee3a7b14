package io.stockpot.attack;

import io.stockpot.tensor.Scope;
import io.stockpot.threat.ThreatModel;
import java.util.Arrays;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What the classifier says of points that were proposed for some images, after the points were checked.
 * No proposer is trusted. The tensors live in the caller's scope.
 */
public final class Ruling {
    /** How far beyond epsilon float32 may round, in parts of epsilon and of a pixel. */
    private static final double ROUNDING = 1e-6;

    /** By how much a number in [0, 1] changes at most when it is rounded to float32. */
    private static final double PIXEL_ROUNDING = 0x1p-25;

    private final Tensor points;
    private final Tensor withstood;
    private final Tensor margin;

    private Ruling(Tensor points, Tensor withstood, Tensor margin) {
        this.points = points;
        this.withstood = withstood;
        this.margin = margin;
    }

    /**
     * Judges proposed points: they are projected into ball ∩ box once more, their distance is measured, and
     * the classifier is asked again.
     *
     * @param goal the classifier and the labels of the images
     * @param images N×C×H×W in [0, 1], float32; not changed
     * @param proposed a point for each image, N×C×H×W
     * @return the ruling, whose tensors belong to the caller's scope
     */
    static Ruling on(Goal goal, ThreatModel threat, Tensor images, Tensor proposed) {
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            Tensor points = admissible(threat, proposed, images);
            Tensor logits = goal.logits(points);
            return new Ruling(scope.keep(points), scope.keep(goal.correct(logits)), scope.keep(goal.margin(logits)));
        }
    }

    /**
     * Returns the proposed points inside ball ∩ box, float32. In a small ball of L1, where many pixels have moved, the
     * rounding of each to float32 may add up to more than is allowed; such a point is projected into a ball that is
     * smaller by as much as all of them can round. Where a point is not finite, or is still too far away, the image
     * itself takes its place: it proves nothing.
     */
    static Tensor admissible(ThreatModel threat, Tensor proposed, Tensor images) {
        try (Scope scope = Scope.open()) {
            double epsilon = threat.epsilon().value();
            Tensor points = threat.norm().project(proposed.to(ScalarType.Float), images, epsilon);
            Tensor near = near(threat, points, images);
            if (!near.all().item_bool()) {
                long pixels = images.numel() / images.size(0);
                double rounding = pixels * PIXEL_ROUNDING;
                points = torch.where(
                        near, points, threat.norm().project(points, images, Math.max(0, epsilon - rounding)));
                near = near(threat, points, images);
            }
            return scope.keep(torch.where(near, points, images));
        }
    }

    /** Returns whether each point is near enough to its image, N×1×1×1; never of one that is not finite. */
    private static Tensor near(ThreatModel threat, Tensor points, Tensor images) {
        double epsilon = threat.epsilon().value();
        Tensor size = threat.norm().size(points.sub(images));
        return size.le(new Scalar(epsilon + ROUNDING * Math.max(1, epsilon))).view(-1, 1, 1, 1);
    }

    /**
     * Checks that there is a point for each image.
     *
     * @throws IllegalArgumentException naming both shapes
     */
    static void requireSameShape(Tensor proposed, Tensor images) {
        long[] expected = images.shape();
        long[] shape = proposed.shape();
        if (!Arrays.equals(shape, expected)) {
            throw new IllegalArgumentException("proposed points must have the shape of the images, "
                    + Arrays.toString(expected) + ", not " + Arrays.toString(shape));
        }
    }

    /** Returns the point that counts for each image, N×C×H×W, inside ball ∩ box. */
    public Tensor points() {
        return points;
    }

    /** Returns whether each image is classified correctly at its point, N. */
    public Tensor withstood() {
        return withstood;
    }

    /** Returns the margin of each image at its point, N: the label's logit less the largest other. */
    public Tensor margin() {
        return margin;
    }
}
