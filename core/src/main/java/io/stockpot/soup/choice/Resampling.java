package io.stockpot.soup.choice;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.GroupedImages;
import io.stockpot.outcome.MeanOverDataSets;
import io.stockpot.outcome.Photos;
import io.stockpot.soup.choice.ChoiceStability.Repeat;
import io.stockpot.soup.choice.GridScores.Ranked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Repeats a choice on images drawn anew with replacement (bootstrap). It measures how firm the choice is, and
 * what to expect on unseen images: the score on the images a soup was chosen with flatters it, so every
 * image is judged by those soups only that were chosen on samples without it (Efron and Tibshirani 1997,
 * the leave-one-out bootstrap). A gain has the width of the differences between the soups and models that the samples choose,
 * on average over those samples that choose a soup which answers otherwise than the model, and is never certain: half an
 * answer more might have differed in each direction (Agresti and Min 2005). Images of one group are drawn and left out together. Each data set is resampled by itself, also where several
 * show the same photos; only the intervals account for that.
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

    /** Repeats a choice; its gain is over the ingredients alone, and known if the grid holds all of them. */
    public ChoiceStability repeat(ShiftOutcomes outcomes, Selection selection) {
        return repeat(outcomes, selection, outcomes.alone());
    }

    /**
     * Repeats a choice.
     *
     * @param rivals models alone on the same images; the gain is over the best of them
     */
    public ChoiceStability repeat(ShiftOutcomes outcomes, Selection selection, Optional<ShiftOutcomes> rivals) {
        GridScores scores = GridScores.of(outcomes);
        Optional<GridScores> models = rivals.map(GridScores::of);
        List<String> judged = selection.dataSets(scores);
        Map<String, Left> dataSets = new LinkedHashMap<>();
        outcomes.dataSets()
                .forEach((name, grid) -> dataSets.put(
                        name,
                        new Left(grid, rivals.map(alone -> alone.grid(name)), units(outcomes.photos(), name, grid))));
        Map<Integer, Integer> chosen = new HashMap<>();
        Map<Pair, Integer> pairs = new LinkedHashMap<>();
        for (int resample = 0; resample < resamples; resample++) {
            Seed sample = seed.child(resample);
            dataSets.forEach((name, left) -> left.draw(sample.child(name).generator()));
            int soup = selection
                    .choose(drawn(scores, dataSets, left -> left.soups))
                    .index();
            chosen.merge(soup, 1, Integer::sum);
            judged.forEach(name -> dataSets.get(name).judge(left -> left.soups, soup));
            models.ifPresent(all -> {
                int model = drawn(all, dataSets, Left::models).best(judged).index();
                judged.forEach(name -> dataSets.get(name).judge(Left::models, model));
                pairs.merge(new Pair(soup, model), 1, Integer::sum);
            });
        }
        Ranked soup = selection.choose(scores);
        MeanOverDataSets expected = new MeanOverDataSets(outcomes.photos());
        judged.forEach(name -> dataSets.get(name).accuracy(soup, name, expected));
        Optional<Estimate> gain = models.map(all -> {
            MeanOverDataSets difference = new MeanOverDataSets(outcomes.photos());
            Pair best = new Pair(soup.index(), all.best(judged).index());
            judged.forEach(name -> dataSets.get(name).gain(best, pairs, name, difference));
            return difference.mean();
        });
        return new ChoiceStability(soup, repeats(chosen, scores.weights()), expected.mean(), gain);
    }

    /** A soup and the model that are chosen on the same sample. */
    private record Pair(int soup, int model) {}

    /** Returns for each image the number of what is drawn with it: its group, or itself. */
    private static int[] units(Photos photos, String name, GridOutcomes grid) {
        return photos.grouped(name)
                ? GroupedImages.of(photos.names().get(name)).numbers()
                : IntStream.range(0, grid.images()).toArray();
    }

    private static GridScores drawn(GridScores scores, Map<String, Left> dataSets, Function<Left, Side> side) {
        Map<String, double[]> drawn = new LinkedHashMap<>();
        dataSets.forEach((name, left) -> drawn.put(name, side.apply(left).images.means(left.drawn)));
        return scores.with(drawn);
    }

    private List<Repeat> repeats(Map<Integer, Integer> chosen, List<MixingWeights> weights) {
        List<Repeat> repeats = new ArrayList<>();
        chosen.forEach((mixture, times) -> repeats.add(new Repeat(weights.get(mixture), (double) times / resamples)));
        repeats.sort(Comparator.comparingDouble(Repeat::share)
                .reversed()
                .thenComparing(repeat -> weights.indexOf(repeat.weights())));
        return repeats;
    }

    /** What some contestants answered to the images of one data set, and how those chosen without an image did. */
    private static final class Side {
        private final ImageScores images;
        private final double[] right;

        Side(GridOutcomes grid) {
            this.images = ImageScores.of(grid);
            this.right = new double[grid.images()];
        }

        private double leftOut(int[] times) {
            return IntStream.range(0, times.length)
                    .filter(image -> times[image] > 0)
                    .mapToDouble(image -> right[image] / times[image])
                    .average()
                    .orElseThrow();
        }
    }

    /** The images of one data set, those drawn of them, and how those left out of samples were judged. */
    private static final class Left {
        private final Side soups;
        private final Optional<Side> models;
        private final int[] times;
        private final int[] units;
        private final int count;
        private final int versions;
        private int[] drawn;

        Left(GridOutcomes grid, Optional<GridOutcomes> rivals, int[] units) {
            rivals.ifPresent(alone -> grid.points()
                    .get(0)
                    .outcomes()
                    .requireSameImages(alone.points().get(0).outcomes()));
            this.soups = new Side(grid);
            this.models = rivals.map(Side::new);
            this.times = new int[grid.images()];
            this.drawn = new int[grid.images()];
            this.units = units;
            this.versions = grid.conditions().size();
            this.count = 1 + Arrays.stream(units).max().orElseThrow();
        }

        Side models() {
            return models.orElseThrow();
        }

        /** Draws a sample. */
        void draw(RandomGenerator draws) {
            int[] chosen = new int[count];
            for (int i = 0; i < count; i++) {
                chosen[draws.nextInt(count)]++;
            }
            drawn = Arrays.stream(units).map(unit -> chosen[unit]).toArray();
            for (int image = 0; image < drawn.length; image++) {
                times[image] += drawn[image] == 0 ? 1 : 0;
            }
        }

        /** Judges a contestant by the images that are not in the sample. */
        void judge(Function<Left, Side> who, int mixture) {
            Side side = who.apply(this);
            for (int image = 0; image < drawn.length; image++) {
                if (drawn[image] == 0) {
                    side.right[image] += side.images.share(mixture, image);
                }
            }
        }

        /** Adds what was found of soups chosen without an image, with the spread of the one chosen with all. */
        void accuracy(Ranked soup, String name, MeanOverDataSets mean) {
            double[] shares = numbers(image -> soups.images.share(soup.index(), image));
            Estimate spread = mean.photos().ofImages(name, shares);
            mean.add(name, spread.around(soups.leftOut(times)).within(0, 1), shares);
        }

        /** Adds the difference between the soups and the models that were chosen without an image. */
        void gain(Pair best, Map<Pair, Integer> pairs, String name, MeanOverDataSets mean) {
            double found = soups.leftOut(times) - models().leftOut(times);
            double half = half(pairs, name, mean.photos());
            mean.add(name, new Estimate(found, found - half, found + half, times.length), differences(best));
        }

        /** Returns half the width of the interval of the difference between a soup and a model, on average. */
        private double half(Map<Pair, Integer> pairs, String name, Photos photos) {
            double squares = 0;
            int samples = 0;
            for (Map.Entry<Pair, Integer> pair : pairs.entrySet()) {
                Estimate spread = photos.ofImages(name, differences(pair.getKey()));
                double half = (spread.high() - spread.low()) / 2;
                squares += pair.getValue() * half * half;
                samples += half > 0 ? pair.getValue() : 0;
            }
            double doubt = Estimate.quantile(count) / count / versions;
            return Math.sqrt(squares / Math.max(1, samples) + doubt * doubt);
        }

        private double[] differences(Pair pair) {
            return numbers(image ->
                    soups.images.share(pair.soup(), image) - models().images.share(pair.model(), image));
        }

        private double[] numbers(IntToDoubleFunction number) {
            return IntStream.range(0, times.length).mapToDouble(number).toArray();
        }
    }
}
