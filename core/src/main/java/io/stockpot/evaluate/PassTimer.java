package io.stockpot.evaluate;

import io.stockpot.attack.AttackLoss;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Goal;
import io.stockpot.attack.Logits;
import io.stockpot.base.Seed;
import io.stockpot.data.ImageShape;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Measures how long an image takes through a network on this machine, in a second or so: with fresh weights, as the time
 * does not depend on them.
 */
public final class PassTimer {
    /** How long is measured, after what comes first, which is slower. */
    private static final double SECONDS = 0.25;

    private static final int FEW = 2;
    /** Larger batches are hardly faster for an image. */
    private static final int MOST = 64;

    private static final Seed SEED = new Seed(1);

    private PassTimer() {}

    /**
     * Returns the seconds that a pass of an image takes, in batches.
     *
     * @param gradient whether the gradient with respect to the image is asked for too
     */
    public static double seconds(Architecture architecture, ImageShape shape, Precision precision, boolean gradient) {
        Normalisation normalisation = Normalisation.none(architecture.channels());
        try (Classifier classifier = Classifier.initial(architecture, normalisation, SEED)) {
            Logits logits = points -> classifier.logits(points, precision);
            seconds(logits, shape, FEW, gradient);
            double one = seconds(logits, shape, FEW, gradient);
            int batch = (int) Math.max(FEW, Math.min(MOST, SECONDS / one));
            // the fastest of several: a pause of the machine is no property of the network
            double fastest = one;
            double spent = 0;
            do {
                double measured = seconds(logits, shape, batch, gradient);
                fastest = Math.min(fastest, measured);
                spent += measured * batch;
            } while (spent < SECONDS);
            return fastest;
        }
    }

    private static double seconds(Logits logits, ImageShape shape, int batch, boolean gradient) {
        try (Scope scope = Scope.open()) {
            int[] indices = IntStream.range(0, batch).toArray();
            Tensor images = new Draws(SEED, indices).uniform(shape.channels(), shape.height(), shape.width());
            Tensor labels = Tensor.create(new long[batch]);
            Goal goal = new Goal(logits, labels);
            long begin = System.nanoTime();
            if (gradient) {
                goal.gradient(images, AttackLoss.CROSS_ENTROPY);
            } else {
                goal.logits(images);
            }
            return (System.nanoTime() - begin) / 1e9 / batch;
        }
    }
}
