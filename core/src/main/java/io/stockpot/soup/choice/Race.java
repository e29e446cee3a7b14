package io.stockpot.soup.choice;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Seed;
import io.stockpot.base.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The search for the best mixture of a grid without judging all images by all mixtures. Images come in
 * random order, in growing blocks; every mixture still in the race judges the block, and those that are
 * surely not the best leave.
 *
 * <p>A mixture leaves by a test that may be looked at after every image (testing by betting, without
 * replacement: Waudby-Smith and Ramdas 2020). Someone bets that the next image is one that the leaders of
 * the moment get right and the mixture wrong. Were the mixture the best on all images, its mean advantage over
 * any leaders would not be negative, no bet would be favourable, and by Ville's inequality the chance that
 * the fortune ever grows to 1 / errorProbability would be at most errorProbability. That holds whatever the
 * number of mixtures, blocks and leaders, so nothing is paid for looking often or at many. Hence the winner
 * is, with a probability of at least 1 − errorProbability, the mixture that an exhaustive search over the
 * same images would find, or one of equal score.
 *
 * @param errorProbability of losing the best mixture, in (0, 1)
 * @param firstBlock number of images in the first block
 * @param growth of the blocks; each costs one mixing per mixture that is left
 */
public record Race(
        @JsonProperty(defaultValue = "0.05") double errorProbability,
        @JsonProperty(defaultValue = "10") int firstBlock,
        @JsonProperty(defaultValue = "1.25") double growth)
        implements Search {
    /** Checks the numbers. */
    public Race {
        if (!(errorProbability > 0 && errorProbability < 1)) {
            throw new IllegalArgumentException(
                    "the error probability must lie between 0 and 1, not " + errorProbability);
        }
        if (firstBlock < 1 || !(growth >= 1 && growth <= 100)) {
            throw new IllegalArgumentException("a race needs a first block of at least 1 image and a growth from 1"
                    + " to 100, not " + firstBlock + " and " + growth);
        }
    }

    /** Judges images by mixtures; where from does not matter: stored outcomes, or a network. */
    @FunctionalInterface
    public interface Judge {
        /**
         * Judges a block of images by one mixture.
         *
         * @param mixture place in the grid
         * @param images indices, none of which this mixture has judged before
         * @return for each image under how many of its versions the mixture is right
         */
        int[] judge(int mixture, int[] images) throws IOException;
    }

    /**
     * How a race ended.
     *
     * @param winner place in the grid
     * @param finalists places of the mixtures that were never ruled out, the winner included
     * @param seen number of images that the finalists judged
     * @param judgements pairs of a mixture and an image that were judged
     * @param exhaustive pairs of which an exhaustive search would have judged
     * @param mixings how often a mixture was made
     */
    public record Finish(
            int winner, List<Integer> finalists, int seen, long judgements, long exhaustive, long mixings) {
        /** Copies the list. */
        public Finish {
            finalists = List.copyOf(finalists);
        }

        /** Returns how many times fewer judgements there were than in an exhaustive search. */
        public double saving() {
            return (double) exhaustive / judgements;
        }
    }

    /**
     * Runs the race.
     *
     * @param grid the mixtures
     * @param images number of images
     * @param versions of each image
     * @param seed of the order of the images
     * @throws IOException if the judge fails
     */
    public Finish run(List<MixingWeights> grid, int images, int versions, Judge judge, Seed seed) throws IOException {
        int[] order = images == 1 ? new int[] {0} : shuffled(images, seed);
        Runners runners = new Runners(grid.size(), images, versions, Math.log(1 / errorProbability));
        long judgements = 0;
        long mixings = 0;
        int seen = 0;
        double block = firstBlock;
        while (seen < images && runners.left().length > 1) {
            int end = (int) Math.min(images, seen + Math.round(block));
            int[] next = Arrays.copyOfRange(order, seen, end);
            for (int mixture : runners.left()) {
                runners.enter(mixture, judge.judge(mixture, next));
                judgements += next.length;
                mixings++;
            }
            runners.advance(next.length);
            seen = end;
            block *= growth;
        }
        List<Integer> finalists =
                new ArrayList<>(Arrays.stream(runners.left()).boxed().toList());
        return new Finish(winner(grid, runners), finalists, seen, judgements, (long) grid.size() * images, mixings);
    }

    /** Races on outcomes that are there already, as an exhaustive search has left them. */
    public Finish run(GridOutcomes stored, Seed seed) {
        ImageScores scores = ImageScores.of(stored);
        try {
            return run(
                    stored.points().stream().map(GridOutcomes.Point::weights).toList(),
                    scores.images(),
                    scores.versions(),
                    (mixture, images) -> Arrays.stream(images)
                            .map(image -> scores.count(mixture, image))
                            .toArray(),
                    seed);
        } catch (IOException impossible) {
            throw new IllegalStateException("stored outcomes need no reading", impossible);
        }
    }

    private static int[] shuffled(int images, Seed seed) {
        Split split = Split.holdOut(images, 1, seed.child("race"));
        return IntStream.concat(Arrays.stream(split.heldOut()), Arrays.stream(split.rest()))
                .toArray();
    }

    /** Returns the best of those left, equals in the order of {@link GridScores}. */
    private static int winner(List<MixingWeights> grid, Runners runners) {
        double[] scores = new double[grid.size()];
        for (int mixture : runners.left()) {
            scores[mixture] = runners.total(mixture);
        }
        return GridScores.of(grid, Map.of("", scores))
                .best(List.of(""), runners.left())
                .place();
    }
}
