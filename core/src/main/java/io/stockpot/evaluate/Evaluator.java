package io.stockpot.evaluate;

import io.stockpot.attack.Logits;
import io.stockpot.base.Guards;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Classifier;
import io.stockpot.outcome.Outcomes;
import io.stockpot.tensor.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Looks at classifiers under the same conditions, on the same images, with the same random numbers.
 *
 * @param images the test images
 * @param conditions how to look; their labels differ
 * @param batchSize images classified at once; changes results at most by the rounding of float32
 * @param seed of the attacks; each image has draws of its own
 * @param ascent the arithmetic in which gradients are climbed; verdicts are always in float32
 */
public record Evaluator(LabelledImages images, List<Condition> conditions, int batchSize, Seed seed, Precision ascent) {
    /** Copies the conditions and checks that their labels differ. */
    public Evaluator {
        conditions = List.copyOf(conditions);
        requireDistinct(conditions);
        Guards.requireAtLeast("batch-size", 1, batchSize);
    }

    /** An evaluator that climbs in float32. */
    public Evaluator(LabelledImages images, List<Condition> conditions, int batchSize, Seed seed) {
        this(images, conditions, batchSize, seed, Precision.FLOAT32);
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
                        "two conditions are called '" + condition.label() + "'; leave one out, or in a recipe name it");
            }
        }
    }

    /** Returns the evaluator that looks in some of these ways only. */
    public Evaluator looking(List<Condition> some) {
        return new Evaluator(images, some, batchSize, seed, ascent);
    }

    /** Returns the labels of the conditions in order. */
    public List<String> labels() {
        return conditions.stream().map(Condition::label).toList();
    }

    /**
     * Evaluates a classifier.
     *
     * @return one bit per image and condition
     */
    public Outcomes evaluate(Classifier classifier, Progress progress) {
        try {
            return new Evaluation(this, attacked(classifier), Journal.none(), false, () -> false)
                    .run(Coverage.EVERY_CONDITION, progress)
                    .outcomes();
        } catch (IOException impossible) {
            throw new UncheckedIOException("nothing was to be read or written", impossible);
        }
    }

    /** Evaluates a classifier and tells how that went; nothing is remembered. */
    public Findings examine(Classifier classifier, Progress progress) throws IOException {
        return examine(attacked(classifier), Journal.none(), Coverage.EVERY_CONDITION, progress);
    }

    /** Returns a classifier as the attacks see it. */
    public Logits attacked(Classifier classifier) {
        Logits exact = classifier::logits;
        return ascent == Precision.FLOAT32
                ? exact
                : Logits.climbedBy(points -> classifier.logits(points, ascent), exact);
    }

    /**
     * Evaluates a classifier and tells how that went.
     *
     * @param classifier computing in float32, or {@link #attacked}
     * @param journal what is known already of this classifier on these images with this seed; what is found
     *     out is added block by block
     * @throws IOException if the journal cannot be read or written
     */
    public Findings examine(Logits classifier, Journal journal, Coverage extent, Progress progress) throws IOException {
        return examine(classifier, journal, extent, () -> false, progress);
    }

    /**
     * Evaluates a classifier for a while and tells what is known then.
     *
     * @param enough asked before each block of images × attack; once it is true, no more attacks are made, and a
     *     warning tells what is left to do
     * @throws IOException if the journal cannot be read or written
     */
    public Findings examine(
            Logits classifier, Journal journal, Coverage extent, BooleanSupplier enough, Progress progress)
            throws IOException {
        return new Evaluation(this, classifier, journal, true, enough).run(extent, progress);
    }

    /**
     * Returns the adversarial images of a finished evaluation.
     *
     * @param journal which was told to keep points, and in which the evaluation is finished
     */
    public AdversarialExamples examples(Journal journal) throws IOException {
        return AdversarialExamples.of(this, journal);
    }
}
