package io.stockpot.attack;

import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * One run of APGD: the loop that all its variants share.
 *
 * @param steps the number of gradient steps
 * @param loss what to maximise
 * @param largeRadii whether to come from larger balls
 * @param threat the ball to end in
 */
record Ascent(int steps, AttackLoss loss, boolean largeRadii, ThreatModel threat, Purpose purpose) {
    /** A part of the steps, spent in a ball of its own. */
    private record Phase(int steps, double radius) {}

    /**
     * Returns the points found, starting at random; in training, at the images.
     *
     * @param run the images; those that are broken leave
     */
    Tensor climb(Survivors run, Draws draws) {
        List<Phase> phases = phases();
        int last = phases.size() - 1;
        double first = phases.get(0).radius();
        Norm norm = threat.norm();
        try (Scope scope = Scope.open()) {
            Tensor start = purpose == Purpose.TRAINING ? run.images() : norm.sample(run.images(), first, draws);
            for (int i = 0; i < last; i++) {
                try (Scope one = Scope.open()) {
                    // what is broken in a larger ball is not broken in ours: nobody leaves
                    Tensor best = climb(Survivors.staying(run.goal(), run.images()), start, phases.get(i));
                    start = one.keep(
                            norm.project(best, run.images(), phases.get(i + 1).radius()));
                }
            }
            return scope.keep(climb(run, start, phases.get(last)));
        }
    }

    /** Returns 30, 30 and 40 percent of the steps in balls of 3, 2 and 1 epsilon, or all steps in one. */
    private List<Phase> phases() {
        double epsilon = threat.epsilon().value();
        List<Phase> phases = new ArrayList<>();
        int part = largeRadii ? 3 * steps / 10 : 0;
        if (part > 0) {
            phases.add(new Phase(part, 3 * epsilon));
            phases.add(new Phase(part, 2 * epsilon));
        }
        phases.add(new Phase(steps - 2 * part, epsilon));
        return phases;
    }

    private Tensor climb(Survivors survivors, Tensor start, Phase phase) {
        Goal goal = survivors.goal().inAscent();
        try (Scope scope = Scope.open()) {
            Response response = goal.gradient(start, loss);
            ApgdState state = new ApgdState(survivors, start, response);
            Steps path = path(survivors, state, phase);
            List<Integer> checkpoints = path.checkpoints();
            survivors.release(state.points(), response.logits());
            for (int k = 1; k <= phase.steps() && survivors.size() > 0; k++) {
                try (Scope iteration = Scope.open()) {
                    path.move(k);
                    // the gradient at the last point would lead nowhere
                    response = k == phase.steps()
                            ? goal.response(state.points(), loss)
                            : goal.gradient(state.points(), loss);
                    state.observe(response);
                    survivors.release(state.points(), response.logits());
                    if (checkpoints.contains(k)) {
                        path.adapt(k);
                    }
                }
            }
            return scope.keep(survivors.settle(state.bestPoints()));
        }
    }

    private Steps path(Survivors survivors, ApgdState state, Phase phase) {
        double radius = phase.radius();
        return switch (threat.norm()) {
            case LINF, L2 -> new MomentumSteps(survivors, state, threat.norm(), radius, phase.steps());
            case L1 -> new SparseSteps(survivors, state, radius, phase.steps(), largeRadii, purpose);
        };
    }
}
