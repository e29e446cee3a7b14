package io.stockpot.attack;

import io.stockpot.tensor.FloatRows;
import io.stockpot.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Where APGD stands with each image that is left. The tensors are allocated once and updated in place;
 * those with an image in each row are N×C×H×W, the others N×1×1×1 or N.
 */
final class ApgdState {
    final Tensor image;
    final Tensor point;
    final Tensor gradient;
    final Tensor loss;
    final Tensor best;
    final Tensor bestGradient;
    final Tensor bestLoss;
    /** N×1×1×1. */
    final Tensor stepSize;
    /** How often the loss has risen from one point to the next since the last checkpoint. */
    final Tensor increases;

    ApgdState(Survivors survivors, Tensor start, Response response) {
        this.image = survivors.images();
        this.point = survivors.carry(start);
        this.gradient = survivors.carry(response.gradient());
        this.loss = survivors.carry(response.losses());
        this.best = survivors.carry(start);
        this.bestGradient = survivors.carry(response.gradient());
        this.bestLoss = survivors.carry(nanAsLowest(response.losses()));
        this.increases = survivors.carry(torch.zeros_like(loss));
        this.stepSize = survivors.carry(torch.zeros_like(loss).view(-1, 1, 1, 1));
    }

    /** Takes note of what the classifier answers at the points, and keeps the best points. */
    void observe(Response response) {
        try (Scope scope = Scope.open()) {
            increases.add_(response.losses().gt(loss));
            loss.copy_(response.losses());
            Tensor better = loss.gt(bestLoss);
            replace(bestLoss, better, loss);
            replace(best, better, point);
            if (response.gradient() != null) {
                gradient.copy_(response.gradient());
                replace(bestGradient, better, gradient);
            }
        }
    }

    /**
     * Takes images back to their best points, and the gradients there.
     *
     * @param chosen N, which images
     */
    void returnToBest(Tensor chosen) {
        try (Scope scope = Scope.open()) {
            replace(point, chosen, best);
            replace(gradient, chosen, bestGradient);
        }
    }

    /**
     * Puts rows of {@code source} in the place of those of {@code target}.
     *
     * @param chosen N, which rows
     */
    static void replace(Tensor target, Tensor chosen, Tensor source) {
        try (Scope scope = Scope.open()) {
            FloatRows flags = FloatRows.of(chosen.to(ScalarType.Float));
            FloatRows from = FloatRows.of(source);
            FloatRows to = FloatRows.of(target);
            for (int row = 0; row < to.count(); row++) {
                if (flags.get(row) != 0) {
                    to.copy(row, from);
                }
            }
        }
    }

    /** A loss that is no number must not stand in the way of those that are. */
    private static Tensor nanAsLowest(Tensor losses) {
        return losses.masked_fill(losses.isnan(), new Scalar(Double.NEGATIVE_INFINITY));
    }
}
