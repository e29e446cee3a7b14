package io.stockpot.soup.choice;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Photos;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The scores of a grid on images drawn anew (bootstrap). */
public final class ImageDraws {
    private final GridScores scores;
    private final Photos photos;
    private final Map<String, ImageScores> dataSets = new LinkedHashMap<>();

    /** Prepares to draw the images of some outcomes. */
    public ImageDraws(ShiftOutcomes outcomes) {
        this.scores = GridScores.of(outcomes);
        this.photos = outcomes.photos();
        outcomes.dataSets().forEach((name, grid) -> dataSets.put(name, ImageScores.of(grid)));
    }

    /**
     * Weighs images anew, by draws of the exponential distribution (Rubin 1981, the Bayesian bootstrap). A photo of
     * several data sets has the same weight in all, and so have the photos of a group, which draws with replacement cannot give to data sets of
     * different sizes.
     */
    public GridScores weighed(Seed seed) {
        Map<String, double[]> weighed = new LinkedHashMap<>();
        dataSets.forEach((name, images) -> weighed.put(name, images.means(weights(name, images.images(), seed))));
        return scores.with(weighed);
    }

    private double[] weights(String dataSet, int images, Seed seed) {
        List<String> names = photos.names().getOrDefault(dataSet, List.of());
        Seed shown = seed.child("photos");
        RandomGenerator own = seed.child("data sets").child(dataSet).generator();
        return IntStream.range(0, images)
                .mapToObj(image ->
                        names.isEmpty() ? own : shown.child(names.get(image)).generator())
                .mapToDouble(RandomGenerator::nextExponential)
                .toArray();
    }

    /**
     * Draws the same images with replacement for all data sets, which are versions of the same ones
     * ({@link ShiftOutcomes#versions}).
     */
    public GridScores together(Seed seed) {
        Map<String, double[]> drawn = new LinkedHashMap<>();
        dataSets.forEach((name, images) -> drawn.put(name, draw(images, seed)));
        return scores.with(drawn);
    }

    private static double[] draw(ImageScores images, Seed seed) {
        RandomGenerator draws = seed.generator();
        int[] times = new int[images.images()];
        for (int i = 0; i < times.length; i++) {
            times[draws.nextInt(times.length)]++;
        }
        return images.means(times);
    }
}
