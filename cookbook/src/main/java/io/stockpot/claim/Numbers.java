package io.stockpot.claim;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.Photos;
import io.stockpot.report.Measurement.Mixture;
import io.stockpot.soup.choice.ChoiceStability;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.GridScores;
import io.stockpot.soup.choice.ImageDraws;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Resampling;
import io.stockpot.soup.choice.Selection;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Statistics of one number per image. */
final class Numbers {
    /** The number of resamples. */
    static final int RESAMPLES = 200;

    private Numbers() {}

    /** Returns 1 for each image that is right under a condition, else 0. */
    static double[] right(Outcomes outcomes, String condition) {
        double[] right = new double[outcomes.images()];
        BitSet correct = outcomes.correct(condition);
        correct.stream().forEach(image -> right[image] = 1);
        return right;
    }

    /** Adds weighted numbers in place. */
    static void add(double[] sum, double[] numbers, double weight) {
        for (int image = 0; image < sum.length; image++) {
            sum[image] += weight * numbers[image];
        }
    }

    /** Returns the mean difference between two rows of answers to the same images. */
    static Estimate difference(double[] one, double[] other) {
        return difference(one, other, 1);
    }

    /** Returns by how much one model is better than another under a condition. */
    static Estimate difference(Outcomes one, Outcomes other, String condition) {
        one.requireSameImages(other);
        return difference(right(one, condition), right(other, condition));
    }

    /**
     * Returns by how much a model is expected to beat a soup on unseen images, where both were measured on the images
     * that chose the soup. The score that chose a soup flatters it, so its expected score on unseen images takes its
     * place.
     *
     * @param model numbers per image
     * @param soup numbers of the chosen soup on the same images
     */
    static Estimate lead(double[] model, double[] soup, ChoiceStability choice) {
        Estimate seen = difference(model, soup);
        return seen.around(seen.value() + choice.optimism());
    }

    /**
     * Returns the mean difference between two rows of numbers of the same images. Its interval is as wide as if half an
     * answer more had differed in each direction (Agresti and Min 2005): a few answers that all differ in one direction
     * prove little, and few images without a difference must not prove that there is none.
     *
     * @param versions of each image, one answer each
     */
    static Estimate difference(double[] one, double[] other, int versions) {
        if (one.length != other.length) {
            throw new IllegalArgumentException(
                    "numbers of " + one.length + " and of " + other.length + " images cannot be compared");
        }
        double[] seen = one.clone();
        add(seen, other, -1);
        return doubted(seen, versions);
    }

    private static Estimate doubted(double[] differences, int versions) {
        Estimate seen = Estimate.ofImages(differences);
        double[] more = Arrays.copyOf(differences, differences.length + 2);
        more[differences.length] = Math.sqrt(0.5) / versions;
        more[differences.length + 1] = -more[differences.length];
        Estimate wider = Estimate.ofImages(more);
        double half = wider.high() - wider.value();
        return new Estimate(seen.value(), seen.value() - half, seen.value() + half, seen.images());
    }

    /**
     * Returns the mean of estimates on several data sets. Those that share photos are taken to rise and fall together,
     * which makes the interval rather too wide than too narrow.
     *
     * @param byDataSet the estimates by the name of the data set
     */
    static Estimate mean(Map<String, Estimate> byDataSet, Photos photos) {
        Set<String> sharing =
                photos.among(List.copyOf(byDataSet.keySet())).names().keySet();
        double value = 0;
        double together = 0;
        double squares = 0;
        int images = 0;
        for (Map.Entry<String, Estimate> entry : byDataSet.entrySet()) {
            Estimate one = entry.getValue();
            double half = (one.high() - one.low()) / 2;
            value += one.value() / byDataSet.size();
            together += sharing.contains(entry.getKey()) ? half : 0;
            squares += sharing.contains(entry.getKey()) ? 0 : half * half;
            images += one.images();
        }
        double half = Math.sqrt(squares + together * together) / byDataSet.size();
        return new Estimate(value, value - half, value + half, images);
    }

    /** Returns the opposite difference. */
    static Estimate negative(Estimate difference) {
        return new Estimate(-difference.value(), -difference.high(), -difference.low(), difference.images());
    }

    /**
     * Returns by how much mixtures are better, on average, than the weighted mean of their ingredients.
     *
     * @param soup name of the grid, for the error
     * @throws IllegalArgumentException if the grid has no mixtures between its ingredients
     */
    static Estimate aboveIngredients(String soup, GridOutcomes grid, String condition) {
        return Estimate.ofImages(excess(soup, grid, condition));
    }

    /** Returns, for each image, how much more often mixtures are right than their ingredients, by weights. */
    static double[] excess(String soup, GridOutcomes grid, String condition) {
        int size = grid.ingredients().size();
        List<GridOutcomes.Point> inner = grid.points().stream()
                .filter(point -> point.weights().convex() && !isVertex(point.weights()))
                .toList();
        if (inner.isEmpty()) {
            throw new IllegalArgumentException("the soup '" + soup + "' has no mixtures between its ingredients "
                    + String.join(", ", grid.ingredients()) + ", which are to be compared with them");
        }
        double[] excess = new double[grid.images()];
        for (GridOutcomes.Point point : inner) {
            add(excess, right(point.outcomes(), condition), 1.0 / inner.size());
            for (int i = 0; i < size; i++) {
                double[] alone = right(grid.at(MixingWeights.vertex(i, size)), condition);
                add(excess, alone, -point.weights().value(i) / inner.size());
            }
        }
        return excess;
    }

    /** Returns whether a mixture is one ingredient alone. */
    static boolean isVertex(MixingWeights weights) {
        return weights.convex()
                && weights.numerators().stream().filter(share -> share != 0).count() == 1;
    }

    /** Chooses the best mixture under a condition, with the stability of the choice. */
    static ChoiceStability choice(GridOutcomes grid, String condition, Seed seed) {
        ShiftOutcomes one = ShiftOutcomes.of(condition, select(grid, List.of(condition)));
        return choice(one, new Selection.BestOf(condition), seed);
    }

    /**
     * Chooses the best mixture under a condition, with the stability of the choice and its gain over one mixture of the
     * grid.
     */
    static ChoiceStability choice(GridOutcomes grid, String condition, MixingWeights rival, Seed seed) {
        GridOutcomes one = select(grid, List.of(condition));
        GridOutcomes other = filter(one, rival::equals);
        return new Resampling(RESAMPLES, seed)
                .repeat(
                        ShiftOutcomes.of(condition, one),
                        new Selection.BestOf(condition),
                        Optional.of(ShiftOutcomes.of(condition, other)));
    }

    /** Chooses a mixture, with the stability of the choice. */
    static ChoiceStability choice(ShiftOutcomes outcomes, Selection selection, Seed seed) {
        return new Resampling(RESAMPLES, seed).repeat(outcomes, selection);
    }

    /**
     * Chooses the best mixture of one kind, with its gain over the best of another kind on images that chose neither:
     * which kind the best mixture is of, as a difference.
     *
     * @throws IllegalArgumentException if the grid has none of either kind
     */
    static ChoiceStability contest(
            GridOutcomes grid,
            String condition,
            Predicate<MixingWeights> kind,
            Predicate<MixingWeights> other,
            Seed seed) {
        if (grid.points().stream().noneMatch(point -> kind.test(point.weights()))
                || grid.points().stream().noneMatch(point -> other.test(point.weights()))) {
            throw new IllegalArgumentException("the grid of " + String.join(", ", grid.ingredients())
                    + " lacks mixtures of one of the kinds that are compared on " + condition);
        }
        return new Resampling(RESAMPLES, seed)
                .repeat(
                        ShiftOutcomes.of(condition, filter(grid, kind)),
                        new Selection.BestOf(condition),
                        Optional.of(ShiftOutcomes.of(condition, filter(grid, other))));
    }

    /** Returns the share of resamples whose scores have a property; the versions of an image are drawn together. */
    static double share(ShiftOutcomes versions, Seed seed, Predicate<GridScores> property) {
        ImageDraws draws = new ImageDraws(versions);
        return share(seed, drawn -> property.test(draws.together(drawn)));
    }

    /** Returns the share of resamples, each drawn from a seed of its own, that have a property. */
    static double share(Seed seed, Predicate<Seed> property) {
        long times = IntStream.range(0, RESAMPLES)
                .filter(resample -> property.test(seed.child(resample)))
                .count();
        return (double) times / RESAMPLES;
    }

    /** Returns the p-value of a property that a share of resamples has: what chance leaves of the others. */
    static double chance(double share) {
        return Math.min(1, (1 + RESAMPLES * (1 - share)) / (1 + RESAMPLES));
    }

    /** Returns a grid with some of its conditions. */
    static GridOutcomes select(GridOutcomes grid, List<String> conditions) {
        return new GridOutcomes(
                grid.ingredients(),
                grid.points().stream()
                        .map(point -> new GridOutcomes.Point(
                                point.weights(), point.outcomes().select(conditions)))
                        .toList());
    }

    /** Returns some mixtures of a grid. */
    static GridOutcomes filter(GridOutcomes grid, Predicate<MixingWeights> kept) {
        return new GridOutcomes(
                grid.ingredients(),
                grid.points().stream()
                        .filter(point -> kept.test(point.weights()))
                        .toList());
    }

    /** Returns a mixture as a sum. */
    static String formula(GridOutcomes grid, MixingWeights weights) {
        return new Mixture(grid.ingredients(), weights).formula();
    }

    /** Returns an accuracy with its interval. */
    static String text(Accuracy accuracy) {
        return accuracy.percent() + " (" + accuracy.intervalPercent() + ")";
    }

    /** Returns a mean accuracy with its interval. */
    static String text(Estimate estimate) {
        return estimate.percent() + " (" + estimate.intervalPercent() + ")";
    }
}
