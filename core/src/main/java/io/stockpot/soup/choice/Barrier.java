package io.stockpot.soup.choice;

import io.stockpot.outcome.Accuracy;
import java.util.List;

/**
 * Accuracies at evenly spaced points of the segment between two models, both ends included. A barrier
 * is how far accuracy falls below the straight line between the ends (Frankle et al. 2020).
 *
 * @param accuracies from the first model to the second
 */
public record Barrier(List<Accuracy> accuracies) {
    /** Copies the list and checks that there is something between the ends. */
    public Barrier {
        accuracies = List.copyOf(accuracies);
        if (accuracies.size() < 3) {
            throw new IllegalArgumentException(
                    "a segment needs at least 3 points, both ends and one between, not " + accuracies.size());
        }
    }

    /** Returns the height in points of accuracy, at least zero. */
    public double points() {
        int last = accuracies.size() - 1;
        double height = 0;
        for (int i = 1; i < last; i++) {
            double share = (double) i / last;
            double line = (1 - share) * accuracies.get(0).value()
                    + share * accuracies.get(last).value();
            height = Math.max(height, line - accuracies.get(i).value());
        }
        return 100 * height;
    }

    /** Returns the height up to which a barrier may be chance: 1 point, or more for fewer than 10,000 images. */
    public double tolerance() {
        return Math.max(1, 100 / Math.sqrt(accuracies.get(0).total()));
    }

    /** Returns whether accuracy falls by more than chance would explain. */
    public boolean stands() {
        return points() > tolerance();
    }

    /** Returns the lower accuracy of the two ends. */
    public Accuracy worseEnd() {
        Accuracy first = accuracies.get(0);
        Accuracy last = accuracies.get(accuracies.size() - 1);
        return first.value() <= last.value() ? first : last;
    }
}
