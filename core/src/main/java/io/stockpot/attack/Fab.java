package io.stockpot.attack;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The fast adaptive boundary attack: it looks for the smallest perturbation rather than for
 * one of a given size (Croce and Hein, "Minimally distorted adversarial examples with a fast adaptive
 * boundary attack", ICML 2020, Algorithm 1). It does not depend on the size of gradients. For each image x_orig, with
 * the projection onto a hyperplane inside the box C:
 *
 * <pre>
 * x = x_orig, u = ∞                                             {@link BoundarySearch}
 * in each iteration:
 *   π = the hyperplane where the tangents of a class and the label tie: the target's, or without
 *       targets that of the class where it is nearest             {@link NearestTangent}
 *   δ, δ_orig = the steps from x and from x_orig to π in C         {@link BoundarySearch#move}
 *   α = min(α_max, ‖δ‖ / (‖δ‖ + ‖δ_orig‖))
 *   x = P_C((1 − α) (x + η δ) + α (x_orig + η δ_orig))
 *   if x is misclassified:
 *     if ‖x − x_orig‖ &lt; u: x_out = x, u = ‖x − x_orig‖           {@link BoundarySearch#keepNearest}
 *     x = (1 − β) x_orig + β x                                    {@link BoundarySearch#retreat}
 * </pre>
 *
 * All of it stands in {@link #search} in this order. In an evaluation an image leaves when a point inside the ball is
 * found; training gets the first target alone. What is not made: restarts at random points, and the search on the line
 * between x_orig and x_out in the end.
 *
 * @param iterations the number of steps for each target, at least 1
 * @param targets how many classes to try, by rank of the clean logits; never more than there are
 *     besides the label. Zero for one run to whichever class is nearest at each step
 * @param strongestPull α_max, how strongly points are pulled to the image at most, from 0 to 1
 * @param overshoot η, how far to step, in lengths of the step to the hyperplane, at least 1
 * @param backwardStep β, which part of the way from the image misclassified points keep, between 0 and 1
 * @param patience after so many iterations, and again after as many, a target is given up for the images for which they
 *     have found no point that is nearer by 1 %; absent means that all iterations are made, as published
 */
public record Fab(
        @JsonProperty(defaultValue = "100") int iterations,
        @JsonProperty(defaultValue = "9") int targets,

        @JsonProperty(defaultValue = "" + Fab.STRONGEST_PULL)
        double strongestPull,

        @JsonProperty(defaultValue = "" + Fab.OVERSHOOT) double overshoot,
        @JsonProperty(defaultValue = "" + Fab.BACKWARD_STEP) double backwardStep,
        Optional<Integer> patience)
        implements Attack {
    /** α_max as published. */
    static final double STRONGEST_PULL = 0.1;
    /** η as published. */
    static final double OVERSHOOT = 1.05;
    /** β as published. */
    static final double BACKWARD_STEP = 0.9;

    /** Keeps α a number where both steps have no length. */
    private static final double TINY = 1e-8;
    /** What it costs to classify the new point, in passes. */
    private static final long CLASSIFYING = 1;
    /** How many classes there usually are besides the label, for estimates of the work. */
    private static final int OTHERS = 9;

    /** Checks the ranges. */
    public Fab {
        Guards.requireAtLeast("iterations", 1, iterations);
        Guards.requireAtLeast("targets", 0, targets);
        if (!(strongestPull >= 0 && strongestPull <= 1)) {
            throw new IllegalArgumentException("strongest-pull must be from 0 to 1, not " + strongestPull);
        }
        if (!(overshoot >= 1) || Double.isInfinite(overshoot)) {
            throw new IllegalArgumentException("overshoot must be at least 1, not " + overshoot);
        }
        if (!(backwardStep > 0 && backwardStep < 1)) {
            throw new IllegalArgumentException("backward-step must be between 0 and 1, not " + backwardStep);
        }
        patience.ifPresent(every -> Guards.requireAtLeast("patience", 1, every));
    }

    /** The attack with the published parameters. */
    public Fab(int iterations, int targets) {
        this(iterations, targets, Optional.empty());
    }

    /** The attack with the published parameters, and with patience. */
    public Fab(int iterations, int targets, Optional<Integer> patience) {
        this(iterations, targets, STRONGEST_PULL, OVERSHOOT, BACKWARD_STEP, patience);
    }

    @Override
    public Search search() {
        return Search.BOUNDARY;
    }

    @Override
    public String summary() {
        return "fab with " + iterations + " steps";
    }

    @Override
    public long passes(Norm norm) {
        long tangents = isTargeted() ? 1 : OTHERS;
        int attempts = isTargeted() ? targets : 1;
        return (GRADIENT * tangents + CLASSIFYING) * iterations * attempts;
    }

    @Override
    public Tensor perturb(Goal goal, Tensor images, ThreatModel threat, Purpose purpose, Draws draws) {
        Norm norm = threat.norm();
        double epsilon = threat.epsilon().value();
        Function<Attempt, Tensor> nearest = attempt -> {
            try (Scope scope = Scope.open()) {
                Tensor found = search(attempt.survivors(), attempt.images(), norm, epsilon);
                return scope.keep(norm.project(found, attempt.images(), epsilon));
            }
        };
        if (isTargeted()) {
            return new Attempts(goal, images, purpose, draws).target(targets, nearest);
        }
        try (Scope scope = Scope.open()) {
            Goal anyClass = goal.withTargets(goal.classesToReach(images));
            return scope.keep(new Attempts(anyClass, images, purpose, draws).repeat(1, nearest));
        }
    }

    private boolean isTargeted() {
        return targets > 0;
    }

    /**
     * Returns how far the nearest misclassified point is that was found for each image: zero for images
     * that are misclassified as they are, infinity where none was found.
     *
     * @param images N×C×H×W in [0, 1], float32; not changed
     * @return N, float64
     */
    public Tensor distances(Goal goal, Tensor images, Norm norm) {
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            Tensor classes = goal.classesToReach(images);
            Tensor nearest = torch.full_like(norm.size(images), new Scalar(Double.POSITIVE_INFINITY));
            nearest.masked_fill_(goal.correct(goal.logits(images)).logical_not(), new Scalar(0));
            long runs = isTargeted() ? Math.min(targets, classes.size(1)) : 1;
            for (int run = 0; run < runs; run++) {
                try (Scope one = Scope.open()) {
                    Goal towards = goal.withTargets(isTargeted() ? classes.select(1, run) : classes);
                    Tensor found = search(Survivors.staying(towards, images), images, norm, 0);
                    Tensor broken = towards.correct(towards.logits(found)).logical_not();
                    Tensor closer = norm.size(found.sub(images)).minimum(nearest);
                    torch.where_out(nearest, broken, closer, nearest);
                }
            }
            return scope.keep(nearest);
        }
    }

    /**
     * Returns the nearest misclassified points found; where there is none, the images.
     *
     * @param images of the survivors; those leave for which a point within {@code enough} was found
     */
    private Tensor search(Survivors survivors, Tensor images, Norm norm, double enough) {
        float eta = (float) overshoot;
        float beta = (float) backwardStep;
        try (Scope scope = Scope.open()) {
            BoundarySearch search = new BoundarySearch(survivors, images, norm);
            for (int iteration = 0; iteration < iterations && survivors.size() > 0; iteration++) {
                try (Scope one = Scope.open()) {
                    Goal goal = survivors.goal();
                    search.move(tangent(goal, search.point(), norm), (x, original, delta, deltaOriginal) -> {
                        double size = Math.max(TINY, norm.size(delta));
                        double sizeOriginal = Math.max(TINY, norm.size(deltaOriginal));
                        float alpha = (float) Math.min(strongestPull, size / (size + sizeOriginal));
                        for (int i = 0; i < x.length; i++) {
                            float onward = x[i] + eta * delta[i];
                            float back = original[i] + eta * deltaOriginal[i];
                            x[i] = Math.min(1, Math.max(0, onward + alpha * (back - onward)));
                        }
                    });
                    BitSet misclassified = goal.misclassified(goal.logits(search.point()));
                    search.keepNearest(misclassified);
                    search.retreat(misclassified, beta);
                    survivors.leave(search.nearest(), search.distance().le(new Scalar(enough)));
                    if (looksBack(iteration + 1)) {
                        survivors.giveUp(search.nearest(), search.stale());
                    }
                }
            }
            return scope.keep(survivors.settle(search.nearest()));
        }
    }

    private boolean looksBack(int iterations) {
        return patience.filter(every -> iterations % every == 0).isPresent();
    }

    private Response tangent(Goal goal, Tensor point, Norm norm) {
        return isTargeted() ? goal.gradient(point, AttackLoss.MARGIN) : NearestTangent.of(goal, point, norm);
    }
}
