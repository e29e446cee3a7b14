package io.stockpot.soup.choice;

import io.stockpot.outcome.Outcomes;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Outcomes drawn from a model of soups. Every image has a margin under every ingredient, correlated between
 * ingredients; a soup's margin is the weighted sum, plus a reward for mixing, minus a penalty for
 * extrapolation, plus interactions. So neighbours on the grid nearly agree, as real soups do.
 *
 * @param means mean margin of each ingredient, in standard deviations
 * @param correlation of the margins of two ingredients
 * @param reward of mixing
 * @param penalty of extrapolation
 */
public record MadeShifts(List<Double> means, double correlation, double reward, double penalty) {
    /** One ingredient is best by far. */
    public static final MadeShifts CLEAR = new MadeShifts(List.of(0.2, 0.1, 0.0, 1.0), 0.7, 0.5, 2);

    /** The best is a mixture of all. */
    public static final MadeShifts INNER = new MadeShifts(List.of(0.3, 0.2, 0.1, 0.1), 0.6, 1, 2);

    /** All soups are nearly equally good. */
    public static final MadeShifts FLAT = new MadeShifts(List.of(1.0, 1.0, 1.0, 1.0), 0.97, 0.05, 0.05);

    /** Draws images and judges them by every mixture under versions of rising difficulty. */
    public GridOutcomes draw(List<MixingWeights> grid, int images, int versions, long seed) {
        Random draws = new Random(seed);
        BitSet[][] correct = new BitSet[grid.size()][versions];
        for (BitSet[] row : correct) {
            Arrays.setAll(row, any -> new BitSet(images));
        }
        double[][] weights = grid.stream().map(MixingWeights::values).toArray(double[][]::new);
        for (int image = 0; image < images; image++) {
            Image drawn = image(draws);
            for (int mixture = 0; mixture < weights.length; mixture++) {
                double margin = drawn.margin(weights[mixture]);
                for (int version = 0; version < versions; version++) {
                    correct[mixture][version].set(image, margin > 0.4 * version);
                }
            }
        }
        return outcomes(grid, images, correct, seed);
    }

    private static GridOutcomes outcomes(List<MixingWeights> grid, int images, BitSet[][] correct, long seed) {
        List<Outcomes> outcomes = Arrays.stream(correct)
                .map(row -> {
                    Map<String, BitSet> conditions = new LinkedHashMap<>();
                    for (int version = 0; version < row.length; version++) {
                        conditions.put(row.length == 1 ? "clean" : "fog " + (version + 1), row[version]);
                    }
                    return new Outcomes(Long.toHexString(seed & Long.MAX_VALUE), images, conditions);
                })
                .toList();
        List<String> names = IntStream.range(0, grid.get(0).size())
                .mapToObj(i -> List.of("linf", "l2", "l1", "nominal").get(i))
                .toList();
        return GridOutcomes.of(names, grid, outcomes);
    }

    private Image image(Random draws) {
        double shared = draws.nextGaussian();
        double[] margins = new double[means.size()];
        for (int i = 0; i < margins.length; i++) {
            margins[i] =
                    means.get(i) + Math.sqrt(correlation) * shared + Math.sqrt(1 - correlation) * draws.nextGaussian();
        }
        double[][] interactions = new double[means.size()][means.size()];
        for (double[] row : interactions) {
            Arrays.setAll(row, any -> Math.sqrt(1 - correlation) * draws.nextGaussian());
        }
        return new Image(
                margins,
                interactions,
                reward * (1 + draws.nextGaussian() / 2),
                penalty * Math.exp(draws.nextGaussian() / 2));
    }

    private static final class Image {
        private final double[] margins;
        private final double[][] interactions;
        private final double reward;
        private final double penalty;

        Image(double[] margins, double[][] interactions, double reward, double penalty) {
            this.margins = margins;
            this.interactions = interactions;
            this.reward = reward;
            this.penalty = penalty;
        }

        double margin(double[] weights) {
            double sum = 0;
            double squares = 0;
            double beyond = 0;
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] * margins[i];
                squares += weights[i] * weights[i];
                beyond += weights[i] < 0 ? weights[i] * weights[i] : 0;
                for (int j = 0; j < i; j++) {
                    sum += 0.5 * weights[i] * weights[j] * interactions[i][j];
                }
            }
            return sum + reward * (1 - squares) / 2 - penalty * beyond;
        }
    }
}
