package io.stockpot.attack;

import io.stockpot.tensor.FloatRows;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.BoxedL1Ball;
import io.stockpot.threat.Norm;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * One attempt of APGD in L1: along few coordinates, without momentum (Croce and Hein, "Mind the box: l1-APGD for sparse
 * adversarial attacks on image classifiers", ICML 2021, ℓ1-APGD). With P the projection into ball ∩ box and T the k
 * coordinates of largest gradient, for each image:
 *
 * <pre>
 * x⁰; x_max = x⁰, f_max = f(x⁰); η = ε; k = a fraction of all coordinates
 * for each step:
 *   x' = P(x + η sign(∇f(x)) / k on T)                  {@link SparseIterates#move}
 *   if f(x') &gt; f_max: x_max = x', f_max = f(x')          {@link SparseIterates#observe}
 *   at every checkpoint:
 *     if ‖x_max − image‖₀ &lt; 0.95 of what it was at the last: η = ε, x' = x_max
 *     else: η = max(η / 1.5, ε / 10)                    {@link SparseIterates#sparser}, {@link SparseIterates#adapt}
 *     k = ‖x_max − image‖₀ / 1.5                        {@link SparseIterates#moveFewer}
 * </pre>
 *
 * Each constant names the section of the paper it is from; the numbers are also those of the authors' code.
 *
 * @param steps the number of gradient steps
 * @param loss f, what to maximise
 * @param epsilon the radius of the ball
 */
record SparseAscent(int steps, AttackLoss loss, double epsilon) implements Ascent {
    /** How many checkpoints there are: one after every 4 % of the steps (ℓ1-APGD). */
    private static final int PERIODS = 25;
    /** Which part of all coordinates the first steps of an evaluation move (ℓ1-APGD). */
    private static final double FIRST_FRACTION = 0.2;
    /** Which part those of a training move (adversarial training with ℓ1-APGD). */
    private static final double FIRST_FRACTION_IN_TRAINING = 0.05;
    /** Below this part of the coordinates changed before, a best point has become sparser (ℓ1-APGD). */
    private static final float SPARSER = 0.95f;
    /** How many times fewer coordinates than the best point has changed the next steps move (ℓ1-APGD). */
    private static final float FEWER = 1.5f;
    /** How many times shorter a step becomes (ℓ1-APGD). */
    private static final float SHRINKAGE = 1.5f;
    /** The shortest step, in units of epsilon (ℓ1-APGD). */
    private static final double SMALLEST_STEP = 0.1;

    @Override
    public Tensor climb(Attempt attempt) {
        double fraction = attempt.purpose() == Purpose.TRAINING ? FIRST_FRACTION_IN_TRAINING : FIRST_FRACTION;
        try (Scope scope = Scope.open()) {
            return scope.keep(climb(attempt.start(Norm.L1, epsilon), attempt, OptionalDouble.of(fraction)));
        }
    }

    /** {@inheritDoc} The first steps move a third fewer coordinates than the start has changed. */
    @Override
    public Tensor climbFrom(Tensor start, Attempt attempt) {
        return climb(start, attempt, OptionalDouble.empty());
    }

    private Tensor climb(Tensor start, Attempt attempt, OptionalDouble fraction) {
        Survivors survivors = attempt.survivors();
        Goal goal = survivors.goal().inAscent();
        List<Integer> checkpoints = checkpoints(steps);
        try (Scope scope = Scope.open()) {
            Response f = goal.gradient(start, loss);
            SparseIterates iterates = new SparseIterates(attempt, start, f, epsilon);
            fraction.ifPresentOrElse(iterates::moveFraction, iterates::moveFewer);
            survivors.release(iterates.points(), f.logits());
            for (int step = 1; step <= steps && survivors.size() > 0; step++) {
                try (Scope iteration = Scope.open()) {
                    iterates.move();
                    // the gradient at the last point would lead nowhere
                    f = step < steps ? goal.gradient(iterates.points(), loss) : goal.response(iterates.points(), loss);
                    iterates.observe(f);
                    survivors.release(iterates.points(), f.logits());
                    if (checkpoints.contains(step)) {
                        boolean[] sparser = iterates.sparser();
                        iterates.adapt(sparser);
                        iterates.moveFewer();
                        iterates.returnToBest(sparser);
                    }
                }
            }
            return scope.keep(survivors.settle(iterates.bestPoints()));
        }
    }

    /** Returns every ⌊N/25⌋-th of N iterations, or each one if that is zero. */
    static List<Integer> checkpoints(int steps) {
        int period = Math.max(1, steps / PERIODS);
        return IntStream.rangeClosed(1, steps)
                .filter(iteration -> iteration % period == 0)
                .boxed()
                .toList();
    }

    /** Where the ascent stands with each image that is left. */
    static final class SparseIterates extends ApgdAscent.Iterates {
        private final double epsilon;
        private final Tensor stepSize;
        /** How many coordinates the next step moves. */
        private final Tensor moving;
        /** In how many coordinates points and images differ. */
        private final Tensor changed;
        /** In how many coordinates best points and images differ. */
        private final Tensor bestChanged;
        /** In how many they differed at the last checkpoint; before the first, at the start or in all. */
        private final Tensor changedBefore;

        SparseIterates(Attempt attempt, Tensor start, Response response, double epsilon) {
            super(attempt, start, response);
            Survivors survivors = attempt.survivors();
            this.epsilon = epsilon;
            this.stepSize = survivors.carry(torch.full_like(loss, new Scalar(epsilon)));
            this.changed = survivors.carry(countChanged());
            this.bestChanged = survivors.carry(changed);
            this.changedBefore = survivors.carry(changed);
            this.moving = survivors.carry(changed);
        }

        private Tensor countChanged() {
            Tensor numbers = torch.zeros_like(loss);
            FloatRows counts = FloatRows.of(numbers);
            FloatRows points = FloatRows.of(point);
            FloatRows images = FloatRows.of(image);
            FloatRows.share(points.count(), (from, to) -> {
                float[] here = new float[points.width()];
                float[] centre = new float[points.width()];
                for (int row = from; row < to; row++) {
                    points.read(row, here);
                    images.read(row, centre);
                    int count = 0;
                    for (int i = 0; i < here.length; i++) {
                        count += here[i] != centre[i] ? 1 : 0;
                    }
                    counts.set(row, count);
                }
            });
            return numbers;
        }

        /** Makes the first step move a part of all coordinates; whatever number comes then counts as sparser. */
        void moveFraction(double fraction) {
            long coordinates = image.flatten(1, -1).size(1);
            changedBefore.fill_(new Scalar(coordinates));
            moving.fill_(new Scalar(Math.max(1, Math.ceil(fraction * coordinates))));
        }

        /** Makes the next steps move a third fewer coordinates than the best points have changed. */
        void moveFewer() {
            FloatRows numbers = FloatRows.of(moving);
            FloatRows counts = FloatRows.of(bestChanged);
            for (int row = 0; row < numbers.count(); row++) {
                numbers.set(row, (float) Math.max(1, Math.ceil(counts.get(row) / FEWER)));
            }
        }

        /** Moves the point of each image along the signs of its largest gradients, and back into ball ∩ box. */
        void move() {
            FloatRows points = FloatRows.of(point);
            FloatRows images = FloatRows.of(image);
            FloatRows gradients = FloatRows.of(gradient);
            FloatRows numbers = FloatRows.of(moving);
            FloatRows stepSizes = FloatRows.of(stepSize);
            FloatRows counts = FloatRows.of(changed);
            FloatRows.share(points.count(), (from, to) -> {
                BoxedL1Ball ball = new BoxedL1Ball(points.width());
                float[] x = new float[points.width()];
                float[] gradientOrImage = new float[points.width()];
                for (int row = from; row < to; row++) {
                    points.read(row, x);
                    gradients.read(row, gradientOrImage);
                    ball.ascendSparsely(x, gradientOrImage, (int) numbers.get(row), stepSizes.get(row));
                    images.read(row, gradientOrImage);
                    counts.set(row, ball.project(x, gradientOrImage, epsilon));
                    points.write(row, x);
                }
            });
        }

        @Override
        boolean[] observe(Response response) {
            boolean[] better = super.observe(response);
            replace(bestChanged, better, changed);
            return better;
        }

        /** Returns which best points have become sparser since the last checkpoint. */
        boolean[] sparser() {
            FloatRows counts = FloatRows.of(bestChanged);
            FloatRows before = FloatRows.of(changedBefore);
            boolean[] sparser = new boolean[counts.count()];
            for (int row = 0; row < sparser.length; row++) {
                sparser[row] = counts.get(row) < SPARSER * before.get(row);
                before.set(row, counts.get(row));
            }
            return sparser;
        }

        /** Makes the steps of the chosen images the longest again, and those of others shorter. */
        void adapt(boolean[] chosen) {
            FloatRows stepSizes = FloatRows.of(stepSize);
            for (int row = 0; row < chosen.length; row++) {
                float shorter = Math.max((float) (SMALLEST_STEP * epsilon), stepSizes.get(row) / SHRINKAGE);
                stepSizes.set(row, chosen[row] ? (float) epsilon : shorter);
            }
        }

        /** Returns η for each image, N. */
        Tensor stepSizes() {
            return stepSize;
        }
    }
}
