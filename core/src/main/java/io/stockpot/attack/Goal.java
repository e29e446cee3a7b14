package io.stockpot.attack;

import io.stockpot.tensor.Bits;
import io.stockpot.tensor.FloatRows;
import io.stockpot.tensor.Scope;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * What an attack is after: a classifier, and the true label of each image, which the attack tries to make the
 * classifier lose. A goal lives in the scope it was made in, and has four parts:
 *
 * <ul>
 *   <li>labels and perhaps targets, for some or all images: {@link #select}, {@link #withTargets}, {@link #towards};
 *   <li>the logits of the clean images, asked for once: {@link #knowing}, {@link #cleanLogits}, {@link #classesToReach};
 *   <li>answers at points: {@link #logits}, {@link #response}, and with gradients, which are counted, {@link #gradient};
 *   <li>the rule of what is correct: {@link #correct}, {@link #margin}, and {@link #broken} for attacks that climb by the
 *       classifier in faster arithmetic ({@link #inAscent}).
 * </ul>
 */
public final class Goal {
    private final Logits classifier;
    private final Tensor labels;
    private final Optional<Tensor> targets;
    private final Optional<Tensor> cleanLogits;
    private final Counter counter;

    /** What was seen of gradients so far; shared by a goal and all goals made of it. */
    private static final class Counter {
        private GradientTally tally = GradientTally.NONE;
    }

    /**
     * Makes a goal for all images.
     *
     * @param labels the class of each image, N, int64
     */
    public Goal(Logits classifier, Tensor labels) {
        this(classifier, labels, Optional.empty(), Optional.empty(), new Counter());
    }

    /**
     * Returns the goal of leading the classifier away from a distribution over the classes, such as its own answer
     * to the unperturbed image. Only for training, because without a label nothing is misclassified, and only for
     * {@link AttackLoss#KL} and cross-entropy, which exceeds it by a constant.
     *
     * @param distribution N×classes, float32, each row of sum one
     */
    public static Goal awayFrom(Logits classifier, Tensor distribution) {
        return new Goal(classifier, distribution);
    }

    private Goal(
            Logits classifier, Tensor labels, Optional<Tensor> targets, Optional<Tensor> cleanLogits, Counter counter) {
        this.classifier = classifier;
        this.labels = labels;
        this.targets = targets;
        this.cleanLogits = cleanLogits;
        this.counter = counter;
    }

    /** Returns the label of each image, N, int64. */
    public Tensor labels() {
        return labels;
    }

    /**
     * Returns the same goal for some of the images.
     *
     * @param indices int64
     */
    public Goal select(Tensor indices) {
        return map(rows -> rows.index_select(0, indices));
    }

    /** Returns the same goal with everything that has a row for each image changed alike. */
    Goal map(UnaryOperator<Tensor> change) {
        return new Goal(classifier, change.apply(labels), targets.map(change), cleanLogits.map(change), counter);
    }

    /**
     * Returns the same goal with the logits of the clean images cached.
     *
     * @param logits N×classes
     */
    public Goal knowing(Tensor logits) {
        return new Goal(classifier, labels, targets, Optional.of(logits), counter);
    }

    /**
     * Returns the goal of leading the classifier to these classes.
     *
     * @param classes N classes, int64; or N×k of them, to be chosen from with {@link #towards}
     */
    public Goal withTargets(Tensor classes) {
        return new Goal(classifier, labels, Optional.of(classes), cleanLogits, counter);
    }

    /** Returns the goal of leading the classifier to the classes in that column of the targets. */
    Goal towards(int column) {
        return withTargets(targets().select(1, column));
    }

    /** Returns the classes to reach; the goal must have been given some. */
    Tensor targets() {
        return targets.orElseThrow();
    }

    /**
     * Returns the classes other than the label, the one of highest logit first.
     *
     * @param images as they are
     * @return N×(classes − 1), int64
     */
    Tensor classesToReach(Tensor images) {
        try (Scope scope = Scope.open()) {
            Tensor logits = cleanLogits(images);
            Tensor others = logits.scatter(1, labels.unsqueeze(1), new Scalar(Double.NEGATIVE_INFINITY));
            Tensor order = others.argsort(1, true);
            return scope.keep(order.narrow(1, 0, order.size(1) - 1).contiguous());
        }
    }

    /**
     * Returns the logits of the images as they are, in the caller's scope or an outer one.
     *
     * @param images as they are
     */
    Tensor cleanLogits(Tensor images) {
        return cleanLogits.orElseGet(() -> logits(images));
    }

    private Tensor losses(Tensor logits, AttackLoss loss) {
        if (labels.dim() > 1 && !loss.takesDistributions()) {
            throw new IllegalArgumentException("only cross-entropy and kl lead away from a distribution, not " + loss);
        }
        return targets.map(classes -> loss.towards(logits, labels, classes)).orElseGet(() -> loss.of(logits, labels));
    }

    /** Returns the logits at these points, one for each label, without gradients. */
    public Tensor logits(Tensor points) {
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            return scope.keep(classifier.of(points));
        }
    }

    /**
     * Returns whether each image is classified as its label. It never is if the label's logit is not finite, or
     * another's is not a number or +∞; another class at −∞ is one that the classifier has ruled out.
     */
    public Tensor correct(Tensor logits) {
        boolean[] correct = areCorrect(logits);
        return Tensor.create(correct, correct.length);
    }

    /** Returns which points are not classified as {@link #correct} says. */
    BitSet misclassified(Tensor logits) {
        boolean[] correct = areCorrect(logits);
        BitSet misclassified = new BitSet(correct.length);
        for (int row = 0; row < correct.length; row++) {
            misclassified.set(row, !correct[row]);
        }
        return misclassified;
    }

    /** Loops over the logits, because the engine takes ten times as long over so few, in a dozen operations. */
    private boolean[] areCorrect(Tensor logits) {
        try (Scope scope = Scope.open()) {
            FloatRows rows = FloatRows.of(logits.detach().contiguous());
            long[] classes = Bits.longs(labels);
            boolean[] correct = new boolean[classes.length];
            for (int row = 0; row < correct.length; row++) {
                correct[row] = isHighest(rows, row, Math.toIntExact(classes[row]));
            }
            return correct;
        }
    }

    /** Returns whether the logit of the label is finite and the first of the highest in that row. */
    private static boolean isHighest(FloatRows logits, int row, int label) {
        int first = row * logits.width();
        // a label that the classifier does not know is never its answer
        float own = label < logits.width() ? logits.get(first + label) : Float.NaN;
        boolean highest = Float.isFinite(own);
        for (int i = 0; highest && i < logits.width(); i++) {
            float other = logits.get(first + i);
            highest &= i < label ? other < own : other <= own;
        }
        return highest;
    }

    /** Returns the same goal before the classifier to climb by, which may be one in faster arithmetic. */
    Goal inAscent() {
        return new Goal(classifier.ascent().orElse(classifier), labels, targets, cleanLogits, counter);
    }

    /**
     * Returns which points are misclassified. If the logits are of the classifier to climb by, the points that it
     * misclassifies are classified again by the exact one.
     *
     * @param points N×C×H×W
     * @param logits of the classifier of {@link #inAscent} at these points
     */
    BitSet broken(Tensor points, Tensor logits) {
        BitSet suspected = misclassified(logits);
        return classifier.ascent().isEmpty() || suspected.isEmpty() ? suspected : confirmed(points, suspected);
    }

    private BitSet confirmed(Tensor points, BitSet suspected) {
        int[] places = suspected.stream().toArray();
        try (Scope scope = Scope.open()) {
            Tensor rows = Bits.indices(suspected);
            Goal doubted = select(rows);
            BitSet confirmed = new BitSet(places.length);
            doubted.misclassified(doubted.logits(points.index_select(0, rows))).stream()
                    .forEach(i -> confirmed.set(places[i]));
            return confirmed;
        }
    }

    /** Returns the margins, N: the label's logit less the largest other. */
    public Tensor margin(Tensor logits) {
        return AttackLoss.margin(logits, labels);
    }

    /** Returns logits and losses at these points; there is no gradient. */
    public Response response(Tensor points, AttackLoss loss) {
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            Tensor logits = classifier.of(points);
            return new Response(scope.keep(logits), scope.keep(losses(logits, loss)), null);
        }
    }

    /**
     * Returns logits, losses and the gradient of each loss with respect to its point. Nothing is
     * differentiated with respect to the classifier's weights. Entries of the gradient that are not
     * finite are counted and set to zero.
     */
    public Response gradient(Tensor points, AttackLoss loss) {
        try (Scope scope = Scope.open();
                AutoGradMode recording = new AutoGradMode(true)) {
            Tensor input = points.detach();
            input.set_requires_grad(true);
            Tensor logits = classifier.of(input);
            Tensor losses = losses(logits, loss);
            // each loss depends on its own image only, so the gradient of the sum holds them all
            TensorVector gradients = torch.grad(new TensorVector(losses.sum()), new TensorVector(input));
            Tensor gradient = onlyFinite(new Tensor(gradients.get(0)));
            return new Response(scope.keep(logits.detach()), scope.keep(losses.detach()), scope.keep(gradient));
        }
    }

    private Tensor onlyFinite(Tensor gradient) {
        try (NoGradGuard frozen = new NoGradGuard()) {
            long[] entries = {1, 2, 3};
            // the largest magnitude of each image; what is not finite shows in it
            Tensor largest = gradient.amax(entries, false)
                    .maximum(gradient.amin(entries, false).neg_());
            FloatRows magnitudes = FloatRows.of(largest);
            long zero = 0;
            boolean finite = true;
            for (int row = 0; row < magnitudes.count(); row++) {
                zero += magnitudes.get(row) == 0 ? 1 : 0;
                finite &= Float.isFinite(magnitudes.get(row));
            }
            long nonFinite =
                    finite ? 0 : gradient.isfinite().logical_not_().sum().item_long();
            counter.tally = counter.tally.plus(new GradientTally(magnitudes.count(), zero, nonFinite));
            DoubleOptional nothing = new DoubleOptional(0);
            return finite ? gradient : gradient.nan_to_num(nothing, nothing, nothing);
        }
    }

    /** Returns what was seen of gradients so far, selections of this goal included. */
    public GradientTally gradients() {
        return counter.tally;
    }
}
