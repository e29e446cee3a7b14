package io.stockpot.soup.choice;

import io.stockpot.base.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The choice of a mixture by pictures without labels: calibrated confidence, agreement with the ensemble and mutual
 * information propose one, and it is taken if its predicted gain exceeds the error of that. The rule, fixed before it
 * was tried, is in docs/season.md.
 *
 * @param proposed the mixture of the best mean rank
 * @param fallback the mixture of the highest accuracy on the labelled images
 * @param proposedAccuracy predicted for the pictures
 * @param fallbackAccuracy predicted for the pictures
 * @param gain the difference of the two, with its own interval
 * @param informed whether mutual information counted
 * @param scores of all mixtures, in the order of the grid
 */
public record UnlabelledChoice(
        MixingWeights proposed,
        MixingWeights fallback,
        Estimate proposedAccuracy,
        Estimate fallbackAccuracy,
        Estimate gain,
        boolean informed,
        List<Score> scores) {
    /** Mixtures that are worse than the best on the labelled images by more than this are no candidates. */
    public static final double WORST = 0.15;

    /** The ensemble answers with so much of the classes, in effect, or mutual information does not count. */
    public static final double SPREAD = 0.6;

    private static final int RESAMPLES = 500;
    private static final double TAIL = 0.025;

    /**
     * A number and its interval of 95 %, by resampling.
     *
     * @param value as computed from all images
     * @param low end
     * @param high end
     */
    public record Estimate(double value, double low, double high) {
        /** Returns half the width of the interval. */
        public double error() {
            return (high - low) / 2;
        }
    }

    /**
     * What is known of a mixture.
     *
     * @param weights of it
     * @param source accuracy on the labelled images
     * @param predicted accuracy on the pictures, by calibrated confidence
     * @param agreement share of the pictures on which it answers as the ensemble does
     * @param information mutual information of picture and answer, in nats
     * @param candidate whether it is good enough on the labelled images
     */
    public record Score(
            MixingWeights weights,
            double source,
            double predicted,
            double agreement,
            double information,
            boolean candidate) {}

    /** Copies the list. */
    public UnlabelledChoice {
        scores = List.copyOf(scores);
    }

    /** Returns whether the proposal is not taken, because its predicted gain is no more than its error. */
    public boolean abstains() {
        return proposed.equals(fallback) || gain.value() <= gain.error();
    }

    /** Returns the mixture to take. */
    public MixingWeights weights() {
        return abstains() ? fallback : proposed;
    }

    /** Returns the accuracy that is predicted for the mixture to take. */
    public Estimate accuracy() {
        return abstains() ? fallbackAccuracy : proposedAccuracy;
    }

    /**
     * Chooses.
     *
     * @param seed of the resampling
     */
    public static UnlabelledChoice of(UnlabelledEvidence evidence, Seed seed) {
        List<Score> scores = scores(evidence);
        boolean informed = evidence.effectiveClasses() >= SPREAD * evidence.sourceClasses();
        int proposed = proposed(scores, informed);
        int fallback = first(scores, Score::source, score -> 0);
        double[][] drawn = resampled(evidence, proposed, fallback, seed.generator());
        double ofProposed = scores.get(proposed).predicted();
        double ofFallback = scores.get(fallback).predicted();
        return new UnlabelledChoice(
                scores.get(proposed).weights(),
                scores.get(fallback).weights(),
                estimate(ofProposed, drawn[0]),
                estimate(ofFallback, drawn[1]),
                estimate(
                        ofProposed - ofFallback,
                        IntStream.range(0, RESAMPLES)
                                .mapToDouble(i -> drawn[0][i] - drawn[1][i])
                                .toArray()),
                informed,
                scores);
    }

    private static List<Score> scores(UnlabelledEvidence evidence) {
        int mixtures = evidence.grid().size();
        int images = evidence.labels().size();
        int[] ensemble = evidence.ensemble();
        int[] right = IntStream.range(0, mixtures).map(evidence::right).toArray();
        int best = Arrays.stream(right).max().orElseThrow();
        List<Score> scores = new ArrayList<>();
        for (int mixture = 0; mixture < mixtures; mixture++) {
            Probabilities target = evidence.target().get(mixture);
            long agreeing = IntStream.range(0, ensemble.length)
                    .filter(picture -> target.predicted(picture) == ensemble[picture])
                    .count();
            scores.add(new Score(
                    evidence.grid().get(mixture),
                    (double) right[mixture] / images,
                    CalibratedConfidence.accuracy(
                            confidences(evidence.source().get(mixture)), right[mixture], confidences(target)),
                    (double) agreeing / ensemble.length,
                    target.mutualInformation(),
                    best - right[mixture] <= WORST * images));
        }
        return scores;
    }

    private static double[] confidences(Probabilities answers) {
        return IntStream.range(0, answers.images())
                .mapToDouble(answers::confidence)
                .toArray();
    }

    private static int proposed(List<Score> scores, boolean informed) {
        int[] candidates = IntStream.range(0, scores.size())
                .filter(i -> scores.get(i).candidate())
                .toArray();
        List<Score> among = Arrays.stream(candidates).mapToObj(scores::get).toList();
        List<double[]> ranks = new ArrayList<>(List.of(ranks(among, Score::predicted), ranks(among, Score::agreement)));
        if (informed) {
            ranks.add(ranks(among, Score::information));
        }
        double[] sums = IntStream.range(0, among.size())
                .mapToDouble(i -> ranks.stream().mapToDouble(rank -> rank[i]).sum())
                .toArray();
        return candidates[first(among, score -> -sums[among.indexOf(score)], Score::predicted)];
    }

    /** Returns each one's rank, 1 for the largest; equals share the mean of their ranks. */
    private static double[] ranks(List<Score> scores, ToDoubleFunction<Score> by) {
        return scores.stream()
                .mapToDouble(one -> {
                    double value = by.applyAsDouble(one);
                    long above = scores.stream()
                            .filter(other -> by.applyAsDouble(other) > value)
                            .count();
                    long equal = scores.stream()
                            .filter(other -> by.applyAsDouble(other) == value)
                            .count();
                    return above + (equal + 1) / 2.0;
                })
                .toArray();
    }

    /** Returns the place of the largest; of equals, by the second, then of the least extrapolation, then the earliest. */
    private static int first(List<Score> scores, ToDoubleFunction<Score> by, ToDoubleFunction<Score> second) {
        Comparator<Score> order = Comparator.comparingDouble(by)
                .thenComparingDouble(second)
                .thenComparingDouble(score -> -absolute(score.weights()));
        int best = 0;
        for (int i = 1; i < scores.size(); i++) {
            best = order.compare(scores.get(i), scores.get(best)) > 0 ? i : best;
        }
        return best;
    }

    private static double absolute(MixingWeights weights) {
        int sum = weights.numerators().stream().mapToInt(Math::abs).sum();
        return (double) sum / weights.denominator();
    }

    /** Returns the accuracies predicted for the proposal and for the fallback, from images drawn anew. */
    private static double[][] resampled(
            UnlabelledEvidence evidence, int proposed, int fallback, RandomGenerator random) {
        int[] mixtures = {proposed, fallback};
        double[][] predicted = new double[mixtures.length][RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            int[] source = drawn(evidence.labels().size(), random);
            int[] target = drawn(evidence.pictures(), random);
            for (int i = 0; i < mixtures.length; i++) {
                boolean[] hits = evidence.hits(mixtures[i]);
                int right =
                        (int) Arrays.stream(source).filter(image -> hits[image]).count();
                predicted[i][resample] = CalibratedConfidence.accuracy(
                        confidences(evidence.source().get(mixtures[i]).subset(source)),
                        right,
                        confidences(evidence.target().get(mixtures[i]).subset(target)));
            }
        }
        return predicted;
    }

    private static int[] drawn(int images, RandomGenerator random) {
        return IntStream.range(0, images).map(i -> random.nextInt(images)).toArray();
    }

    private static Estimate estimate(double value, double[] drawn) {
        double[] sorted = drawn.clone();
        Arrays.sort(sorted);
        int low = (int) Math.floor(TAIL * (sorted.length - 1));
        return new Estimate(value, sorted[low], sorted[sorted.length - 1 - low]);
    }
}
