package io.stockpot.threat;

import io.stockpot.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The nearest points of a hyperplane inside the box [0, 1] (Croce and Hein, "Minimally distorted
 * adversarial examples with a fast adaptive boundary attack", ICML 2020, section 2). With normal w and
 * gap g = ⟨w, p⟩ − b, coordinate i of point p moves by m_i ≥ 0 against sign(g)·w_i, no further than its
 * room_i to the box, such that Σ |w_i| m_i = |g|; where the whole box lies on one side, every coordinate
 * moves to its end. All tensors are N×d, one row an image, but the gaps, which are N.
 */
final class BoxedHyperplane {
    private static final int MOST_PIECES = 200;

    private BoxedHyperplane() {}

    /** Returns the smallest step in that norm that leads from the points to the hyperplane. */
    static Tensor step(Norm norm, Tensor points, Tensor normal, Tensor gap) {
        try (Scope scope = Scope.open()) {
            Tensor weight = normal.to(ScalarType.Double).abs();
            Tensor towards = normal.sign().mul_(gap.sign().neg().unsqueeze(1));
            Tensor ahead = torch.where(towards.gt(new Scalar(0)), points.neg().add_(new Scalar(1)), points);
            Tensor room = ahead.mul(towards.abs()).clamp_min_(new Scalar(0)).to(ScalarType.Double);
            Tensor way = gap.to(ScalarType.Double).abs().unsqueeze(1);
            Tensor moved = switch (norm) {
                case LINF -> room.minimum(level(weight, torch.ones_like(weight), room, way));
                case L2 -> weight.mul(level(weight, weight, room, way)).minimum(room);
                case L1 -> greedy(weight, room, way);
            };
            return scope.keep(moved.to(ScalarType.Float).mul_(towards));
        }
    }

    /**
     * Returns the smallest λ ≥ 0 with Σ w_i min(room_i, λ s_i) = g, N×1, or one at which every coordinate
     * is at its end. The sum is concave and piecewise linear in λ, so Newton's method climbs
     * from zero without ever passing the root, and is there once it has reached its piece.
     *
     * @param speed s, how fast each coordinate moves
     */
    private static Tensor level(Tensor weight, Tensor speed, Tensor room, Tensor way) {
        Tensor level = torch.zeros_like(way);
        Tensor slopes = weight.mul(speed);
        for (int piece = 0; piece < MOST_PIECES; piece++) {
            try (Scope scope = Scope.open()) {
                Tensor moved = speed.mul(level);
                Tensor free = moved.lt(room);
                Tensor slope = sumOfRow(slopes.mul(free));
                Tensor left = way.sub(sumOfRow(moved.minimum(room).mul_(weight)));
                Tensor next = left.div(slope).add_(level);
                // a row in which nothing is free stands at its corner
                Tensor climbs = slope.gt(new Scalar(0)).logical_and(next.gt(level.mul(new Scalar(1 + 1e-9))));
                if (!climbs.any().item_bool()) {
                    return level;
                }
                torch.where_out(level, climbs, next, level);
            }
        }
        return level;
    }

    /** Moves the coordinates of largest weight to their ends, one after the other, the last one in part. */
    private static Tensor greedy(Tensor weight, Tensor room, Tensor way) {
        Tensor order = weight.argsort(1, true);
        Tensor sorted = weight.gather(1, order);
        Tensor gains = sorted.mul(room.gather(1, order));
        Tensor before = gains.cumsum(1).sub_(gains);
        Tensor missing = way.sub(before).clamp_min_(new Scalar(0));
        Tensor smallest = sorted.clamp_min(new Scalar(Double.MIN_NORMAL));
        Tensor moved = missing.div_(smallest).minimum(room.gather(1, order));
        return torch.zeros_like(moved).scatter_(1, order, moved);
    }

    private static Tensor sumOfRow(Tensor rows) {
        return rows.sum(new long[] {1}, true, new ScalarTypeOptional());
    }
}
