package io.stockpot.soup.choice;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Seed;
import io.stockpot.base.Split;
import io.stockpot.soup.choice.GridScores.Ranked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How many labelled images it takes to choose a soup (Croce et al. 2023, Fig. 8): some images are held out
 * once and for all, of the rest k are drawn, the best soup on those k is chosen and judged on the held-out
 * ones; again and again.
 *
 * @param sizes the numbers k; those that leave no choice are left out, and all that is left comes last
 * @param heldOut number of images to judge on
 * @param repetitions draws for each k
 */
public record FewShotStudy(
        @JsonProperty(defaultValue = "[10, 30, 100, 300]") List<Integer> sizes,
        @JsonProperty(defaultValue = "500") int heldOut,
        @JsonProperty(defaultValue = "50") int repetitions) {
    /** Copies the list and checks the numbers. */
    public FewShotStudy {
        sizes = sizes.stream().sorted().distinct().toList();
        if (sizes.isEmpty() || sizes.get(0) < 1 || heldOut < 1 || repetitions < 2) {
            throw new IllegalArgumentException(
                    "a few-shot study needs sizes, held-out images and at least 2 repetitions,"
                            + " all positive, not sizes " + sizes + ", held-out " + heldOut + ", repetitions "
                            + repetitions);
        }
    }

    /**
     * What was found for one k.
     *
     * @param size k
     * @param trials one per draw
     */
    public record Spot(int size, List<Trial> trials) {
        /** Copies the list. */
        public Spot {
            trials = List.copyOf(trials);
        }

        /** Returns the mean accuracy on the held-out images. */
        public double mean() {
            return trials.stream().mapToDouble(Trial::heldOut).average().orElseThrow();
        }

        /** Returns the standard deviation of the accuracy over the draws. */
        public double deviation() {
            double mean = mean();
            double squares = trials.stream()
                    .mapToDouble(trial -> (trial.heldOut - mean) * (trial.heldOut - mean))
                    .sum();
            return Math.sqrt(squares / (trials.size() - 1));
        }
    }

    /**
     * One draw.
     *
     * @param weights of the soup that was chosen
     * @param drawn its accuracy on the images drawn
     * @param heldOut its accuracy on the held-out images
     */
    public record Trial(MixingWeights weights, double drawn, double heldOut) {}

    /**
     * Checks that a data set has images to hold out and more than the smallest size besides.
     *
     * @throws IllegalArgumentException if there are too few images
     */
    public void requireEnough(int images) {
        if (images <= heldOut + sizes.get(0)) {
            throw new IllegalArgumentException("a few-shot study that holds out " + heldOut + " images and draws "
                    + sizes.get(0) + " needs more than " + (heldOut + sizes.get(0)) + ", not " + images
                    + "; hold out fewer");
        }
    }

    /**
     * Draws, chooses and judges.
     *
     * @return one spot per size that the images allow
     * @throws IllegalArgumentException if there are too few images
     */
    public List<Spot> run(GridOutcomes grid, Seed seed) {
        requireEnough(grid.images());
        ImageScores images = ImageScores.of(grid);
        List<MixingWeights> weights =
                grid.points().stream().map(GridOutcomes.Point::weights).toList();
        GridScores all = GridScores.of(weights, Map.of("", images.means()));
        Split split = split(grid, seed);
        double[] judged = images.means(images.multiplicities(split.heldOut()));
        List<Spot> spots = new ArrayList<>();
        for (int size : sizes(split.rest().length)) {
            List<Trial> trials = new ArrayList<>();
            for (int repetition = 0; repetition < repetitions; repetition++) {
                int[] drawn = draw(split.rest(), size, seed.child(size).child(repetition));
                double[] scores = images.means(images.multiplicities(drawn));
                Ranked chosen = all.with(Map.of("", scores)).best(List.of(""));
                trials.add(new Trial(chosen.weights(), chosen.score(), judged[chosen.index()]));
            }
            spots.add(new Spot(size, trials));
        }
        return List.copyOf(spots);
    }

    /** Returns the images that {@link #run} judges on, given the same seed. */
    public int[] judgedOn(GridOutcomes grid, Seed seed) {
        return split(grid, seed).heldOut();
    }

    private Split split(GridOutcomes grid, Seed seed) {
        return Split.holdOut(grid.images(), heldOut, seed.child("held out"));
    }

    private List<Integer> sizes(int rest) {
        List<Integer> possible =
                new ArrayList<>(sizes.stream().filter(size -> size < rest).toList());
        possible.add(rest);
        return possible;
    }

    private static int[] draw(int[] images, int size, Seed seed) {
        if (size == images.length) {
            return images;
        }
        int[] drawn = Split.holdOut(images.length, size, seed).heldOut();
        return Arrays.stream(drawn).map(index -> images[index]).toArray();
    }
}
