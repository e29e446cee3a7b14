package io.stockpot.claim;

import io.stockpot.soup.choice.GridOutcomes;
import java.util.List;

/**
 * The height of a front: the best accuracy in one condition among mixtures of a segment that reach a level in another.
 * The front joins neighbouring mixtures by straight lines.
 */
final class FrontHeight {
    private final List<GridOutcomes.Point> points;
    private final String x;
    private final String y;

    /**
     * Prepares the front; the mixtures are in the order of the segment.
     *
     * @param x condition of the level
     * @param y condition of the height
     */
    FrontHeight(GridOutcomes segment, String x, String y) {
        this.points = segment.points();
        this.x = x;
        this.y = y;
    }

    /** Returns the lowest level of any mixture. */
    double lowest() {
        return points.stream().mapToDouble(point -> accuracy(point, x)).min().orElseThrow();
    }

    /** Returns the highest level of any mixture. */
    double highest() {
        return points.stream().mapToDouble(point -> accuracy(point, x)).max().orElseThrow();
    }

    private static double accuracy(GridOutcomes.Point point, String condition) {
        return point.outcomes().accuracy(condition).value();
    }

    /** Returns, for each image, the height at a level; above the highest level, the height there. */
    double[] at(double level) {
        double reachable = Math.min(level, highest());
        double best = -1;
        double[] height = new double[0];
        for (int i = 0; i < points.size(); i++) {
            if (accuracy(points.get(i), x) >= reachable && accuracy(points.get(i), y) > best) {
                best = accuracy(points.get(i), y);
                height = Numbers.right(points.get(i).outcomes(), y);
            }
            if (i > 0 && crosses(i, reachable)) {
                double share = share(i, reachable);
                double between = share * accuracy(points.get(i), y) + (1 - share) * accuracy(points.get(i - 1), y);
                if (between > best) {
                    best = between;
                    height = between(i, share);
                }
            }
        }
        return height;
    }

    private boolean crosses(int i, double level) {
        double one = accuracy(points.get(i - 1), x) - level;
        double two = accuracy(points.get(i), x) - level;
        return one * two < 0;
    }

    private double share(int i, double level) {
        double before = accuracy(points.get(i - 1), x);
        return (level - before) / (accuracy(points.get(i), x) - before);
    }

    private double[] between(int i, double share) {
        double[] height = new double[points.get(i).outcomes().images()];
        Numbers.add(height, Numbers.right(points.get(i).outcomes(), y), share);
        Numbers.add(height, Numbers.right(points.get(i - 1).outcomes(), y), 1 - share);
        return height;
    }
}
