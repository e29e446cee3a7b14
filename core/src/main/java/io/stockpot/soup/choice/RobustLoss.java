package io.stockpot.soup.choice;

import io.stockpot.outcome.Accuracy;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The loss of images that are attacked under several threats. Its derivative takes the points of the attack, and which
 * threat is the worst, as they are: where an attack finds the maximum of the loss, that is the derivative of the maximum
 * (Danskin's theorem).
 *
 * @param each the loss of every image under every threat: blocks of images, one block for each threat, and all blocks
 *     again for each further version of the images
 * @param images in a block
 * @param threats number of threats
 * @param outer what becomes of the losses of one image
 */
record RobustLoss(ScoreLoss each, int images, int threats, RobustDescent.Outer outer) implements DescentLoss {
    @Override
    public double value() {
        return each.exists() ? each.value(emphasis()) : Double.POSITIVE_INFINITY;
    }

    @Override
    public float[] slopes() {
        return each.slopes(emphasis());
    }

    /** Returns what the loss of each row counts for; the mean over all rows is 1. */
    private IntToDoubleFunction emphasis() {
        return switch (outer) {
            case MEAN -> row -> 1;
            case WORST -> worst();
        };
    }

    /** Returns the emphasis on the threat of the largest loss of each image; of equals, the first threat's. */
    private IntToDoubleFunction worst() {
        int rows = each.scores().images();
        double[] emphasis = new double[rows];
        for (int version = 0; version < rows; version += threats * images) {
            for (int image = 0; image < images; image++) {
                int worst = version + image;
                for (int threat = 1; threat < threats; threat++) {
                    int row = version + threat * images + image;
                    worst = each.of(row) > each.of(worst) ? row : worst;
                }
                emphasis[worst] = threats;
            }
        }
        return row -> emphasis[row];
    }

    /** Returns how many images are right under all threats, each version counted. */
    static Accuracy union(Scores scores, int images, int threats) {
        int right = 0;
        for (int version = 0; version < scores.images(); version += threats * images) {
            for (int image = version; image < version + images; image++) {
                int first = image;
                right +=
                        IntStream.range(0, threats).allMatch(threat -> scores.isRight(first + threat * images)) ? 1 : 0;
            }
        }
        return new Accuracy(right, scores.images() / threats);
    }
}
