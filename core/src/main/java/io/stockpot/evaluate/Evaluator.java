package io.stockpot.evaluate;

import io.stockpot.attack.Draws;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.Progress;
import io.stockpot.model.Classifier;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.Seed;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at classifiers under the same conditions, on the same images, with the same random numbers.
 *
 * @param images the test images
 * @param conditions how to look; their labels differ
 * @param batchSize images classified at once; changes results at most by the rounding of float32
 * @param seed of the attacks; each image has draws of its own
 */
public record Evaluator(LabelledImages images, List<Condition> conditions, int batchSize, Seed seed) {
    /** Copies the conditions and checks that their labels differ. */
    public Evaluator {
        conditions = List.copyOf(conditions);
        requireDistinct(conditions);
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch-size must be at least 1, not " + batchSize);
        }
    }

    /**
     * Checks that there are conditions and that their labels differ.
     *
     * @throws IllegalArgumentException naming the label that comes twice
     */
    public static void requireDistinct(List<Condition> conditions) {
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException("an evaluation needs at least one condition, e.g. [clean: {}]");
        }
        Set<String> labels = new HashSet<>();
        for (Condition condition : conditions) {
            if (!labels.add(condition.label())) {
                throw new IllegalArgumentException(
                        "two conditions are called '" + condition.label() + "'; give one a name of its own");
            }
        }
    }

    /**
     * Evaluates a classifier.
     *
     * @return one bit per image and condition
     */
    public Outcomes evaluate(Classifier classifier, Progress progress) {
        Map<String, BitSet> correct = new LinkedHashMap<>();
        for (Condition condition : conditions) {
            correct.put(condition.label(), evaluate(classifier, condition, progress));
        }
        return new Outcomes(images.digest(), images.size(), correct);
    }

    private BitSet evaluate(Classifier classifier, Condition condition, Progress progress) {
        BitSet correct = new BitSet(images.size());
        int seen = 0;
        try (Progress.Task task = progress.start(condition.label(), images.size(), "images")) {
            for (int[] indices : Batches.inOrder(images.size(), batchSize)) {
                judge(classifier, condition, indices).stream()
                        .map(place -> indices[place])
                        .forEach(correct::set);
                seen += indices.length;
                task.advanceTo(seen);
                task.note(new Accuracy(correct.cardinality(), seen).percent());
            }
        }
        return correct;
    }

    private BitSet judge(Classifier classifier, Condition condition, int[] indices) {
        try (Scope scope = Scope.open()) {
            Draws draws = new Draws(seed.child(condition.adversary().threat().toString()), indices);
            return condition
                    .adversary()
                    .judge(classifier::logits, images.images(indices), images.labels(indices), draws)
                    .robust();
        }
    }
}
