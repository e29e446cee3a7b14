package io.stockpot.soup;

import io.stockpot.evaluate.Estimate;
import io.stockpot.soup.ChoiceStability.Repeat;
import io.stockpot.soup.GridScores.Ranked;
import io.stockpot.tensor.Seed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Repeats a choice on images drawn anew with replacement (bootstrap). It tells how firm the choice is, and
 * what to expect on unseen images: the score on the images a soup was chosen with flatters it, so every
 * image is judged by those soups only that were chosen on samples without it (Efron and Tibshirani 1997,
 * the leave-one-out bootstrap).
 *
 * @param resamples how many, at least 20
 * @param seed of the draws
 */
public record Resampling(int resamples, Seed seed) {
    /** With fewer resamples, some images may be in all of them. */
    private static final int FEWEST = 20;

    /** Checks the number. */
    public Resampling {
        if (resamples < FEWEST) {
            throw new IllegalArgumentException("resampling needs at least " + FEWEST + " resamples, not " + resamples);
        }
    }

    /** Repeats a choice. */
    public ChoiceStability repeat(ShiftOutcomes outcomes, Selection selection) {
        GridScores scores = GridScores.of(outcomes);
        List<String> judged = selection.dataSets(scores);
        Map<String, Left> dataSets = new LinkedHashMap<>();
        outcomes.dataSets().forEach((name, grid) -> dataSets.put(name, new Left(ImageScores.of(grid))));
        Map<Integer, Integer> chosen = new HashMap<>();
        int[] alone = scores.ingredients();
        for (int resample = 0; resample < resamples; resample++) {
            GridScores drawn = draw(scores, dataSets, seed.child(resample));
            Ranked soup = selection.choose(drawn);
            chosen.merge(soup.place(), 1, Integer::sum);
            int model =
                    alone.length == 0 ? soup.place() : drawn.best(judged, alone).place();
            judged.forEach(name -> dataSets.get(name).judge(soup.place(), model));
        }
        List<Left> left = judged.stream().map(dataSets::get).toList();
        Ranked soup = selection.choose(scores);
        Optional<Estimate> gain = alone.length == 0
                ? Optional.empty()
                : Optional.of(
                        gain(left, soup.place(), scores.best(judged, alone).place()));
        Estimate expected = Estimate.mean(
                left.stream().map(one -> one.accuracy(soup.place())).toList());
        return new ChoiceStability(soup, repeats(chosen, scores.weights()), expected, gain);
    }

    private static Estimate gain(List<Left> left, int soup, int model) {
        return Estimate.mean(left.stream().map(one -> one.gain(soup, model)).toList());
    }

    private static GridScores draw(GridScores scores, Map<String, Left> dataSets, Seed seed) {
        Map<String, double[]> drawn = new LinkedHashMap<>();
        dataSets.forEach(
                (name, left) -> drawn.put(name, left.draw(seed.child(name).generator())));
        return scores.with(drawn);
    }

    private List<Repeat> repeats(Map<Integer, Integer> chosen, List<MixingWeights> weights) {
        List<Repeat> repeats = new ArrayList<>();
        chosen.forEach((place, times) -> repeats.add(new Repeat(weights.get(place), (double) times / resamples)));
        repeats.sort(Comparator.comparingDouble(Repeat::share)
                .reversed()
                .thenComparing(repeat -> weights.indexOf(repeat.weights())));
        return repeats;
    }

    /** The images of one data set, and how those left out of a sample were judged. */
    private static final class Left {
        private final ImageScores images;
        private final double[] right;
        private final double[] alone;
        private final int[] times;
        private int[] drawn;

        Left(ImageScores images) {
            this.images = images;
            this.right = new double[images.images()];
            this.alone = new double[images.images()];
            this.times = new int[images.images()];
            this.drawn = new int[images.images()];
        }

        /** Draws a sample and returns the scores on it. */
        double[] draw(RandomGenerator draws) {
            drawn = new int[images.images()];
            for (int i = 0; i < drawn.length; i++) {
                drawn[draws.nextInt(drawn.length)]++;
            }
            return images.means(drawn);
        }

        /** Judges a soup and a model by the images that are not in the sample. */
        void judge(int soup, int model) {
            for (int image = 0; image < drawn.length; image++) {
                if (drawn[image] == 0) {
                    right[image] += images.share(soup, image);
                    alone[image] += images.share(model, image);
                    times[image]++;
                }
            }
        }

        /** Returns what was found of soups chosen without an image, with the spread of the one chosen with all. */
        Estimate accuracy(int soup) {
            return spread(image -> images.share(soup, image))
                    .around(leftOut(right))
                    .within(0, 1);
        }

        /** Returns the difference in the same way; a soup that is one ingredient gains nothing for sure. */
        Estimate gain(int soup, int model) {
            return spread(image -> images.share(soup, image) - images.share(model, image))
                    .around(soup == model ? 0 : leftOut(right) - leftOut(alone));
        }

        private Estimate spread(IntToDoubleFunction number) {
            return Estimate.ofImages(
                    IntStream.range(0, images.images()).mapToDouble(number).toArray());
        }

        private double leftOut(double[] sums) {
            return IntStream.range(0, times.length)
                    .filter(image -> times[image] > 0)
                    .mapToDouble(image -> sums[image] / times[image])
                    .average()
                    .orElseThrow();
        }
    }
}
