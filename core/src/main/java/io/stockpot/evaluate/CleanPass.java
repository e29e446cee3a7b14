package io.stockpot.evaluate;

import io.stockpot.attack.Goal;
import io.stockpot.attack.Logits;
import io.stockpot.outcome.Accuracy;
import io.stockpot.tensor.Bits;
import io.stockpot.tensor.Scope;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The classification of the images as they are, once for all conditions. The logits are kept for attacks that
 * start from them.
 */
final class CleanPass {
    private static final String FILE = "clean";
    /** How many images are classified twice, to see whether the classifier is random. */
    private static final int PROBED = 32;
    /** How far rounding in float32 may move a sum of probabilities away from one. */
    private static final double SUM = 1e-3;

    private final Evaluator evaluator;
    private final Logits classifier;
    private final Journal journal;
    private final BitSet seen = new BitSet();
    private final BitSet correct = new BitSet();
    private final float[][] logits;
    private final BitSet likeProbabilities = new BitSet();
    private Optional<Integer> classes = Optional.empty();
    private double disagreement;
    private int notFinite;
    private double seconds;

    /**
     * Starts with what the journal knows.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    CleanPass(Evaluator evaluator, Logits classifier, Journal journal) {
        this.evaluator = evaluator;
        this.classifier = classifier;
        this.journal = journal;
        this.logits = new float[evaluator.images().size()][];
        journal.read(FILE, CleanBlock.class).forEach(this::learn);
    }

    private void learn(CleanBlock block) {
        Indices.add(block.images(), seen);
        Indices.add(block.correct(), correct);
        if (block.probabilities()) {
            Indices.add(block.images(), likeProbabilities);
        }
        classes = classes.or(block::classes);
        disagreement = Math.max(disagreement, block.disagreement());
        notFinite += block.notFinite().orElse(0);
        seconds += block.seconds();
    }

    /** Returns the images that are not classified yet. */
    BitSet pending() {
        return Indices.without(Indices.first(logits.length), seen);
    }

    /**
     * Classifies the next block of images.
     *
     * @return the accuracy so far
     * @throws UncheckedIOException if the journal cannot be written
     */
    double runBlock() {
        CleanBlock block =
                classify(pending().stream().limit(evaluator.batchSize()).toArray());
        journal.append(FILE, block);
        learn(block);
        return (double) correct.cardinality() / seen.cardinality();
    }

    private CleanBlock classify(int[] indices) {
        long begin = System.nanoTime();
        try (Scope scope = Scope.open()) {
            Goal goal = new Goal(classifier, evaluator.images().labels(indices));
            Tensor images = evaluator.images().images(indices);
            Tensor answers = goal.logits(images);
            keep(indices, answers);
            List<Integer> right = Indices.chosen(indices, Bits.of(goal.correct(answers)));
            double difference = seen.isEmpty() ? difference(goal, images) : 0;
            double taken = (System.nanoTime() - begin) / 1e9;
            return new CleanBlock(
                    Indices.listed(indices),
                    right,
                    Optional.of(Math.toIntExact(answers.size(1))),
                    areProbabilities(answers),
                    difference,
                    Optional.of(notFinite(answers)).filter(count -> count > 0),
                    taken);
        }
    }

    /** Returns how far two outputs for the same few images are apart, in units of the largest. */
    private static double difference(Goal goal, Tensor images) {
        Tensor few = images.narrow(0, 0, Math.min(PROBED, images.size(0)));
        Tensor one = goal.logits(few);
        Tensor other = goal.logits(few);
        double difference = one.sub(other).abs().max().item_double();
        double largest = one.abs().max().item_double();
        // outputs that are not finite have no distance; their images are misclassified anyway
        return Double.isFinite(difference) && largest > 0 ? difference / largest : 0;
    }

    private static boolean areProbabilities(Tensor answers) {
        boolean inside = answers.ge(new Scalar(0))
                .logical_and(answers.le(new Scalar(1)))
                .all()
                .item_bool();
        Tensor excess = answers.sum(1).sub(new Scalar(1)).abs();
        return inside && excess.le(new Scalar(SUM)).all().item_bool();
    }

    /** Counts images of which an output is NaN or +∞; −∞ rules a class out, which is an answer. */
    private static int notFinite(Tensor answers) {
        Tensor wrong = answers.isnan().logical_or(answers.isposinf()).any(1, false);
        return Math.toIntExact(wrong.sum().item_long());
    }

    private void keep(int[] indices, Tensor answers) {
        int classes = (int) answers.size(1);
        float[] values = new float[indices.length * classes];
        answers.contiguous().data_ptr_float().get(values);
        for (int i = 0; i < indices.length; i++) {
            logits[indices[i]] = Arrays.copyOfRange(values, i * classes, (i + 1) * classes);
        }
    }

    /** Returns the logits of these images, in the caller's scope, if this process has classified all of them. */
    Optional<Tensor> logits(int[] indices) {
        List<float[]> rows = new ArrayList<>();
        for (int index : indices) {
            if (logits[index] == null) {
                return Optional.empty();
            }
            rows.add(logits[index]);
        }
        int classes = rows.get(0).length;
        float[] values = new float[rows.size() * classes];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, values, i * classes, classes);
        }
        return Optional.of(Tensor.create(values, rows.size(), classes));
    }

    /** Returns the images that are classified correctly as they are. */
    BitSet correct() {
        // a journal may know more images than there are this time
        return correct.get(0, logits.length);
    }

    /** Returns the accuracy on the images as they are. */
    Accuracy accuracy() {
        return new Accuracy(correct().cardinality(), logits.length);
    }

    /** Returns the number of classes of the classifier, which may know more than the images have. */
    int classes() {
        // old journals do not say how many there are
        return classes.orElseGet(this::askForClasses);
    }

    private int askForClasses() {
        try (Scope scope = Scope.open()) {
            int[] first = {0};
            Goal goal = new Goal(classifier, evaluator.images().labels(first));
            return Math.toIntExact(goal.logits(evaluator.images().images(first)).size(1));
        }
    }

    /** Returns whether all outputs look like probabilities. */
    boolean probabilities() {
        return likeProbabilities.equals(seen);
    }

    /** Returns how many images have an output that is NaN or +∞. */
    int notFinite() {
        return notFinite;
    }

    /** Returns how far two outputs for the same images were apart, in units of the largest. */
    double disagreement() {
        return disagreement;
    }

    /** Returns the seconds that it took, those before interruptions included. */
    double seconds() {
        return seconds;
    }
}
