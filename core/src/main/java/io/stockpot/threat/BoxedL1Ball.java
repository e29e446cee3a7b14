package io.stockpot.threat;

import io.stockpot.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The L1 ball around an image, inside the box [0, 1]: exact Euclidean projection and steepest ascent
 * (Croce and Hein, "Mind the box", ICML 2021). All tensors are N×d, one row an image.
 */
final class BoxedL1Ball {
    private BoxedL1Ball() {}

    /**
     * Projects onto ball ∩ box. The projection of x + y keeps the signs of y and gives coordinate i
     * the magnitude m_i(λ) = min(room_i, max(0, |y_i| − λ)), where room_i is the way to the box and
     * λ ≥ 0 is the smallest number for which the magnitudes add up to no more than epsilon.
     */
    static Tensor project(Tensor perturbed, Tensor images, double epsilon) {
        try (Scope scope = Scope.open()) {
            // float32 would lose the room of far points, and the sums of thousands of terms
            Tensor difference = perturbed.to(ScalarType.Double).sub(images);
            Tensor distance = difference.abs();
            Tensor room = room(images, difference);
            // what has not moved adds nothing to the sum, and steps of attacks move little: sort less
            T_TensorTensor_T moved = distance.topk(mostMoved(distance), 1, true, true);
            Tensor shrinkage = shrinkage(moved.get0(), room.gather(1, moved.get1()), epsilon);
            Tensor magnitude = distance.sub(shrinkage).clamp_min(new Scalar(0)).minimum(room);
            return scope.keep(images.add(magnitude.mul_(difference.sign())).to(ScalarType.Float));
        }
    }

    /**
     * Returns λ for each image, N×1. The sum of the magnitudes is the piecewise linear function
     * F(λ) = Σ max(0, |y_i| − λ) − Σ max(0, |y_i| − room_i − λ): sort its 2d break-points, evaluate F
     * at each by cumulative sums, and interpolate in the piece that contains epsilon.
     */
    private static Tensor shrinkage(Tensor distance, Tensor room, double epsilon) {
        Tensor excess = distance.sub(room).clamp_min(new Scalar(0));
        Tensor slopes =
                torch.cat(new TensorVector(torch.ones_like(distance), torch.full_like(excess, new Scalar(-1))), 1);
        T_TensorTensor_T sorted =
                torch.cat(new TensorVector(distance, excess), 1).sort(1, true);
        Tensor points = sorted.get0();
        Tensor slope = slopes.gather(1, sorted.get1());
        Tensor active = slope.cumsum(1);
        Tensor sums = points.mul(slope).cumsum(1).sub(active.mul(points));

        Tensor piece = sums.lt(new Scalar(epsilon)).sum(new long[] {1}, true, new ScalarTypeOptional());
        Tensor end = piece.clamp_max(new Scalar(points.size(1) - 1));
        Tensor surplus = sums.gather(1, end).sub(new Scalar(epsilon));
        Tensor steepness = active.gather(1, end).sub(slope.gather(1, end)).clamp_min(new Scalar(1));
        Tensor shrinkage = points.gather(1, end).add(surplus.div(steepness));

        Tensor inside = sumOfRow(distance.minimum(room)).le(new Scalar(epsilon));
        return shrinkage.masked_fill_(inside, new Scalar(0));
    }

    /**
     * Moves by the step of L1 length {@code length} along which a linear function with this gradient
     * grows most without leaving the box: the coordinates of largest gradient go to their end of the
     * box, one after the other, until the length is used up.
     */
    static Tensor ascend(Tensor points, Tensor gradient, double length) {
        try (Scope scope = Scope.open()) {
            Tensor order = gradient.abs().argsort(1, true);
            Tensor room = room(points, gradient).mul(gradient.sign().abs()).gather(1, order);
            Tensor used =
                    room.cumsum(1, new ScalarTypeOptional(ScalarType.Double)).sub(room);
            Tensor left =
                    used.neg().add(new Scalar(length)).clamp_min(new Scalar(0)).to(ScalarType.Float);
            Tensor moved = torch.zeros_like(points).scatter(1, order, left.minimum(room));
            return scope.keep(points.add(moved.mul(gradient.sign())));
        }
    }

    /** Returns the number of coordinates that have moved in the image where these are most, at least 1. */
    private static long mostMoved(Tensor distance) {
        return distance.size(0) == 0
                ? 1
                : Math.max(1, distance.count_nonzero(1).max().item_long());
    }

    /** Returns the way from each coordinate to the end of [0, 1] that the direction points to. */
    private static Tensor room(Tensor points, Tensor direction) {
        Tensor upwards = points.neg().add(new Scalar(1));
        return torch.where(direction.gt(new Scalar(0)), upwards, points).clamp_min(new Scalar(0));
    }

    private static Tensor sumOfRow(Tensor rows) {
        return rows.sum(new long[] {1}, true, new ScalarTypeOptional());
    }
}
