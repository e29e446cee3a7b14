package io.stockpot.attack;

import io.stockpot.base.Seed;
import io.stockpot.tensor.Rows;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Small classifiers and images for the tests of attacks. */
final class Fixtures {
    static final long[] SHAPE = {3, 4, 4};
    static final int PIXELS = 48;
    private static final int HIDDEN = 12;
    /** The number of classes of {@link #network}. */
    static final int CLASSES = 5;

    private Fixtures() {}

    /**
     * Returns a classifier of two classes divided by the plane w·x + offset = 0, and two more that
     * never win. Class 0 is on the positive side.
     */
    static Logits linear(double[] weights, double offset) {
        Tensor column = Rows.tensor(new double[][] {weights}, weights.length).t();
        return images -> {
            Tensor side = images.flatten(1, -1).mm(column).add(new Scalar(offset));
            Tensor never = torch.full_like(side, new Scalar(-30));
            return torch.cat(new org.bytedeco.pytorch.TensorVector(side, torch.zeros_like(side), never, never), 1);
        };
    }

    /** Returns a smooth network: a convolution, tanh, and a linear layer. */
    static Logits network(long seed) {
        RandomGenerator random = new Seed(seed).generator();
        Tensor filters = Rows.tensor(Rows.draw(HIDDEN, 27, () -> 0.6 * random.nextGaussian()), 3, 3, 3);
        Tensor weights = Rows.tensor(Rows.draw(HIDDEN * 16, CLASSES, () -> 0.5 * random.nextGaussian()), CLASSES);
        return images -> torch.conv2d(
                        images.sub(new Scalar(0.5)),
                        filters,
                        new TensorOptional(),
                        new long[] {1, 1},
                        new long[] {1, 1},
                        new long[] {1, 1},
                        1)
                .tanh()
                .flatten(1, -1)
                .mm(weights);
    }

    /** Returns random images, with some pixels on the faces of the box. */
    static Tensor images(int count, long seed) {
        RandomGenerator random = new Seed(seed).generator();
        return Rows.tensor(
                Rows.draw(count, PIXELS, () -> Math.min(1, Math.max(0, 1.2 * random.nextDouble() - 0.1))), SHAPE);
    }

    /** Returns the classes of the images. */
    static Tensor classes(Logits classifier, Tensor images) {
        return classifier.of(images).argmax(new org.bytedeco.pytorch.LongOptional(1), false);
    }

    /** Returns the draws of the images 0 to count − 1. */
    static Draws draws(int count) {
        return new Draws(new Seed(99), LongStream.range(0, count).toArray());
    }

    /** Returns indices as a tensor. */
    static Tensor indices(long... values) {
        return Tensor.create(values, values.length);
    }
}
