package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.attack.Draws;
import io.stockpot.base.Guards;
import io.stockpot.tensor.FloatRows;
import io.stockpot.tensor.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.bytedeco.pytorch.Scalar;
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
            Guards.requirePositive("alpha", alpha);
        }

        @Override
        public Batch apply(Batch batch, int classes, Draws draws) {
            try (Scope scope = Scope.open()) {
                Tensor share = shares(draws);
                Tensor targets = mixed(shown(batch, classes), share.view(-1, 1));
                Tensor images = mixed(batch.images(), share.view(-1, 1, 1, 1));
                return new Batch(scope.keep(images), batch.labels(), scope.keep(targets));
            }
        }

        /** Returns λ for each image, N. */
        Tensor shares(Draws draws) {
            try (Scope scope = Scope.open()) {
                FloatRows uniform = FloatRows.of(draws.uniform(1));
                float[] shares = new float[uniform.count()];
                for (int image = 0; image < shares.length; image++) {
                    shares[image] = (float) share(alpha, uniform.get(image));
                }
                return scope.keep(Tensor.create(shares, shares.length));
            }
        }

        /** Returns x′ + λ(x − x′) for the rows x, each with the next as x′. */
        private static Tensor mixed(Tensor rows, Tensor share) {
            return next(rows).lerp(rows, share);
        }
    }

    /**
     * Covers a box of each image by the same box of a partner, whose class it then shows in the box's share of the area
     * (Yun et al., "CutMix: regularization strategy to train strong classifiers with localizable features", ICCV 2019,
     * eq. 1 and 2). The share λ of the image itself is drawn from Beta(α, α), the box has √(1 − λ) of its height and
     * width around a uniform middle, and what of it lies outside is cut off: the targets follow the area that is left.
     * Partners are those of {@link Mixup}; as there, each pair has draws of its own, where the authors' code has one box
     * for a batch.
     *
     * @param alpha how even the shares are: near 0 almost all of one image, 1 uniform
     */
    record CutMix(@JsonProperty(defaultValue = "1") double alpha) implements BatchAugmentation {
        /** Checks that alpha is positive. */
        public CutMix {
            Guards.requirePositive("alpha", alpha);
        }

        /** The rows and columns of a box, each from the first to before the last. */
        record Box(int top, int bottom, int left, int right) {
            int area() {
                return (bottom - top) * (right - left);
            }
        }

        @Override
        public Batch apply(Batch batch, int classes, Draws draws) {
            int height = (int) batch.images().size(2);
            int width = (int) batch.images().size(3);
            List<Box> boxes = boxes(draws, height, width);
            try (Scope scope = Scope.open()) {
                Tensor covered = mask(boxes, height, width);
                Tensor images = torch.where(covered, next(batch.images()), batch.images());
                Tensor shown = shown(batch, classes);
                Tensor targets = next(shown).lerp(shown, shares(boxes, height * width));
                return new Batch(scope.keep(images), batch.labels(), scope.keep(targets));
            }
        }

        /** Returns the box of each image. */
        List<Box> boxes(Draws draws, int height, int width) {
            try (Scope scope = Scope.open()) {
                FloatRows uniform = FloatRows.of(draws.uniform(3));
                return IntStream.range(0, uniform.count())
                        .mapToObj(image -> box(uniform, 3 * image, height, width))
                        .toList();
            }
        }

        private Box box(FloatRows uniform, int first, int height, int width) {
            double side = Math.sqrt(1 - share(alpha, uniform.get(first)));
            int row = (int) (uniform.get(first + 1) * height);
            int column = (int) (uniform.get(first + 2) * width);
            int halfHeight = (int) (side * height) / 2;
            int halfWidth = (int) (side * width) / 2;
            return new Box(
                    Math.max(0, row - halfHeight),
                    Math.min(height, row + halfHeight),
                    Math.max(0, column - halfWidth),
                    Math.min(width, column + halfWidth));
        }

        /** Returns which pixels are covered, N×1×H×W. */
        private static Tensor mask(List<Box> boxes, int height, int width) {
            byte[] covered = new byte[boxes.size() * height * width];
            for (int image = 0; image < boxes.size(); image++) {
                Box box = boxes.get(image);
                for (int row = box.top(); row < box.bottom(); row++) {
                    int begin = (image * height + row) * width;
                    Arrays.fill(covered, begin + box.left(), begin + box.right(), (byte) 1);
                }
            }
            return Tensor.create(covered, boxes.size(), 1, height, width).to(ScalarType.Bool);
        }

        /** Returns which part of the area each image keeps, N×1. */
        private static Tensor shares(List<Box> boxes, int area) {
            float[] shares = new float[boxes.size()];
            for (int image = 0; image < shares.length; image++) {
                shares[image] = (float) (1 - (double) boxes.get(image).area() / area);
            }
            return Tensor.create(shares, shares.length, 1);
        }
    }

    /**
     * Changes some images by {@link CutMix} and the others by {@link Mixup}: the mixing of the recipes of timm, which the
     * paper uses for ImageNet (App. A.1). Which of the two is drawn for each image; timm draws it for a batch.
     *
     * @param mixup α of mixup
     * @param cutMix α of CutMix
     * @param cutMixShare probability that an image is changed by CutMix, from 0 to 1
     */
    record MixupOrCutMix(
            @JsonProperty(defaultValue = "0.8") double mixup,
            @JsonProperty(defaultValue = "1") double cutMix,
            @JsonProperty(defaultValue = "0.5") double cutMixShare)
            implements BatchAugmentation {
        /** Checks that both α are positive, and the probability. */
        public MixupOrCutMix {
            Guards.requirePositive("mixup", mixup);
            Guards.requirePositive("cut-mix", cutMix);
            Guards.requireShare("cut-mix-share", cutMixShare);
        }

        @Override
        public Batch apply(Batch batch, int classes, Draws draws) {
            try (Scope scope = Scope.open()) {
                Tensor cuts = cuts(draws);
                Batch mixed = new Mixup(mixup).apply(batch, classes, draws.child("mixup"));
                Batch cut = new CutMix(cutMix).apply(batch, classes, draws.child("cut-mix"));
                Tensor images = torch.where(cuts.view(-1, 1, 1, 1), cut.images(), mixed.images());
                Tensor targets = torch.where(cuts, cut.answers(), mixed.answers());
                return new Batch(scope.keep(images), batch.labels(), scope.keep(targets));
            }
        }

        /** Returns which images are changed by CutMix, N×1. */
        Tensor cuts(Draws draws) {
            return draws.child("choice").uniform(1).lt(new Scalar(cutMixShare));
        }
    }

    /** Returns the share of an image itself: that of Beta(α, α) below which a part of all shares lies. */
    private static double share(double alpha, double part) {
        return BetaDistribution.of(alpha, alpha).inverseCumulativeProbability(part);
    }

    /** Returns the classes that images show before they are mixed, N×classes. */
    private static Tensor shown(Batch batch, int classes) {
        return torch.one_hot(batch.labels(), classes).to(ScalarType.Float);
    }

    /** Returns for each row the next, and for the last the first. */
    private static Tensor next(Tensor rows) {
        return rows.roll(new long[] {-1}, 0);
    }
}
