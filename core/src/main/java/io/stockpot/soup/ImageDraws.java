package io.stockpot.soup;

import io.stockpot.tensor.Seed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The scores of a grid on images drawn anew with replacement (bootstrap). */
public final class ImageDraws {
    private final GridScores scores;
    private final Map<String, ImageScores> dataSets = new LinkedHashMap<>();

    /** Takes the outcomes whose images are drawn. */
    public ImageDraws(ShiftOutcomes outcomes) {
        this.scores = GridScores.of(outcomes);
        outcomes.dataSets().forEach((name, grid) -> dataSets.put(name, ImageScores.of(grid)));
    }

    /** Draws the images of every data set for themselves. */
    public GridScores apart(Seed seed) {
        Map<String, double[]> drawn = new LinkedHashMap<>();
        dataSets.forEach((name, images) -> drawn.put(name, draw(images, seed.child(name))));
        return scores.with(drawn);
    }

    /** Draws the same images for all data sets, which are versions of the same ones ({@link ShiftOutcomes#versions}). */
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
