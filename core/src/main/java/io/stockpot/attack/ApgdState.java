package io.stockpot.attack;

import io.stockpot.tensor.FloatRows;
import io.stockpot.tensor.Scope;
import java.util.function.IntPredicate;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Where APGD stands with each image that is left. The tensors are allocated once and updated in place;
 * those with an image in each row are N×H×W×C, as convolutions want pixels in memory, the others N.
 */
final class ApgdState {
    final Tensor image;
    /** Steps may put another tensor here. */
    Tensor point;

    final Tensor gradient;
    final Tensor loss;
    final Tensor best;
    final Tensor bestGradient;
    final Tensor bestLoss;
    final Tensor stepSize;
    /** How often the loss has risen from one point to the next since the last checkpoint. */
    final Tensor increases;
    /** In how many entries points and images differ, where the steps keep count of it. */
    final Tensor changed;
    /** In how many entries best points and images differ, where the steps keep count of it. */
    final Tensor bestChanged;

    ApgdState(Survivors survivors, Tensor start, Response response) {
        this.image = survivors.carry(channelsLast(survivors.images()));
        this.point = survivors.carry(channelsLast(start));
        this.gradient = survivors.carry(channelsLast(response.gradient()));
        this.loss = survivors.carry(response.losses());
        this.best = survivors.carry(point);
        this.bestGradient = survivors.carry(gradient);
        this.bestLoss = survivors.carry(nanAsLowest(response.losses()));
        this.increases = survivors.carry(torch.zeros_like(loss));
        this.stepSize = survivors.carry(torch.zeros_like(loss));
        this.changed = survivors.carry(torch.zeros_like(loss));
        this.bestChanged = survivors.carry(torch.zeros_like(loss));
    }

    private static Tensor channelsLast(Tensor images) {
        return images.permute(0, 2, 3, 1);
    }

    private static Tensor channelsFirst(Tensor rows) {
        return rows.permute(0, 3, 1, 2);
    }

    /** Returns a view of the points as images, N×C×H×W. */
    Tensor points() {
        return channelsFirst(point);
    }

    /** Returns a view of the best points as images, N×C×H×W. */
    Tensor bestPoints() {
        return channelsFirst(best);
    }

    /** Takes note of what the classifier answers at the points, and keeps the best points. */
    void observe(Response response) {
        try (Scope scope = Scope.open()) {
            FloatRows answers = FloatRows.of(response.losses());
            FloatRows losses = FloatRows.of(loss);
            FloatRows rises = FloatRows.of(increases);
            FloatRows bestLosses = FloatRows.of(bestLoss);
            boolean[] better = new boolean[losses.count()];
            for (int row = 0; row < losses.count(); row++) {
                float answer = answers.get(row);
                rises.set(row, rises.get(row) + (answer > losses.get(row) ? 1 : 0));
                losses.set(row, answer);
                better[row] = answer > bestLosses.get(row);
            }
            replace(bestLoss, row -> better[row], loss);
            replace(best, row -> better[row], point);
            replace(bestChanged, row -> better[row], changed);
            if (response.gradient() != null) {
                gradient.copy_(channelsLast(response.gradient()));
                replace(bestGradient, row -> better[row], gradient);
            }
        }
    }

    /**
     * Takes images back to their best points, and the gradients there.
     *
     * @param chosen whether to take the image in that row back
     */
    void returnToBest(IntPredicate chosen) {
        replace(point, chosen, best);
        replace(gradient, chosen, bestGradient);
    }

    /** Puts the chosen rows of {@code source} in the place of those of {@code target}. */
    private static void replace(Tensor target, IntPredicate chosen, Tensor source) {
        FloatRows from = FloatRows.of(source);
        FloatRows to = FloatRows.of(target);
        for (int row = 0; row < to.count(); row++) {
            if (chosen.test(row)) {
                to.copy(row, from);
            }
        }
    }

    /** A loss that is no number must not stand in the way of those that are. */
    private static Tensor nanAsLowest(Tensor losses) {
        return losses.masked_fill(losses.isnan(), new Scalar(Double.NEGATIVE_INFINITY));
    }
}
