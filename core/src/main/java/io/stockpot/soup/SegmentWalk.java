package io.stockpot.soup;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.evaluate.CleanOutcomes;
import io.stockpot.model.Classifier;
import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Labels;
import io.stockpot.soup.choice.Barrier;
import io.stockpot.soup.choice.MixingWeights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures clean accuracy along the segment between two models.
 *
 * @param images test images
 * @param points of the segment, both ends included
 * @param batchSize images classified at once; does not matter to the result
 * @param seed of the choice of images for re-estimation
 */
public record SegmentWalk(LabelledImages images, int points, int batchSize, Seed seed) {
    /** Checks that there is something between the ends. */
    public SegmentWalk {
        if (points < 3) {
            throw new IllegalArgumentException(
                    "a segment needs at least 3 points, both ends and one between, not " + points);
        }
    }

    /**
     * Measures the barrier between two models of one architecture, related or not.
     *
     * @param training images, for policies that need some
     */
    @SuppressWarnings("MustBeClosedChecker") // the classifiers stay with the caller
    public Barrier measure(
            Classifier first, Classifier second, BatchNormPolicy batchNorm, TrainingImages training, Progress progress)
            throws IOException {
        // relation is what is being asked here, so it is not asked for
        List<Ingredient> ends = List.of(
                new Ingredient("first", first, Ingredient.UNASKED),
                new Ingredient("second", second, Ingredient.UNASKED));
        List<Accuracy> accuracies = new ArrayList<>();
        try (Soup soup = new Soup(ends, batchNorm, StatisticsSource.of(training, seed))) {
            for (int i = 0; i < points; i++) {
                MixingWeights weights = new MixingWeights(List.of(points - 1 - i, i), points - 1);
                accuracies.add(CleanOutcomes.of(soup.mix(weights), images, batchSize, progress)
                        .accuracy(Labels.CLEAN));
            }
        }
        return new Barrier(accuracies);
    }
}
