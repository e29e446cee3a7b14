package io.stockpot.attack;

import io.stockpot.tensor.FloatRows;
import io.stockpot.threat.BoxedL1Ball;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The steps of APGD in the L1 ball: along few coordinates, without momentum, with a sparsity that
 * follows that of the best point (Croce and Hein, "Mind the box: l1-APGD for sparse adversarial attacks
 * on image classifiers", ICML 2021). The k coordinates of largest gradient move by η/k each; a third
 * fewer than the best point has changed is the next k.
 */
final class SparseSteps implements Steps {
    private static final int PERIODS = 25;
    private static final double FIRST_FRACTION = 0.2;
    private static final double FIRST_FRACTION_IN_TRAINING = 0.05;
    private static final float SPARSER = 0.95f;
    private static final float FEWER = 1.5f;
    private static final float SHRINKAGE = 1.5f;
    private static final double SMALLEST_STEP = 0.1;

    private final ApgdState state;
    private final double epsilon;
    private final int steps;
    /** How many coordinates the next step moves, N. */
    private final Tensor kept;
    /** How many coordinates the best point had changed at the last checkpoint or, from a larger ball, at first, N. */
    private final Tensor changedBefore;

    /**
     * Prepares the first step. From a larger ball it moves a third fewer coordinates than the best points have
     * changed; else a fraction of all.
     */
    SparseSteps(Survivors survivors, ApgdState state, double epsilon, int steps, boolean largeRadii, Purpose purpose) {
        this.state = state;
        this.epsilon = epsilon;
        this.steps = steps;
        long coordinates = state.image.flatten(1, -1).size(1);
        state.stepSize.fill_(new Scalar(epsilon));
        state.changed.copy_(changed(state));
        state.bestChanged.copy_(state.changed);
        this.kept = survivors.carry(state.changed);
        this.changedBefore = survivors.carry(state.changed);
        if (largeRadii) {
            keepFewer();
        } else {
            changedBefore.fill_(new Scalar(coordinates));
            double fraction = purpose == Purpose.TRAINING ? FIRST_FRACTION_IN_TRAINING : FIRST_FRACTION;
            kept.fill_(new Scalar(Math.max(1, Math.ceil(fraction * coordinates))));
        }
    }

    /** Moves a third fewer coordinates than the best points have changed. */
    private void keepFewer() {
        FloatRows numbers = FloatRows.of(kept);
        FloatRows changed = FloatRows.of(state.bestChanged);
        for (int row = 0; row < numbers.count(); row++) {
            numbers.set(row, (float) Math.max(1, Math.ceil(changed.get(row) / FEWER)));
        }
    }

    /** Counts how many coordinates the best points have changed, N. */
    private static Tensor changed(ApgdState state) {
        Tensor changed = torch.zeros_like(state.loss);
        FloatRows numbers = FloatRows.of(changed);
        FloatRows points = FloatRows.of(state.best);
        FloatRows images = FloatRows.of(state.image);
        FloatRows.share(points.count(), (from, to) -> {
            float[] point = new float[points.width()];
            float[] image = new float[points.width()];
            for (int row = from; row < to; row++) {
                points.read(row, point);
                images.read(row, image);
                int number = 0;
                for (int i = 0; i < point.length; i++) {
                    number += point[i] != image[i] ? 1 : 0;
                }
                numbers.set(row, number);
            }
        });
        return changed;
    }

    @Override
    public List<Integer> checkpoints() {
        return checkpoints(steps);
    }

    /** Returns every ⌊N/25⌋-th of N iterations, or each one if that is zero. */
    static List<Integer> checkpoints(int steps) {
        int period = Math.max(1, steps / PERIODS);
        return IntStream.rangeClosed(1, steps)
                .filter(iteration -> iteration % period == 0)
                .boxed()
                .toList();
    }

    @Override
    public void move(int iteration) {
        FloatRows points = FloatRows.of(state.point);
        FloatRows images = FloatRows.of(state.image);
        FloatRows gradients = FloatRows.of(state.gradient);
        FloatRows numbers = FloatRows.of(kept);
        FloatRows lengths = FloatRows.of(state.stepSize);
        FloatRows changed = FloatRows.of(state.changed);
        FloatRows.share(points.count(), (from, to) -> {
            BoxedL1Ball ball = new BoxedL1Ball(points.width());
            float[] point = new float[points.width()];
            float[] other = new float[points.width()];
            for (int row = from; row < to; row++) {
                points.read(row, point);
                gradients.read(row, other);
                ball.ascendSparsely(point, other, (int) numbers.get(row), lengths.get(row));
                images.read(row, other);
                changed.set(row, ball.project(point, other, epsilon));
                points.write(row, point);
            }
        });
    }

    /**
     * Where the best point has become sparser, starts again from it with the largest step; elsewhere
     * shortens the step.
     */
    @Override
    public void adapt(int iteration) {
        FloatRows changed = FloatRows.of(state.bestChanged);
        FloatRows before = FloatRows.of(changedBefore);
        FloatRows stepSizes = FloatRows.of(state.stepSize);
        boolean[] sparser = new boolean[changed.count()];
        for (int row = 0; row < sparser.length; row++) {
            sparser[row] = changed.get(row) < SPARSER * before.get(row);
            before.set(row, changed.get(row));
            float shorter = Math.max((float) (SMALLEST_STEP * epsilon), stepSizes.get(row) / SHRINKAGE);
            stepSizes.set(row, sparser[row] ? (float) epsilon : shorter);
        }
        keepFewer();
        state.returnToBest(row -> sparser[row]);
    }
}
