package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.attack.Draws;
import io.stockpot.tensor.FloatRows;
import io.stockpot.tensor.Scope;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A random change of a batch as a whole, after each of its images was augmented alone: images are mixed with others
 * of the batch, so that each shows several classes in part. The result for an image thus depends on the batch that
 * it is in, unlike everything else that is drawn; the batch depends on seed and epoch only.
 */
public sealed interface BatchAugmentation {
    /**
     * Returns the changed batch, with targets, in the caller's scope.
     *
     * @param classes number of classes
     * @param draws random numbers for the images of the batch in this epoch
     */
    Batch apply(Batch batch, int classes, Draws draws);

    /**
     * Mixes each image x with a partner x′: λx + (1 − λ)x′ shows their classes in shares of λ and 1 − λ ("mixup",
     * Zhang, Cisse, Dauphin and Lopez-Paz, "mixup: beyond empirical risk minimization", ICLR 2018, eq. 1). The
     * partner is the next image of the batch, and of the last the first; as batches are shuffled, it is any image.
     * As in the paper, and unlike in its code, each pair has a λ of its own, drawn from Beta(α, α) for x.
     *
     * @param alpha how even the shares are: near 0 almost all of one image, 1 uniform
     */
    record Mixup(@JsonProperty(defaultValue = "1") double alpha) implements BatchAugmentation {
        /** Checks that alpha is positive. */
        public Mixup {
            if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("alpha must be positive, not " + alpha);
            }
        }

        @Override
        public Batch apply(Batch batch, int classes, Draws draws) {
            try (Scope scope = Scope.open()) {
                Tensor share = shares(draws);
                Tensor shown = torch.one_hot(batch.labels(), classes).to(ScalarType.Float);
                Tensor targets = mixed(shown, share.view(-1, 1));
                Tensor images = mixed(batch.images(), share.view(-1, 1, 1, 1));
                return new Batch(scope.keep(images), batch.labels(), scope.keep(targets));
            }
        }

        /** Returns λ for each image, N. */
        Tensor shares(Draws draws) {
            ContinuousDistribution beta = BetaDistribution.of(alpha, alpha);
            try (Scope scope = Scope.open()) {
                FloatRows uniform = FloatRows.of(draws.uniform(1));
                float[] shares = new float[uniform.count()];
                for (int image = 0; image < shares.length; image++) {
                    shares[image] = (float) beta.inverseCumulativeProbability(uniform.get(image));
                }
                return scope.keep(Tensor.create(shares, shares.length));
            }
        }

        /** Returns x′ + λ(x − x′) for the rows x, each with the next as x′. */
        private static Tensor mixed(Tensor rows, Tensor share) {
            return rows.roll(new long[] {-1}, 0).lerp(rows, share);
        }
    }
}
