package io.stockpot.attack;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Auto-PGD: projected gradient ascent that chooses its own step sizes, for each image (Croce and Hein,
 * "Reliable evaluation of adversarial robustness with an ensemble of diverse parameter-free attacks",
 * ICML 2020, Algorithm 1). For L1 the steps are those of {@link SparseSteps}.
 *
 * <p>In the letters of the paper: x the image, x_k the point, x_max the best point, η the step size,
 * W the checkpoints.
 *
 * @param steps the number of gradient steps, at least 1
 * @param restarts how many random starts an image gets until it is broken; training uses one run
 *     without a random start
 * @param loss what to maximise; if absent, what is usual for the norm and the purpose
 */
public record Apgd(
        @JsonProperty(defaultValue = "40") int steps,
        @JsonProperty(defaultValue = "1") int restarts,
        Optional<AttackLoss> loss)
        implements Attack {
    /** Requires at least one step and one start. */
    public Apgd {
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1, not " + steps);
        }
        if (restarts < 1) {
            throw new IllegalArgumentException("restarts must be at least 1, not " + restarts);
        }
    }

    @Override
    public Tensor perturb(Goal goal, Tensor images, ThreatModel threat, Purpose purpose, Draws draws) {
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            if (purpose == Purpose.TRAINING) {
                return scope.keep(run(new Survivors(goal, images, purpose), images, threat, purpose));
            }
            Tensor perturbed = images.clone();
            Tensor standing = torch.arange(new Scalar(images.size(0))).to(ScalarType.Long);
            for (int restart = 0; restart < restarts && standing.size(0) > 0; restart++) {
                try (Scope one = Scope.open()) {
                    Tensor remaining = images.index_select(0, standing);
                    Draws fresh = draws.child(restart).select(standing);
                    Tensor start =
                            threat.norm().sample(remaining, threat.epsilon().value(), fresh);
                    Survivors survivors = new Survivors(goal.select(standing), remaining, purpose);
                    perturbed.index_copy_(0, standing, run(survivors, start, threat, purpose));
                    standing = one.keep(standing.index_select(0, survivors.positions()));
                }
            }
            return scope.keep(perturbed);
        }
    }

    /** Runs once from these start points, and returns the points found. */
    private Tensor run(Survivors survivors, Tensor start, ThreatModel threat, Purpose purpose) {
        AttackLoss objective = loss.orElse(purpose.usualLoss(threat.norm()));
        Goal goal = survivors.goal();
        try (Scope scope = Scope.open()) {
            Response response = goal.gradient(start, objective);
            ApgdState state = new ApgdState(survivors, start, response);
            Steps path = path(survivors, state, threat, purpose);
            List<Integer> checkpoints = path.checkpoints();
            survivors.release(state.point, response.logits());
            for (int k = 1; k <= steps && survivors.size() > 0; k++) {
                try (Scope iteration = Scope.open()) {
                    state.moveTo(path.next(k));
                    // the gradient at the last point would lead nowhere
                    response =
                            k == steps ? goal.response(state.point, objective) : goal.gradient(state.point, objective);
                    state.observe(response);
                    survivors.release(state.point, response.logits());
                    if (checkpoints.contains(k)) {
                        path.adapt(k);
                    }
                }
            }
            return scope.keep(survivors.settle(state.best));
        }
    }

    private Steps path(Survivors survivors, ApgdState state, ThreatModel threat, Purpose purpose) {
        double epsilon = threat.epsilon().value();
        return switch (threat.norm()) {
            case LINF, L2 -> new MomentumSteps(survivors, state, threat.norm(), epsilon, steps);
            case L1 -> new SparseSteps(survivors, state, epsilon, steps, purpose);
        };
    }

    /** The steps of Algorithm 1: with momentum, and halved where they no longer make progress. */
    static final class MomentumSteps implements Steps {
        private static final double FIRST_STEP = 2;
        private static final double MOMENTUM = 0.75;
        private static final double ENOUGH_INCREASES = 0.75;

        private final ApgdState state;
        private final Norm norm;
        private final double epsilon;
        private final List<Integer> checkpoints;
        /** Whether the step size was halved at the last checkpoint, N. */
        private final Tensor halvedBefore;
        /** The best loss at the last checkpoint, N. */
        private final Tensor bestLossBefore;

        MomentumSteps(Survivors survivors, ApgdState state, Norm norm, double epsilon, int steps) {
            this.state = state;
            this.norm = norm;
            this.epsilon = epsilon;
            this.checkpoints = checkpoints(steps);
            // no progress since the start is no reason to halve at the first checkpoint
            this.halvedBefore = survivors.carry(torch.ones_like(state.loss).to(ScalarType.Bool));
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
        public Tensor next(int iteration) {
            try (Scope scope = Scope.open()) {
                Tensor point = state.point;
                Tensor step = norm.steepest(state.gradient).mul_(state.stepSize);
                Tensor z = norm.project(point.add(step), state.image, epsilon);
                if (iteration == 1) {
                    return scope.keep(z);
                }
                Tensor ahead = z.sub(point).mul_(new Scalar(MOMENTUM));
                Tensor onward = point.sub(state.previous).mul_(new Scalar(1 - MOMENTUM));
                return scope.keep(norm.project(ahead.add_(onward).add_(point), state.image, epsilon));
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
            try (Scope scope = Scope.open()) {
                Tensor oscillates = state.increases.le(new Scalar(ENOUGH_INCREASES * period));
                Tensor stalls = halvedBefore.logical_not().logical_and(bestLossBefore.ge(state.bestLoss));
                Tensor halve = oscillates.logical_or(stalls);
                ApgdState.replace(state.stepSize, halve, state.stepSize.div(new Scalar(2)));
                state.returnToBest(halve);
                halvedBefore.copy_(halve);
                bestLossBefore.copy_(state.bestLoss);
                state.increases.zero_();
            }
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
}
