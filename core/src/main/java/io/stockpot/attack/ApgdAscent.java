package io.stockpot.attack;

import io.stockpot.tensor.FloatRows;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * One attempt of APGD in Linf or L2 (Croce and Hein, "Reliable evaluation of adversarial robustness with an ensemble
 * of diverse parameter-free attacks", ICML 2020, Algorithm 1), for all images of a batch together, each with its own
 * step size η. With P the projection into ball ∩ box and s the steepest direction of the norm:
 *
 * <pre>
 * x⁰; x_max = x⁰, f_max = f(x⁰); η = 2 ε; W             {@link Attempt#start}, {@link MomentumIterates}, {@link #checkpoints}
 * for k = 1 … N:
 *   z = P(x + η s(∇f(x)))                               {@link Norm#steepest(float[])}, {@link Norm#projection}
 *   x' = z if k = 1, else
 *        P(x + α (z − x) + (1 − α) (x − x₋))            {@link MomentumIterates#move} keeps x₋, the point before x
 *   if f(x') &gt; f_max: x_max = x', f_max = f(x')          {@link Goal#gradient}, {@link Iterates#observe}
 *   if k ∈ W and (condition 1 or condition 2):          {@link MomentumIterates#stuck}
 *     η = η / 2, x' = x_max                             {@link MomentumIterates#halve}, {@link Iterates#returnToBest}
 * </pre>
 *
 * All of it stands in {@link #climbFrom} in this order. What is ours: in an evaluation a misclassified image leaves at once,
 * with the point that is misclassified ({@link Survivors#release}). In L1 the steps are those of {@link SparseAscent}.
 *
 * @param steps N, the number of gradient steps
 * @param loss f, what to maximise
 * @param norm Linf or L2
 * @param epsilon the radius of the ball
 */
record ApgdAscent(int steps, AttackLoss loss, Norm norm, double epsilon) implements Ascent {
    /** α, how much of a step is new; the rest goes on as before. */
    private static final float ALPHA = 0.75f;
    /** ρ, which part of the steps of a period must raise the loss. */
    private static final double RHO = 0.75;
    /** The first η, in units of epsilon. */
    private static final double FIRST_STEP = 2;

    @Override
    public Tensor climb(Attempt attempt) {
        try (Scope scope = Scope.open()) {
            return scope.keep(climbFrom(attempt.start(norm, epsilon), attempt));
        }
    }

    @Override
    public Tensor climbFrom(Tensor start, Attempt attempt) {
        Survivors survivors = attempt.survivors();
        Goal goal = survivors.goal().inAscent();
        List<Integer> w = checkpoints(steps);
        try (Scope scope = Scope.open()) {
            Response f = goal.gradient(start, loss);
            MomentumIterates iterates = new MomentumIterates(attempt, start, f, FIRST_STEP * epsilon);
            survivors.release(iterates.points(), f.logits());
            for (int k = 1; k <= steps && survivors.size() > 0; k++) {
                try (Scope iteration = Scope.open()) {
                    boolean carriesOn = k > 1; // the first step has no point before it
                    iterates.move(norm, epsilon, (x, previous, eta, z, project) -> {
                        norm.steepest(z); // s(∇f(x))
                        for (int i = 0; i < z.length; i++) {
                            z[i] = x[i] + eta * z[i];
                        }
                        project.accept(z);
                        if (carriesOn) {
                            for (int i = 0; i < z.length; i++) {
                                z[i] = ALPHA * (z[i] - x[i]) + (1 - ALPHA) * (x[i] - previous[i]) + x[i];
                            }
                            project.accept(z);
                        }
                    });
                    // the gradient at the last point would lead nowhere
                    f = k < steps ? goal.gradient(iterates.points(), loss) : goal.response(iterates.points(), loss);
                    iterates.observe(f);
                    survivors.release(iterates.points(), f.logits());
                    if (w.contains(k)) {
                        boolean[] stuck = iterates.stuck();
                        iterates.halve(stuck);
                        iterates.returnToBest(stuck);
                    }
                }
            }
            return scope.keep(survivors.settle(iterates.bestPoints()));
        }
    }

    /**
     * Returns W, the iterations after which to look back: periods of 0.22 of all steps at first, each 0.03
     * shorter than the one before, down to 0.06 (section 3.1).
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

    /** How the point x of one image moves. */
    @FunctionalInterface
    interface Move {
        /**
         * Turns the gradient into the next point, in place.
         *
         * @param x the point; not changed
         * @param previous x₋, the point before it; not changed
         * @param eta η, the step size of the image
         * @param z ∇f(x) at first, the next point in the end
         * @param project moves a point into ball ∩ box
         */
        void of(float[] x, float[] previous, float eta, float[] z, Consumer<float[]> project);
    }

    /** Where Algorithm 1 stands with each image that is left. */
    static final class MomentumIterates extends Iterates {
        /** The points before the last step. */
        private Tensor previous;

        private final Tensor stepSize;
        /** The number of steps since the last checkpoint. */
        private int period;
        /** One where the step size was halved at the last checkpoint, else zero. */
        private final Tensor halvedBefore;
        /** The best loss at the last checkpoint. */
        private final Tensor bestLossBefore;

        MomentumIterates(Attempt attempt, Tensor start, Response response, double firstStep) {
            super(attempt, start, response);
            Survivors survivors = attempt.survivors();
            this.previous = survivors.carry(point);
            this.stepSize = survivors.carry(torch.full_like(loss, new Scalar(firstStep)));
            // no progress since the start is no reason to halve at the first checkpoint
            this.halvedBefore = survivors.carry(torch.ones_like(loss));
            this.bestLossBefore = survivors.carry(bestLoss);
        }

        /** Moves the point of each image. */
        void move(Norm norm, double epsilon, Move move) {
            FloatRows images = FloatRows.of(image);
            FloatRows points = FloatRows.of(point);
            FloatRows pointsBefore = FloatRows.of(previous);
            FloatRows gradients = FloatRows.of(gradient);
            FloatRows stepSizes = FloatRows.of(stepSize);
            FloatRows.share(points.count(), (from, to) -> {
                Norm.Projection projection = norm.projection(points.width());
                float[] centre = new float[points.width()];
                float[] x = new float[points.width()];
                float[] before = new float[points.width()];
                float[] z = new float[points.width()];
                Consumer<float[]> project = moved -> projection.move(moved, centre, epsilon);
                for (int row = from; row < to; row++) {
                    images.read(row, centre);
                    points.read(row, x);
                    pointsBefore.read(row, before);
                    gradients.read(row, z);
                    move.of(x, before, stepSizes.get(row), z, project);
                    pointsBefore.write(row, z);
                }
            });
            // the new points were written over those before the last, which no step needs any more
            Tensor moved = previous;
            previous = point;
            point = moved;
            period++;
        }

        /**
         * Returns where (1) no more than ρ of the steps since the last checkpoint raised the loss, or (2) neither
         * the step size nor the best loss has changed since then.
         */
        boolean[] stuck() {
            FloatRows counts = FloatRows.of(increases);
            FloatRows halved = FloatRows.of(halvedBefore);
            FloatRows bestLosses = FloatRows.of(bestLoss);
            FloatRows bestLossesBefore = FloatRows.of(bestLossBefore);
            boolean[] stuck = new boolean[counts.count()];
            for (int row = 0; row < stuck.length; row++) {
                boolean condition1 = counts.get(row) <= RHO * period;
                boolean condition2 = halved.get(row) == 0 && bestLossesBefore.get(row) >= bestLosses.get(row);
                stuck[row] = condition1 || condition2;
            }
            return stuck;
        }

        /** Halves the step sizes of the chosen images; this is the last checkpoint from now on. */
        void halve(boolean[] chosen) {
            period = 0;
            FloatRows stepSizes = FloatRows.of(stepSize);
            FloatRows halved = FloatRows.of(halvedBefore);
            FloatRows bestLosses = FloatRows.of(bestLoss);
            FloatRows bestLossesBefore = FloatRows.of(bestLossBefore);
            FloatRows counts = FloatRows.of(increases);
            for (int row = 0; row < chosen.length; row++) {
                stepSizes.set(row, chosen[row] ? stepSizes.get(row) / 2 : stepSizes.get(row));
                halved.set(row, chosen[row] ? 1 : 0);
                bestLossesBefore.set(row, bestLosses.get(row));
                counts.set(row, 0);
            }
        }

        /** Returns η for each image, N. */
        Tensor stepSizes() {
            return stepSize;
        }
    }

    /**
     * The points of all images that are left and the best points so far, with losses and gradients there. The tensors
     * are allocated once and updated in place; those with an image in each row are N×H×W×C, as convolutions want pixels
     * in memory, the others N.
     */
    static class Iterates {
        final Tensor image;
        /** Where the loss and the gradient were taken last, x. A step may put another tensor here. */
        Tensor point;

        final Tensor gradient;
        final Tensor loss;
        /** How often the loss has risen from one point to the next since this was last zero. */
        final Tensor increases;
        /** The point of highest loss so far, x_max. */
        final Tensor best;

        final Tensor bestGradient;
        final Tensor bestLoss;

        Iterates(Attempt attempt, Tensor start, Response response) {
            Survivors survivors = attempt.survivors();
            this.image = survivors.carry(channelsLast(attempt.images()));
            this.point = survivors.carry(channelsLast(start));
            this.gradient = survivors.carry(channelsLast(response.gradient()));
            this.loss = survivors.carry(response.losses());
            this.increases = survivors.carry(torch.zeros_like(loss));
            this.best = survivors.carry(point);
            this.bestGradient = survivors.carry(gradient);
            this.bestLoss = survivors.carry(nanAsLowest(response.losses()));
        }

        private static Tensor channelsLast(Tensor images) {
            return images.permute(0, 2, 3, 1);
        }

        private static Tensor channelsFirst(Tensor rows) {
            return rows.permute(0, 3, 1, 2);
        }

        /** A loss that is no number must not stand in the way of those that are. */
        private static Tensor nanAsLowest(Tensor losses) {
            return losses.masked_fill(losses.isnan(), new Scalar(Double.NEGATIVE_INFINITY));
        }

        /** Returns a view of the points as images, N×C×H×W. */
        Tensor points() {
            return channelsFirst(point);
        }

        /** Returns a view of the best points as images, N×C×H×W. */
        Tensor bestPoints() {
            return channelsFirst(best);
        }

        /**
         * Records losses and gradients at the points, and keeps the points that are better than the best so far.
         *
         * @param response its gradient may be null, after the last step
         * @return which points these are
         */
        boolean[] observe(Response response) {
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
                replace(bestLoss, better, loss);
                replace(best, better, point);
                if (response.gradient() != null) {
                    gradient.copy_(channelsLast(response.gradient()));
                    replace(bestGradient, better, gradient);
                }
                return better;
            }
        }

        /** Returns the chosen images to their best points, and to the gradients there. */
        void returnToBest(boolean[] chosen) {
            replace(point, chosen, best);
            replace(gradient, chosen, bestGradient);
        }

        /** Overwrites the chosen rows of {@code target} with those of {@code source}. */
        static void replace(Tensor target, boolean[] chosen, Tensor source) {
            FloatRows from = FloatRows.of(source);
            FloatRows to = FloatRows.of(target);
            for (int row = 0; row < to.count(); row++) {
                if (chosen[row]) {
                    to.copy(row, from);
                }
            }
        }
    }
}
