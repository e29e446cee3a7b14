package io.stockpot.evaluate;

import io.stockpot.attack.Attack;
import io.stockpot.attack.Judge;
import io.stockpot.attack.Logits;
import io.stockpot.base.Guards;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Classifier;
import io.stockpot.tensor.Precision;
import io.stockpot.threat.Norm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Evaluates classifiers under the same conditions, on the same images, with the same random numbers.
 *
 * @param images the test images
 * @param conditions what is measured; their labels differ
 * @param batchSize images classified at once; changes results at most by the rounding of float32
 * @param seed of the attacks; each image has draws of its own
 * @param ascent the arithmetic in which attacks follow gradients; verdicts are always in float32
 * @param numbers of the images, from which their draws follow; empty means their places, counted from zero
 */
public record Evaluator(
        LabelledImages images,
        List<Condition> conditions,
        int batchSize,
        Seed seed,
        Precision ascent,
        List<Integer> numbers) {
    /** Copies the lists, and checks labels, radii for these images, the batch size and the count of numbers. */
    public Evaluator {
        conditions = List.copyOf(conditions);
        numbers = List.copyOf(numbers);
        if (!numbers.isEmpty() && numbers.size() != images.size()) {
            throw new IllegalArgumentException("there are " + numbers.size() + " numbers of " + images.size()
                    + " images; give one for each, or none");
        }
        requireDistinct(conditions);
        for (Condition condition : conditions) {
            condition.requireWithin(images.shape());
        }
        Guards.requireAtLeast("batch-size", 1, batchSize);
    }

    /** Creates an evaluator of images that are numbered by their places. */
    public Evaluator(LabelledImages images, List<Condition> conditions, int batchSize, Seed seed, Precision ascent) {
        this(images, conditions, batchSize, seed, ascent, List.of());
    }

    /** An evaluator whose attacks follow gradients in float32. */
    public Evaluator(LabelledImages images, List<Condition> conditions, int batchSize, Seed seed) {
        this(images, conditions, batchSize, seed, Precision.FLOAT32);
    }

    /**
     * Checks that there are conditions and that their labels differ.
     *
     * @throws IllegalArgumentException naming a label that occurs twice
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

    /** Returns an evaluator of the same images that measures these conditions instead. */
    public Evaluator withConditions(List<Condition> others) {
        return new Evaluator(images, others, batchSize, seed, ascent, numbers);
    }

    /**
     * Returns an evaluator of the same images under other numbers, so that an image gets the same draws whichever others
     * it is evaluated with.
     *
     * @param others one for each image
     */
    public Evaluator numbered(List<Integer> others) {
        return new Evaluator(images, conditions, batchSize, seed, ascent, others);
    }

    /** Returns the numbers of the images at some places. */
    int[] numbers(int[] places) {
        return numbers.isEmpty()
                ? places
                : Arrays.stream(places).map(numbers::get).toArray();
    }

    /** Returns the labels of the conditions in order. */
    public List<String> labels() {
        return conditions.stream().map(Condition::label).toList();
    }

    /** Returns conditions that are points of one curve together, by growing radius; each of the others alone. */
    List<List<Condition>> curves() {
        Map<Object, List<Condition>> curves = new LinkedHashMap<>();
        for (Condition condition : conditions) {
            Judge judge = condition.spelledOut().judge();
            Object key = condition
                    .curve()
                    .<Object>map(name -> new CurveKey(name, judge.threat().norm(), judge.attacks()))
                    .orElse(condition);
            curves.computeIfAbsent(key, unknown -> new ArrayList<>()).add(condition);
        }
        Comparator<Condition> byRadius = Comparator.comparingDouble(
                condition -> condition.judge().threat().epsilon().value());
        curves.values().forEach(curve -> curve.sort(byRadius));
        return List.copyOf(curves.values());
    }

    private record CurveKey(String name, Norm norm, List<Attack> attacks) {}

    /** Returns a classifier as the attacks see it: with gradients in the arithmetic of {@link #ascent}. */
    public Logits attacked(Classifier classifier) {
        Logits exact = classifier::logits;
        return ascent == Precision.FLOAT32
                ? exact
                : Logits.climbedBy(points -> classifier.logits(points, ascent), exact);
    }

    /** Evaluates a classifier under every condition, in one go: nothing is remembered of an interrupted evaluation. */
    public Findings evaluate(Classifier classifier, Progress progress) {
        // the journal that remembers nothing throws nothing
        return new Evaluation(this, attacked(classifier), Journal.none(), () -> false)
                .run(Coverage.EVERY_CONDITION, progress);
    }

    /**
     * Evaluates a classifier, going on from what a journal knows.
     *
     * @param classifier computing in float32, or {@link #attacked}
     * @param journal what is known already of this classifier on these images with this seed; results are
     *     added block by block
     * @param coverage how much of the threats is measured
     * @param enough asked before each block of images × attack; once it is true, no more attacks are made, and a
     *     warning says what is left to do
     * @throws IOException if the journal cannot be read or written
     */
    public Findings evaluate(
            Logits classifier, Journal journal, Coverage coverage, BooleanSupplier enough, Progress progress)
            throws IOException {
        try {
            return new Evaluation(this, classifier, journal, enough).run(coverage, progress);
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    /**
     * Returns the adversarial images of a finished evaluation.
     *
     * @param journal a journal with points, in which the evaluation is finished
     * @param classifier the one evaluated, which is asked once more about every point
     */
    public AdversarialExamples examples(Journal journal, Logits classifier) {
        return AdversarialExamples.of(this, journal, Optional.of(classifier));
    }

    /**
     * Returns the adversarial images of a finished evaluation, without asking the classifier again: for one that
     * answers differently each time.
     *
     * @param journal a journal with points, in which the evaluation is finished
     */
    public AdversarialExamples examples(Journal journal) {
        return AdversarialExamples.of(this, journal, Optional.empty());
    }
}
