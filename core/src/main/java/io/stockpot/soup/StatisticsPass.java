package io.stockpot.soup;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Goal;
import io.stockpot.attack.Purpose;
import io.stockpot.base.Seed;
import io.stockpot.data.Augmentation;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.BatchNormStatistics;
import io.stockpot.model.Classifier;
import io.stockpot.tensor.Precision;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * A measurement of batch-norm statistics. Images, augmentation and attacks are drawn by seeds that are named here, so
 * that recipes and commands make the same soups; what is drawn for an image depends on that image alone. If there are
 * fewer images than a batch holds, all of them are the only batch.
 *
 * @param batches how many, at most
 * @param batchSize images in each
 * @param augmentation of each image
 * @param attacked how images are perturbed after that, if they are
 */
record StatisticsPass(int batches, int batchSize, Augmentation augmentation, Optional<StatisticsAttack> attacked) {
    /** Checks that there is something to average over. */
    static void requireEnough(int batches, int batchSize) {
        if (batches < 1 || batchSize < 2) {
            throw new IllegalArgumentException(
                    "re-estimation needs at least 1 batch of at least 2 images, not " + batches + " of " + batchSize);
        }
    }

    /** Returns how many looks at images it takes; under attack, statistics of images as they are come first. */
    long looks() {
        long images = (long) batches * batchSize;
        return attacked.map(how -> 2 * images + images * how.passes()).orElse(images);
    }

    /** Describes the images, e.g. " on cifar10 training images, 4 batches of 128 images". */
    String described(Optional<String> images) {
        return images.map(name -> " on " + name).orElse("") + ", " + batches + " batches of " + batchSize + " images"
                + attacked.map(how -> ", " + how.summary()).orElse("");
    }

    /**
     * Overwrites the running statistics of a mixture.
     *
     * @throws IOException if the images cannot be loaded
     */
    void measure(Classifier mixed, StatisticsSource source) throws IOException {
        LabelledImages images = source.images().get();
        augmentation.requireSuits(images.shape());
        Shown shown = new Shown(images, source.seed().child("soup"));
        shown.measure(mixed, shown::unperturbed);
        if (attacked.isPresent()) {
            attacked.get().requireSuits(mixed, images);
            // the attacks of all batches see one network, that of statistics of images as they are
            try (Classifier attackedOne = copy(mixed)) {
                shown.measure(mixed, batch -> shown.perturbed(batch, attackedOne, attacked.get()));
            }
        }
    }

    @MustBeClosed
    private static Classifier copy(Classifier classifier) {
        return classifier.copy();
    }

    /** How the images of a batch are made. */
    @FunctionalInterface
    private interface Maker {
        Tensor make(int batch);
    }

    /** The images of this measurement, batch by batch. */
    private final class Shown {
        private final LabelledImages images;
        private final Seed seed;
        private final Batches order;

        Shown(LabelledImages images, Seed seed) {
            this.images = images;
            this.seed = seed;
            if (images.size() < 2) {
                throw new IllegalArgumentException(
                        "re-estimation needs at least 2 training images, not " + images.size());
            }
            this.order = Batches.inOrder(images.size(), Math.min(batchSize, images.size()))
                    .shuffled(seed)
                    .dropLast();
        }

        void measure(Classifier mixed, Maker maker) {
            int[] next = {0};
            BatchNormStatistics.reestimate(
                    mixed, Math.min(batches, order.count()), () -> maker.make(next[0]++), Precision.FLOAT32);
        }

        Tensor unperturbed(int batch) {
            return images.images(order.get(batch), augmentation, seed.child("augmentation"));
        }

        Tensor perturbed(int batch, Classifier classifier, StatisticsAttack how) {
            int[] indices = order.get(batch);
            ThreatModel threat = how.threats().get(batch % how.threats().size());
            Goal goal = new Goal(classifier::logits, images.labels(indices));
            Draws draws = new Draws(seed.child("attack"), indices);
            return how.attack().perturb(goal, unperturbed(batch), threat, Purpose.TRAINING, draws);
        }
    }
}
