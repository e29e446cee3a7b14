package io.stockpot.attack;

import io.stockpot.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A square window in each image of a batch, at a place of its own. */
final class Windows {
    private Windows() {}

    /**
     * Returns the pixels of the windows as places in flattened planes.
     *
     * @param numbers N×2, uniform in [0, 1): where the windows are
     * @param images N×C×H×W
     * @param side of the windows, at most H and W
     * @return N×C×side², int64, the same in every channel
     */
    static Tensor at(Tensor numbers, Tensor images, long side) {
        try (Scope scope = Scope.open()) {
            Tensor top = places(numbers.select(1, 0), images.size(2) - side + 1);
            Tensor left = places(numbers.select(1, 1), images.size(3) - side + 1);
            Tensor steps = torch.arange(new Scalar(side)).to(ScalarType.Long);
            Tensor rows = top.view(-1, 1, 1).add(steps.view(1, -1, 1)).mul_(new Scalar(images.size(3)));
            Tensor pixels = rows.add(left.view(-1, 1, 1)).add(steps.view(1, 1, -1));
            return scope.keep(pixels.view(-1, 1, side * side).expand(images.size(0), images.size(1), side * side));
        }
    }

    /** Returns each number as one of 0 … count − 1; float32 may round up to count. */
    private static Tensor places(Tensor uniform, long count) {
        return uniform.mul(new Scalar(count)).to(ScalarType.Long).clamp_max_(new Scalar(count - 1));
    }

    /** Returns −1 or 1 for uniform numbers. */
    static Tensor signs(Tensor uniform) {
        try (Scope scope = Scope.open()) {
            return scope.keep(uniform.sub(new Scalar(0.5))
                    .ge(new Scalar(0))
                    .to(ScalarType.Float)
                    .mul_(new Scalar(2))
                    .sub_(new Scalar(1)));
        }
    }

    /** Returns the side of the square that covers this part of an image, at least 1, and inside it. */
    static long side(Tensor images, double fraction) {
        long edge = Math.min(images.size(2), images.size(3));
        long side = Math.round(Math.sqrt(fraction * images.size(2) * images.size(3)));
        return Math.min(edge, Math.max(1, side));
    }
}
