package io.stockpot.evaluate;

import io.stockpot.attack.Goal;
import io.stockpot.attack.Logits;
import io.stockpot.data.Batches;
import io.stockpot.outcome.Accuracy;
import io.stockpot.tensor.Bits;
import io.stockpot.tensor.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * What the classifier says of the images as they are, asked once for all conditions. The logits are kept
 * for attacks that want to know them.
 */
final class CleanPass {
    private static final String FILE = "clean";
    /** How many images are asked about a second time. */
    private static final int PROBED = 32;
    /** How far float32 may take a sum of probabilities from one. */
    private static final double SUM = 1e-3;

    private final Evaluator evaluator;
    private final Logits classifier;
    private final Journal journal;
    private final boolean probing;
    private final BitSet seen = new BitSet();
    private final BitSet correct = new BitSet();
    private final float[][] logits;
    private final BitSet likeProbabilities = new BitSet();
    private Optional<Integer> classes = Optional.empty();
    private double disagreement;
    private double seconds;

    /**
     * Starts with what the journal knows.
     *
     * @param probing whether to see if the classifier answers twice alike
     */
    CleanPass(Evaluator evaluator, Logits classifier, Journal journal, boolean probing) throws IOException {
        this.evaluator = evaluator;
        this.probing = probing;
        this.classifier = classifier;
        this.journal = journal;
        this.logits = new float[evaluator.images().size()][];
        for (CleanBlock block : journal.read(FILE, CleanBlock.class)) {
            learn(block);
        }
    }

    private void learn(CleanBlock block) {
        Indices.add(block.images(), seen);
        Indices.add(block.correct(), correct);
        if (block.probabilities()) {
            Indices.add(block.images(), likeProbabilities);
        }
        classes = classes.or(block::classes);
        disagreement = Math.max(disagreement, block.disagreement());
        seconds += block.seconds();
    }

    /** Returns which images have not been looked at. */
    BitSet pending() {
        return Indices.without(Indices.first(logits.length), seen);
    }

    /** Looks at all images that are left. */
    void run(DoubleConsumer accuracySoFar) throws IOException {
        for (int[] indices : Batches.of(pending().stream().toArray(), evaluator.batchSize())) {
            CleanBlock block = look(indices);
            journal.append(FILE, block);
            learn(block);
            accuracySoFar.accept((double) correct.cardinality() / seen.cardinality());
        }
        if (classes.isEmpty()) {
            // an old journal
            classes = Optional.of(askForClasses());
        }
    }

    private int askForClasses() {
        try (Scope scope = Scope.open()) {
            int[] first = {0};
            Goal goal = new Goal(classifier, evaluator.images().labels(first));
            return Math.toIntExact(goal.logits(evaluator.images().images(first)).size(1));
        }
    }

    private CleanBlock look(int[] indices) {
        long begin = System.nanoTime();
        try (Scope scope = Scope.open()) {
            Goal goal = new Goal(classifier, evaluator.images().labels(indices));
            Tensor images = evaluator.images().images(indices);
            Tensor answers = goal.logits(images);
            keep(indices, answers);
            List<Integer> right = Indices.chosen(indices, Bits.of(goal.correct(answers)));
            double difference = probing && seen.isEmpty() ? difference(goal, images) : 0;
            double taken = (System.nanoTime() - begin) / 1e9;
            return new CleanBlock(
                    Indices.listed(indices),
                    right,
                    Optional.of(Math.toIntExact(answers.size(1))),
                    areProbabilities(answers),
                    difference,
                    taken);
        }
    }

    /** Returns how far two answers about the same few images are apart, in units of the largest. */
    private static double difference(Goal goal, Tensor images) {
        Tensor few = images.narrow(0, 0, Math.min(PROBED, images.size(0)));
        Tensor one = goal.logits(few);
        Tensor other = goal.logits(few);
        double difference = one.sub(other).abs().max().item_double();
        double largest = one.abs().max().item_double();
        // outputs that are no numbers have no distance; they are misclassified anyway
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

    private void keep(int[] indices, Tensor answers) {
        int classes = (int) answers.size(1);
        float[] values = new float[indices.length * classes];
        answers.contiguous().data_ptr_float().get(values);
        for (int i = 0; i < indices.length; i++) {
            logits[indices[i]] = Arrays.copyOfRange(values, i * classes, (i + 1) * classes);
        }
    }

    /** Returns the logits of these images, in the caller's scope, if this process has asked for all of them. */
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

    /** Returns which images are right as they are. */
    BitSet correct() {
        // a journal may know more images than there are this time
        return correct.get(0, logits.length);
    }

    Accuracy accuracy() {
        return new Accuracy(correct().cardinality(), logits.length);
    }

    /** Returns how many classes the classifier knows, perhaps more than the images have, once the pass has run. */
    int classes() {
        return classes.orElseThrow();
    }

    /** Returns whether every answer was like probabilities. */
    boolean probabilities() {
        return likeProbabilities.equals(seen);
    }

    /** Returns how far two answers about the same images were apart, in units of the largest. */
    double disagreement() {
        return disagreement;
    }

    /** Returns how long it took, before interruptions too. */
    double seconds() {
        return seconds;
    }
}
