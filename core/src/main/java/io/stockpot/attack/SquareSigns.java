package io.stockpot.attack;

import io.stockpot.tensor.Scope;
import io.stockpot.threat.Noise;
import io.stockpot.threat.Norm;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The changes of the square attack in Linf: vertical stripes of ±epsilon at first; then windows in which
 * each channel moves to one end of the ball (Andriushchenko et al., "Square attack", ECCV 2020,
 * Algorithm 2).
 *
 * @param epsilon the radius of the ball
 */
record SquareSigns(double epsilon) implements Proposals {
    @Override
    public Tensor first(Tensor images, Noise draws) {
        try (Scope scope = Scope.open()) {
            Tensor stripes = Windows.signs(draws.uniform(images.size(1), 1, images.size(3)));
            return scope.keep(Norm.LINF.project(images.add(stripes, new Scalar(epsilon)), images, epsilon));
        }
    }

    @Override
    public Tensor next(Tensor points, Tensor images, double fraction, Noise draws) {
        try (Scope scope = Scope.open()) {
            long channels = images.size(1);
            Tensor numbers = draws.uniform(2 + channels);
            Tensor window = Windows.at(numbers, images, Windows.side(images, fraction));
            Tensor signs = Windows.signs(numbers.narrow(1, 2, channels)).unsqueeze(2);
            Tensor moved = points.flatten(2, -1).gather(2, window).add_(signs, new Scalar(2 * epsilon));
            Tensor centres = images.flatten(2, -1).gather(2, window);
            Tensor inside = Norm.LINF.project(moved, centres, epsilon);
            return scope.keep(points.flatten(2, -1).scatter(2, window, inside).view_as(points));
        }
    }
}
