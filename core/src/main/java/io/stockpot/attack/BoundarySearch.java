package io.stockpot.attack;

import io.stockpot.tensor.FloatRows;
import io.stockpot.threat.BoxedHyperplane;
import io.stockpot.threat.Norm;
import java.util.BitSet;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Where FAB stands with each image x_orig that is left. The tensors are allocated once and updated in place; rows are
 * worked on in plain Java.
 */
final class BoundarySearch {
    /** Below this part of its distance a point is nearer than the one before. */
    private static final float NEARER = 0.99f;

    private final Norm norm;
    private final Tensor image;
    /** The point x of each image. */
    private final Tensor point;
    /** The nearest misclassified point found, x_out; the image where there is none. */
    private final Tensor nearest;
    /** How far each point is from its image, N. */
    private final Tensor size;
    /** How far the nearest misclassified point is, u, N; infinity where there is none. */
    private final Tensor distance;
    /** What {@link #distance} was when {@link #stale} was last asked, N. */
    private final Tensor distanceBefore;

    BoundarySearch(Survivors survivors, Tensor images, Norm norm) {
        this.norm = norm;
        this.image = survivors.carry(images);
        this.point = survivors.carry(images);
        this.nearest = survivors.carry(images);
        this.size = survivors.carry(torch.zeros(new long[] {survivors.size()}));
        this.distance = survivors.carry(torch.full_like(size, new Scalar(Double.POSITIVE_INFINITY)));
        this.distanceBefore = survivors.carry(distance);
    }

    /** Returns the points to ask the classifier about. */
    Tensor point() {
        return point;
    }

    /** Returns the nearest misclassified points found; where there is none, the images. */
    Tensor nearest() {
        return nearest;
    }

    /** Returns how far the nearest misclassified points are, N; infinity where there is none. */
    Tensor distance() {
        return distance;
    }

    /** How the point x of one image moves. */
    @FunctionalInterface
    interface Move {
        /**
         * Moves the point in place.
         *
         * @param x the point, to be left in [0, 1]
         * @param original x_orig, the image; not changed
         * @param delta δ, the shortest step from the point to the hyperplane; not changed
         * @param deltaOriginal δ_orig, the shortest step from the image to the hyperplane; not changed
         */
        void of(float[] x, float[] original, float[] delta, float[] deltaOriginal);
    }

    /**
     * Moves the point of each image, given the steps to the hyperplane where the tangents of target and label tie.
     *
     * @param tangent the target's logit less the label's at the point, and the gradient of this gap
     */
    void move(Response tangent, Move move) {
        FloatRows points = FloatRows.of(point);
        FloatRows images = FloatRows.of(image);
        FloatRows normals = FloatRows.of(tangent.gradient().contiguous());
        FloatRows gaps = FloatRows.of(tangent.losses());
        FloatRows sizes = FloatRows.of(size);
        FloatRows.share(points.count(), (from, to) -> {
            BoxedHyperplane hyperplane = new BoxedHyperplane(points.width());
            float[] x = new float[points.width()];
            float[] original = new float[points.width()];
            float[] normal = new float[points.width()];
            float[] delta = new float[points.width()];
            float[] deltaOriginal = new float[points.width()];
            for (int row = from; row < to; row++) {
                points.read(row, x);
                images.read(row, original);
                normals.read(row, normal);
                double gap = gaps.get(row);
                hyperplane.step(norm, x, normal, gap, delta);
                hyperplane.step(norm, original, normal, gap - rise(normal, original, x), deltaOriginal);
                move.of(x, original, delta, deltaOriginal);
                points.write(row, x);
                sizes.set(row, (float) distance(x, original, delta));
            }
        });
    }

    /** Returns by how much a linear function with this gradient grows from one point to the other. */
    private static double rise(float[] gradient, float[] from, float[] to) {
        double rise = 0;
        for (int i = 0; i < to.length; i++) {
            rise += gradient[i] * ((double) to[i] - from[i]);
        }
        return rise;
    }

    private double distance(float[] one, float[] other, float[] scratch) {
        for (int i = 0; i < one.length; i++) {
            scratch[i] = one[i] - other[i];
        }
        return norm.size(scratch);
    }

    /** Keeps the misclassified points that are nearer than those found before. */
    void keepNearest(BitSet misclassified) {
        FloatRows points = FloatRows.of(point);
        FloatRows found = FloatRows.of(nearest);
        FloatRows sizes = FloatRows.of(size);
        FloatRows distances = FloatRows.of(distance);
        misclassified.stream()
                .filter(row -> sizes.get(row) < distances.get(row))
                .forEach(row -> {
                    distances.set(row, sizes.get(row));
                    found.copy(row, points);
                });
    }

    /** Returns for which images no point has been found that is nearer, by 1 %, than the nearest when this was last asked. */
    BitSet stale() {
        FloatRows distances = FloatRows.of(distance);
        FloatRows before = FloatRows.of(distanceBefore);
        BitSet stale = new BitSet(distances.count());
        for (int row = 0; row < distances.count(); row++) {
            stale.set(row, !(distances.get(row) < NEARER * before.get(row)));
            before.set(row, distances.get(row));
        }
        return stale;
    }

    /** Moves misclassified points back towards their images, so that this part β of the way is left. */
    void retreat(BitSet misclassified, float kept) {
        FloatRows points = FloatRows.of(point);
        FloatRows images = FloatRows.of(image);
        float[] x = new float[points.width()];
        float[] original = new float[points.width()];
        misclassified.stream().forEach(row -> {
            points.read(row, x);
            images.read(row, original);
            for (int i = 0; i < x.length; i++) {
                x[i] = original[i] + kept * (x[i] - original[i]);
            }
            points.write(row, x);
        });
    }
}
