package io.stockpot.soup.choice;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Outcomes;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How firm the choice of the best of all mixtures on one data set is.
 *
 * @param outcomes of all mixtures
 * @param stability of the choice
 * @param resamples it rests on
 * @param best the mixtures that cannot be distinguished from the best
 */
public record ChoiceEvidence(ShiftOutcomes outcomes, ChoiceStability stability, int resamples, BestSet best) {
    /** Products of mixtures and images that are summed; a second or two. */
    private static final long SUMS = 1_000_000_000;

    private static final int FEWEST = 100;
    private static final int MOST = 1000;
    private static final double LEVEL = 0.05;

    /**
     * Repeats the choice of the best mixture of the first data set on resampled images.
     *
     * @param alone each ingredient on the same images; the grid need not hold them
     */
    public static ChoiceEvidence of(ShiftOutcomes outcomes, List<Outcomes> alone, Seed seed) {
        String name = outcomes.names().get(0);
        GridOutcomes grid = outcomes.grid(name);
        int resamples = resamples(grid);
        List<MixingWeights> vertices = IntStream.range(0, alone.size())
                .mapToObj(i -> MixingWeights.vertex(i, alone.size()))
                .toList();
        ShiftOutcomes rivals = ShiftOutcomes.of(name, GridOutcomes.of(grid.ingredients(), vertices, alone));
        return new ChoiceEvidence(
                outcomes,
                new Resampling(resamples, seed).repeat(outcomes, new Selection.BestOf(name), Optional.of(rivals)),
                resamples,
                BestSet.of(outcomes, List.of(name), LEVEL));
    }

    /** Returns how many resamples of the images of a grid take a second or two, from 100 to 1000. */
    public static int resamples(GridOutcomes grid) {
        long size = (long) grid.points().size() * grid.images();
        return (int) Math.max(FEWEST, Math.min(MOST, SUMS / size));
    }
}
