package io.stockpot.attack;

import io.stockpot.tensor.FloatRows;
import io.stockpot.threat.Norm;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Where FAB stands with each image that is left. The tensors are allocated once and updated in place. */
final class BoundarySearch {
    private final Fab fab;
    private final Norm norm;
    private final Tensor image;
    private final Tensor point;
    private final Tensor nearest;
    /** How far each point is from its image, N. */
    private final Tensor size;
    /** How far the nearest misclassified point is, N. */
    private final Tensor distance;

    BoundarySearch(Fab fab, Norm norm, Survivors run, Tensor images) {
        this.fab = fab;
        this.norm = norm;
        this.image = run.carry(images);
        this.point = run.carry(image);
        this.nearest = run.carry(image);
        this.size = run.carry(torch.zeros(new long[] {run.size()}));
        this.distance = run.carry(torch.full_like(size, new Scalar(Double.POSITIVE_INFINITY)));
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

    /**
     * Moves each point a little beyond the hyperplane where target and label tie.
     *
     * @param tangent the target's lead over the label at the point, and its gradient
     */
    void advance(Response tangent) {
        FloatRows points = FloatRows.of(point);
        FloatRows images = FloatRows.of(image);
        FloatRows normals = FloatRows.of(tangent.gradient().contiguous());
        FloatRows leads = FloatRows.of(tangent.losses());
        FloatRows sizes = FloatRows.of(size);
        FloatRows.share(points.count(), (from, to) -> {
            BoundarySteps steps = new BoundarySteps(fab, norm, points.width());
            float[] here = new float[points.width()];
            float[] centre = new float[points.width()];
            float[] normal = new float[points.width()];
            for (int row = from; row < to; row++) {
                points.read(row, here);
                images.read(row, centre);
                normals.read(row, normal);
                sizes.set(row, (float) steps.advance(here, centre, normal, leads.get(row)));
                points.write(row, here);
            }
        });
    }

    /**
     * Takes note of the misclassified points, and takes them most of the way back to their images.
     *
     * @param broken N, which points are misclassified
     */
    void observe(Tensor broken) {
        FloatRows flags = FloatRows.of(broken.to(ScalarType.Float));
        FloatRows points = FloatRows.of(point);
        FloatRows images = FloatRows.of(image);
        FloatRows found = FloatRows.of(nearest);
        FloatRows sizes = FloatRows.of(size);
        FloatRows distances = FloatRows.of(distance);
        float[] here = new float[points.width()];
        float[] centre = new float[points.width()];
        for (int row = 0; row < points.count(); row++) {
            if (flags.get(row) != 0) {
                points.read(row, here);
                images.read(row, centre);
                if (sizes.get(row) < distances.get(row)) {
                    distances.set(row, sizes.get(row));
                    found.write(row, here);
                }
                retreat(here, centre);
                points.write(row, here);
            }
        }
    }

    private void retreat(float[] point, float[] image) {
        float kept = (float) fab.backwardStep();
        for (int i = 0; i < point.length; i++) {
            point[i] = image[i] + kept * (point[i] - image[i]);
        }
    }
}
