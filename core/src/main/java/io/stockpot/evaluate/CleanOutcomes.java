package io.stockpot.evaluate;

import io.stockpot.attack.Goal;
import io.stockpot.base.Progress;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Classifier;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.tensor.Bits;
import io.stockpot.tensor.Scope;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Classifies images as they are, and nothing else: no attacks, no journal, no second look for warnings. For many
 * classifiers on few images, such as the mixtures of a soup; what {@link Evaluator} says of clean images is the
 * same.
 */
public final class CleanOutcomes {
    private CleanOutcomes() {}

    /**
     * Returns one bit per image under the label {@link Labels#CLEAN}.
     *
     * @param batchSize images classified at once; changes results at most by the rounding of float32
     */
    public static Outcomes of(Classifier classifier, LabelledImages images, int batchSize, Progress progress) {
        BitSet correct = new BitSet(images.size());
        try (Progress.Task task = progress.start("evaluate", images.size(), "passes")) {
            int done = 0;
            for (int[] indices : Batches.inOrder(images.size(), batchSize)) {
                Indices.add(correct(classifier, images, indices), correct);
                done += indices.length;
                task.advanceTo(done);
            }
        }
        return new Outcomes(images.digest(), images.size(), Map.of(Labels.CLEAN, correct));
    }

    private static List<Integer> correct(Classifier classifier, LabelledImages images, int[] indices) {
        try (Scope scope = Scope.open()) {
            Goal goal = new Goal(classifier::logits, images.labels(indices));
            return Indices.chosen(indices, Bits.of(goal.correct(goal.logits(images.images(indices)))));
        }
    }
}
