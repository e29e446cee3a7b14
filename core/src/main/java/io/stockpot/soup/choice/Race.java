package io.stockpot.soup.choice;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Seed;
import io.stockpot.base.Split;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

    /**
     * The end of a race.
     *
     * @param winner index in the grid
     * @param finalists indices of the mixtures that were never ruled out, the winner included
     * @param seen number of images that the finalists judged
     * @param cost of the race
     */
    public record Finish(int winner, List<Integer> finalists, int seen, SearchCost cost) {
        /** Copies the list. */
        public Finish {
            finalists = List.copyOf(finalists);
        }
    }

    @Override
    public Choice find(Contest contest, Seed seed) throws IOException {
        Finish finish = run(contest, seed);
        int mixtures = contest.mixtures().size();
        return new Choice(
                contest.mixtures().get(finish.winner()),
                finish.cost(),
                Optional.empty(),
                List.of(sentence(mixtures, finish.cost())));
    }

    private String sentence(int mixtures, SearchCost cost) {
        return String.format(
                Locale.ROOT,
                "It won a race of %d mixtures with %.1f times fewer judgements than an exhaustive search. With a"
                        + " probability of at least %s %% it is the best of them on these images.",
                mixtures,
                cost.saving(),
                Double.toString(Math.round(1e4 * (1 - errorProbability)) / 100.0)
                        .replaceFirst("\\.0$", ""));
    }

    @Override
    public boolean judgesAll() {
        return false;
    }

    @Override
    public String title() {
        return "race";
    }

    /**
     * Runs the race.
     *
     * @param seed of the order of the images
     * @throws IOException if the contest fails
     */
    public Finish run(Contest contest, Seed seed) throws IOException {
        int images = contest.images();
        int mixtures = contest.mixtures().size();
        int[] order = images == 1 ? new int[] {0} : shuffled(images, seed);
        Runners runners = new Runners(mixtures, images, contest.versions(), Math.log(1 / errorProbability));
        long judgements = 0;
        long mixings = 0;
        int seen = 0;
        double block = firstBlock;
        while (seen < images && runners.left().length > 1) {
            int end = (int) Math.min(images, seen + Math.round(block));
            int[] next = Arrays.copyOfRange(order, seen, end);
            int[] left = runners.left();
            int[][] right = contest.judge(left, next);
            for (int runner = 0; runner < left.length; runner++) {
                runners.enter(left[runner], right[runner]);
            }
            judgements += (long) left.length * next.length;
            mixings += left.length;
            runners.advance(next.length);
            seen = end;
            block *= growth;
        }
        List<Integer> finalists = Arrays.stream(runners.left()).boxed().toList();
        SearchCost cost = new SearchCost(judgements, (long) mixtures * images, mixings);
        return new Finish(winner(contest.mixtures(), runners), finalists, seen, cost);
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
                .index();
    }
}
