package io.stockpot.attack;

import io.stockpot.tensor.FloatRows;
import io.stockpot.threat.Norm;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The steps of APGD in Linf and L2 (Croce and Hein, ICML 2020, Algorithm 1): with momentum, and halved
 * where they no longer make progress.
 */
final class MomentumSteps implements Steps {
    private static final double FIRST_STEP = 2;
    private static final float MOMENTUM = 0.75f;
    private static final double ENOUGH_INCREASES = 0.75;

    private final ApgdState state;
    private final Norm norm;
    private final double epsilon;
    private final List<Integer> checkpoints;
    /** The points before the last step. The next step writes its points over them. */
    private Tensor previous;
    /** One where the step size was halved at the last checkpoint, else zero, N. */
    private final Tensor halvedBefore;
    /** The best loss at the last checkpoint, N. */
    private final Tensor bestLossBefore;

    MomentumSteps(Survivors survivors, ApgdState state, Norm norm, double epsilon, int steps) {
        this.state = state;
        this.norm = norm;
        this.epsilon = epsilon;
        this.checkpoints = checkpoints(steps);
        this.previous = survivors.carry(state.point);
        // no progress since the start is no reason to halve at the first checkpoint
        this.halvedBefore = survivors.carry(torch.ones_like(state.loss));
        this.bestLossBefore = survivors.carry(state.bestLoss);
        state.stepSize.fill_(new Scalar(FIRST_STEP * epsilon));
    }

    @Override
    public List<Integer> checkpoints() {
        return checkpoints;
    }

    /**
     * z = P(x_k + η s(∇f(x_k))) and x_k+1 = P(x_k + α (z − x_k) + (1 − α) (x_k − x_k−1)), where P is
     * the projection and s the steepest direction of the norm; the first step is all z.
     */
    @Override
    public void move(int iteration) {
        FloatRows images = FloatRows.of(state.image);
        FloatRows points = FloatRows.of(state.point);
        FloatRows gradients = FloatRows.of(state.gradient);
        FloatRows stepSizes = FloatRows.of(state.stepSize);
        FloatRows before = FloatRows.of(previous);
        FloatRows.share(points.count(), (from, to) -> {
            Norm.Projection projection = norm.projection(points.width());
            float[] image = new float[points.width()];
            float[] x = new float[points.width()];
            float[] z = new float[points.width()];
            float[] other = new float[points.width()];
            for (int row = from; row < to; row++) {
                images.read(row, image);
                points.read(row, x);
                gradients.read(row, other);
                norm.steepest(other);
                step(x, stepSizes.get(row), other, z);
                projection.move(z, image, epsilon);
                if (iteration > 1) {
                    before.read(row, other);
                    carryOn(x, other, z);
                    projection.move(z, image, epsilon);
                }
                before.write(row, z);
            }
        });
        Tensor moved = previous;
        previous = state.point;
        state.point = moved;
    }

    private static void step(float[] x, float size, float[] direction, float[] z) {
        for (int i = 0; i < x.length; i++) {
            z[i] = x[i] + size * direction[i];
        }
    }

    private static void carryOn(float[] x, float[] previous, float[] z) {
        for (int i = 0; i < x.length; i++) {
            z[i] = MOMENTUM * (z[i] - x[i]) + (1 - MOMENTUM) * (x[i] - previous[i]) + x[i];
        }
    }

    /**
     * Halves the step size and returns to x_max where (1) no more than three quarters of the
     * steps since the last checkpoint raised the loss, or (2) neither the step size nor the best loss has
     * changed since then.
     */
    @Override
    public void adapt(int iteration) {
        int index = checkpoints.indexOf(iteration);
        int period = iteration - (index == 0 ? 0 : checkpoints.get(index - 1));
        FloatRows increases = FloatRows.of(state.increases);
        FloatRows stepSizes = FloatRows.of(state.stepSize);
        FloatRows bestLosses = FloatRows.of(state.bestLoss);
        FloatRows bestLossesBefore = FloatRows.of(bestLossBefore);
        FloatRows halved = FloatRows.of(halvedBefore);
        boolean[] halve = new boolean[stepSizes.count()];
        for (int row = 0; row < halve.length; row++) {
            boolean oscillates = increases.get(row) <= ENOUGH_INCREASES * period;
            boolean stalls = halved.get(row) == 0 && bestLossesBefore.get(row) >= bestLosses.get(row);
            halve[row] = oscillates || stalls;
            stepSizes.set(row, halve[row] ? stepSizes.get(row) / 2 : stepSizes.get(row));
            halved.set(row, halve[row] ? 1 : 0);
            bestLossesBefore.set(row, bestLosses.get(row));
            increases.set(row, 0);
        }
        state.returnToBest(row -> halve[row]);
    }

    /**
     * Returns the iterations after which to adapt: periods of 0.22 of all steps at first, each 0.03
     * shorter than the one before, down to 0.06.
     */
    static List<Integer> checkpoints(int steps) {
        int shortest = Math.max(1, 6 * steps / 100);
        int shortening = Math.max(1, 3 * steps / 100);
        int period = Math.max(1, 22 * steps / 100);
        List<Integer> checkpoints = new ArrayList<>();
        for (int next = period; next <= steps; next += period) {
            checkpoints.add(next);
            period = Math.max(period - shortening, shortest);
        }
        return List.copyOf(checkpoints);
    }
}
