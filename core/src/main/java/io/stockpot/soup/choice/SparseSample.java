package io.stockpot.soup.choice;

import io.stockpot.base.Seed;
import io.stockpot.base.Shuffle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Draws mixtures of a few models each, whose weights lie in one range. The same numbers draw the same mixtures. */
final class SparseSample {
    /** Draws that found nothing new, after which there is taken to be nothing more. */
    private static final int FUTILE = 10_000;

    private final Range range;
    private final int ingredients;
    private final int mixed;
    private final RandomGenerator draws = new Seed(0).child("sample").generator();
    /** For models left and the steps they share: in how many ways they can, exact as long as it matters. */
    private final double[][] ways;

    /**
     * Prepares a sample.
     *
     * @param range of the weights
     * @param ingredients number of models
     * @param mixed how many of them a mixture has at most
     */
    SparseSample(Range range, int ingredients, int mixed) {
        this.range = range;
        this.ingredients = ingredients;
        this.mixed = mixed;
        this.ways = ways();
    }

    /** Counts from no model upwards. Weights are first + steps · step, so models share rest = 1 − models · first. */
    private double[][] ways() {
        int most = (range.last() - range.first()) / range.step();
        double[][] counted = new double[mixed + 1][mixed * most + 1];
        counted[0][0] = 1;
        for (int models = 1; models <= mixed; models++) {
            for (int sum = 0; sum < counted[0].length; sum++) {
                for (int steps = 0; steps <= Math.min(most, sum); steps++) {
                    counted[models][sum] += counted[models - 1][sum - steps];
                }
            }
        }
        return counted;
    }

    /**
     * Draws mixtures, all different: each model alone, and then some models chosen at random with weights drawn uniformly from those that sum to 1.
     *
     * @param points how many, if there are so many
     */
    List<MixingWeights> points(int points) {
        Set<MixingWeights> drawn = new LinkedHashSet<>();
        for (int i = 0; i < ingredients; i++) {
            drawn.add(MixingWeights.vertex(i, ingredients));
        }
        int futile = 0;
        while (drawn.size() < points && futile < FUTILE) {
            futile = drawn.add(draw()) ? 0 : futile + 1;
        }
        return List.copyOf(drawn);
    }

    private MixingWeights draw() {
        List<Integer> weights = new ArrayList<>(Collections.nCopies(ingredients, 0));
        int rest = (range.denominator() - mixed * range.first()) / range.step();
        int[] places = Shuffle.permutation(ingredients, new Seed(draws.nextLong()));
        for (int left = mixed; left > 0; left--) {
            int steps = steps(left, rest);
            weights.set(places[left - 1], range.first() + steps * range.step());
            rest -= steps;
        }
        return new MixingWeights(weights, range.denominator());
    }

    /** Draws the weight of one of the models left, as often as there are ways to go on. */
    private int steps(int left, int rest) {
        double place = draws.nextDouble() * ways[left][rest];
        int steps = 0;
        while (steps < rest && place >= ways[left - 1][rest - steps]) {
            place -= ways[left - 1][rest - steps];
            steps++;
        }
        return steps;
    }
}
