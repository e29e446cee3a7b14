package io.stockpot.soup.choice;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The choice of the mixture that answers most of a fixed pool of pictures correctly, of which some have labels by now.
 * The labelled pictures may have been picked by what the mixtures answer to them; nothing here takes them for a sample.
 *
 * <p>What matters of the others is counted: labels can change the order of two mixtures only by pictures to which the two
 * answer differently. So it is known when no label can change the choice any more, and when that is unlikely: if a fair
 * coin decided for each of these pictures which of the two is right, as under the null hypothesis of McNemar's test, how
 * often would the choice be overtaken? If pictures that both get wrong are among them, it is overtaken less often.
 */
public final class PoolChoice {
    /** The choice is settled when the probabilities of being overtaken add up to no more than this. */
    public static final double LEVEL = 0.05;

    private static final String POOL = "pool";

    private final int chosen;
    private final int labelled;
    private final int[] right;
    private final List<Rival> rivals;

    /**
     * Another mixture than the chosen one.
     *
     * @param mixture its place among all
     * @param behind how many more labels the chosen one gets right
     * @param needed by how many it must win the unlabelled pictures to be chosen instead
     * @param contested pictures without a label to which the two answer differently
     * @param overtakes the probability that it does, were each of these decided by a fair coin
     */
    public record Rival(int mixture, int behind, int needed, int contested, double overtakes) {
        /** Returns whether no labels can make it the choice. */
        public boolean isBeaten() {
            return needed > contested;
        }
    }

    private PoolChoice(int chosen, int labelled, int[] right, List<Rival> rivals) {
        this.chosen = chosen;
        this.labelled = labelled;
        this.right = right;
        this.rivals = List.copyOf(rivals);
    }

    /**
     * Chooses by the labels so far. Of equals the one that a search would choose comes first, see {@link GridScores}.
     *
     * @param grid the mixtures, at least one
     * @param answers of each mixture to all pictures of the pool
     * @param labels the class of each picture that has a label, by its place in the pool
     * @param skipped pictures of which no label is wanted, such as those that show nothing
     */
    public static PoolChoice of(
            List<MixingWeights> grid, List<Probabilities> answers, Map<Integer, Integer> labels, BitSet skipped) {
        if (grid.isEmpty() || grid.size() != answers.size()) {
            throw new IllegalArgumentException("every mixture answers to the pool, and there are some: not "
                    + answers.size() + " answers of " + grid.size() + " mixtures");
        }
        int[] right = answers.stream().mapToInt(one -> right(one, labels)).toArray();
        double[] scores = IntStream.of(right).asDoubleStream().toArray();
        GridScores ranks = GridScores.of(grid, Map.of(POOL, scores));
        int chosen = ranks.best(List.of(POOL)).index();
        List<Rival> rivals = new ArrayList<>();
        for (int mixture = 0; mixture < grid.size(); mixture++) {
            if (mixture != chosen) {
                int behind = right[chosen] - right[mixture];
                int needed = behind + (ranks.prefers(mixture, chosen) ? 0 : 1);
                int contested = contested(answers.get(chosen), answers.get(mixture), labels, skipped);
                rivals.add(new Rival(mixture, behind, needed, contested, overtakes(needed, contested)));
            }
        }
        return new PoolChoice(chosen, labels.size(), right, rivals);
    }

    private static int right(Probabilities answers, Map<Integer, Integer> labels) {
        return (int) labels.entrySet().stream()
                .filter(label -> answers.predicted(label.getKey()) == label.getValue())
                .count();
    }

    private static int contested(Probabilities one, Probabilities other, Map<Integer, Integer> labels, BitSet skipped) {
        return (int) IntStream.range(0, one.images())
                .filter(picture -> !skipped.get(picture) && !labels.containsKey(picture))
                .filter(picture -> one.predicted(picture) != other.predicted(picture))
                .count();
    }

    /** Returns the probability that wins less losses of so many fair coins are at least what is needed. */
    private static double overtakes(int needed, int coins) {
        if (needed > coins) {
            return 0;
        }
        int wins = (coins + needed + 1) / 2;
        return BinomialDistribution.of(coins, 0.5).survivalProbability(wins - 1);
    }

    /** Returns the place of the chosen mixture. */
    public int chosen() {
        return chosen;
    }

    /** Returns how many labels a mixture gets right. */
    public int right(int mixture) {
        return right[mixture];
    }

    /** Returns how many pictures have labels. */
    public int labelled() {
        return labelled;
    }

    /** Returns all other mixtures, in their order. */
    public List<Rival> rivals() {
        return rivals;
    }

    /** Returns whether no label of the pool can change the choice. */
    public boolean isCertain() {
        return rivals.stream().allMatch(Rival::isBeaten);
    }

    /** Returns a bound of the probability that the choice changes, were contested pictures decided by fair coins. */
    public double chanceOfChange() {
        return Math.min(1, rivals.stream().mapToDouble(Rival::overtakes).sum());
    }

    /** Returns whether the choice is unlikely to change: that chance is at most {@link #LEVEL}. */
    public boolean isSettled() {
        return chanceOfChange() <= LEVEL;
    }

    /** Returns by how many pictures of the pool another mixture can be better at most, whatever their labels are. */
    public int mostToGain() {
        return Math.max(
                0,
                rivals.stream()
                        .mapToInt(rival -> rival.contested() - rival.behind())
                        .max()
                        .orElse(0));
    }

    /**
     * Returns the mixtures whose disagreement is worth a label: the chosen one, and those that overtake it with a
     * probability of more than {@link #LEVEL} divided by their number; all where there are no such.
     */
    public int[] contenders() {
        double each = LEVEL / Math.max(1, rivals.size());
        int[] open = IntStream.concat(
                        IntStream.of(chosen),
                        rivals.stream()
                                .filter(rival -> rival.overtakes() > each)
                                .mapToInt(Rival::mixture))
                .sorted()
                .toArray();
        return open.length > 1 ? open : IntStream.range(0, right.length).toArray();
    }

    /**
     * Returns how much a label of a picture says about mixtures: the mutual information of mixture and answer in nats,
     * were all mixtures equally probable. It is high where mixtures are sure of different answers, and zero where all
     * answer the same, sure or not (Houlsby et al. 2011, "Bayesian active learning for classification and preference
     * learning").
     *
     * @param mixtures which count
     */
    public static double disagreement(List<Probabilities> answers, int[] mixtures, int picture) {
        return Math.max(0, Probabilities.ofPicture(answers, mixtures, picture).mutualInformation());
    }
}
