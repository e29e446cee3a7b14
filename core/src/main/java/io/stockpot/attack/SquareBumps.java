package io.stockpot.attack;

import io.stockpot.tensor.Scope;
import io.stockpot.threat.Noise;
import io.stockpot.threat.Norm;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The changes of the square attack in L2 and L1: bumps, each a hill beside a hollow. At first bumps tile
 * the image; then the change in one window is given up, and with what that saves a bump is added in
 * another (Andriushchenko et al., "Square attack", ECCV 2020, Algorithm 3; for L1 Croce and Hein, "Mind
 * the box", ICML 2021, appendix).
 *
 * @param norm L2 or L1
 * @param epsilon the radius of the ball
 */
record SquareBumps(Norm norm, double epsilon) implements Proposals {
    private static final long TILES = 5;
    private static final long SMALLEST_SIDE = 3;
    private static final double TINY = 1e-12;

    private double order() {
        return norm == Norm.L1 ? 1 : 2;
    }

    @Override
    public Tensor first(Tensor images, Noise draws) {
        try (Scope scope = Scope.open()) {
            long channels = images.size(1);
            long side = Math.max(1, Math.min(images.size(2), images.size(3)) / TILES);
            long down = images.size(2) / side;
            long across = images.size(3) / side;
            Tensor numbers = draws.uniform(channels + 1, down, across, 1, 1);
            Tensor signs = Windows.signs(numbers.narrow(1, 0, channels));
            Tensor bumps = bumps(numbers.narrow(1, channels, 1), side);
            Tensor tiles = signs.mul(bumps)
                    .permute(0, 1, 2, 4, 3, 5)
                    .reshape(images.size(0), channels, down * side, across * side);
            Tensor change = torch.zeros_like(images);
            change.narrow(2, (images.size(2) - down * side) / 2, down * side)
                    .narrow(3, (images.size(3) - across * side) / 2, across * side)
                    .copy_(tiles);
            return scope.keep(admissible(change, images));
        }
    }

    @Override
    public Tensor next(Tensor points, Tensor images, double fraction, Noise draws) {
        try (Scope scope = Scope.open()) {
            long channels = images.size(1);
            long side = side(images, fraction);
            Tensor numbers = draws.uniform(5 + channels);
            Tensor added = Windows.at(numbers, images, side);
            Tensor emptied = Windows.at(numbers.narrow(1, 2, 2), images, side);
            Tensor signs = Windows.signs(numbers.narrow(1, 5, channels)).unsqueeze(2);
            Tensor bump = bumps(numbers.narrow(1, 4, 1).unsqueeze(2).unsqueeze(3), side);

            Tensor change = points.sub(images).flatten(2, -1);
            Tensor rest = change.scatter(2, added, new Scalar(0)).scatter_(2, emptied, new Scalar(0));
            Tensor old = unit(change.gather(2, added));
            Tensor content = unit(bump.flatten(2, -1).mul(signs).add_(old)).mul_(budget(change, rest));
            return scope.keep(admissible(rest.scatter_(2, added, content).view_as(points), images));
        }
    }

    /** Returns the odd side, at least 3, of windows that cover this part of an image, but no more than fits. */
    private static long side(Tensor images, double fraction) {
        long side = Math.max(SMALLEST_SIDE, Windows.side(images, fraction));
        return Math.min(Math.min(images.size(2), images.size(3)), side % 2 == 0 ? side + 1 : side);
    }

    /**
     * Returns the size that the new content of each channel gets: that of the change in both windows,
     * and a share of what the change leaves of the ball.
     */
    private Tensor budget(Tensor change, Tensor rest) {
        Tensor used = mass(change);
        Tensor unused = used.neg().add_(new Scalar(Math.pow(epsilon, order()))).clamp_min_(new Scalar(0));
        Tensor freed = used.sub(mass(rest)).clamp_min_(new Scalar(0));
        return unused.div_(new Scalar(change.size(1)))
                .add_(freed)
                .pow_(new Scalar(1 / order()))
                .view(-1, 1, 1);
    }

    /** Returns the sum of the absolute values, or of the squares, of each image. */
    private Tensor mass(Tensor change) {
        return change.abs().pow_(new Scalar(order())).flatten(1, -1).sum(1);
    }

    /** Returns the content of each channel divided by its size. */
    private Tensor unit(Tensor content) {
        Tensor size =
                torch.linalg_vector_norm(content, new Scalar(order()), new long[] {2}, true, new ScalarTypeOptional());
        return content.div(size.add_(new Scalar(TINY)));
    }

    /** Brings the change into ball ∩ box; for L2 it is also stretched to the surface of the ball. */
    private Tensor admissible(Tensor change, Tensor images) {
        if (norm == Norm.L1) {
            return Norm.L1.project(images.add(change), images, epsilon);
        }
        Tensor size = norm.size(change).to(ScalarType.Float).clamp_min_(new Scalar(TINY));
        Tensor stretched = change.mul(new Scalar(epsilon)).div_(size.view(-1, 1, 1, 1));
        return norm.project(images.add(stretched), images, epsilon);
    }

    /**
     * Returns a bump for each number, lying on its side where the number is below one half.
     *
     * @param numbers …×1×1, uniform
     * @return …×side×side
     */
    private Tensor bumps(Tensor numbers, long side) {
        Tensor upright = bump(Math.toIntExact(side));
        return torch.where(numbers.lt(new Scalar(0.5)), upright.t(), upright);
    }

    /** Returns a bump of size one: a hill in the upper half and a hollow in the lower half of a square. */
    private Tensor bump(int side) {
        float[] heights = new float[side * side];
        int middle = side / 2;
        fill(heights, 0, middle, side, 1);
        fill(heights, middle, side - middle, side, -1);
        Tensor bump = Tensor.create(heights, side, side);
        return bump.div_(norm.size(bump.unsqueeze(0)).to(ScalarType.Float));
    }

    /**
     * Writes a hill of size one whose height at a distance of r from the middle, in the maximum norm, is
     * Σ 1/(k + 1)² over k ≥ r; for L1 it is steeper, with fourth powers.
     */
    private void fill(float[] heights, int top, int rows, int width, int sign) {
        int layers = Math.max(rows / 2, width / 2) + 1;
        double steepness = norm == Norm.L1 ? 4 : 2;
        double[] hill = new double[rows * width];
        double mass = 0;
        for (int i = 0; i < hill.length; i++) {
            int distance = Math.max(Math.abs(i / width - rows / 2), Math.abs(i % width - width / 2));
            for (int layer = distance; layer < layers; layer++) {
                hill[i] += Math.pow(layer + 1, -steepness);
            }
            mass += Math.pow(hill[i], order());
        }
        double size = Math.pow(mass, 1 / order());
        for (int i = 0; i < hill.length; i++) {
            heights[top * width + i] = (float) (sign * hill[i] / size);
        }
    }
}
