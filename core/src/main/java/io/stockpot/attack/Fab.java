package io.stockpot.attack;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.function.Function;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The fast adaptive boundary attack: it looks for the smallest perturbation rather than for
 * one of a given size (Croce and Hein, "Minimally distorted adversarial examples with a fast adaptive
 * boundary attack", ICML 2020). At each step the classifier is replaced by its tangent; the point
 * goes a little beyond the hyperplane where target and label tie, pulled towards the image; once it is
 * misclassified, it goes back most of the way. It does not depend on the size of gradients. Without
 * targets the hyperplane of each step is the nearest of those of all classes, as in Algorithm 1 of the
 * paper. In an evaluation an image leaves when a point inside the ball is found; training gets the first
 * target alone.
 *
 * <p>In the letters of the paper: β the backward step, η the overshoot, α_max the strongest pull.
 *
 * @param iterations the number of steps for each target, at least 1
 * @param targets how many classes to try, by rank of the clean logits; never more than there are
 *     besides the label. Zero for one run to whichever class is nearest at each step
 * @param strongestPull how strongly points are pulled to the image at most, from 0 to 1
 * @param overshoot how far to step, in lengths of the step to the hyperplane, at least 1
 * @param backwardStep which part of the way from the image misclassified points keep, between 0 and 1
 */
public record Fab(
        @JsonProperty(defaultValue = "100") int iterations,
        @JsonProperty(defaultValue = "9") int targets,
        @JsonProperty(defaultValue = "0.1") double strongestPull,
        @JsonProperty(defaultValue = "1.05") double overshoot,
        @JsonProperty(defaultValue = "0.9") double backwardStep)
        implements Attack {
    /** How many classes there usually are besides the label, for estimates of the work. */
    private static final int OTHERS = 9;

    /** Checks the ranges. */
    public Fab {
        Least.require(1, "iterations", iterations);
        Least.require(0, "targets", targets);
        if (!(strongestPull >= 0 && strongestPull <= 1)) {
            throw new IllegalArgumentException("strongest-pull must be from 0 to 1, not " + strongestPull);
        }
        if (!(overshoot >= 1) || Double.isInfinite(overshoot)) {
            throw new IllegalArgumentException("overshoot must be at least 1, not " + overshoot);
        }
        if (!(backwardStep > 0 && backwardStep < 1)) {
            throw new IllegalArgumentException("backward-step must be between 0 and 1, not " + backwardStep);
        }
    }

    /** The attack with the published parameters. */
    public Fab(int iterations, int targets) {
        this(iterations, targets, 0.1, 1.05, 0.9);
    }

    @Override
    public long passes(Norm norm) {
        return isTargeted() ? (GRADIENT + 1L) * iterations * targets : (GRADIENT * OTHERS + 1L) * iterations;
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
     * @param run the images; those leave for which a point within {@code enough} was found
     */
    private Tensor search(Survivors run, Tensor images, Norm norm, double enough) {
        try (Scope scope = Scope.open()) {
            BoundarySearch search = new BoundarySearch(this, norm, run, images);
            for (int iteration = 0; iteration < iterations && run.size() > 0; iteration++) {
                try (Scope one = Scope.open()) {
                    search.advance(tangent(run.goal(), search.point(), norm));
                    Tensor logits = run.goal().logits(search.point());
                    search.observe(run.goal().correct(logits).logical_not());
                    run.leave(search.nearest(), search.distance().le(new Scalar(enough)));
                }
            }
            return scope.keep(run.settle(search.nearest()));
        }
    }

    private Response tangent(Goal goal, Tensor point, Norm norm) {
        return isTargeted() ? goal.gradient(point, AttackLoss.MARGIN) : NearestTangent.of(goal, point, norm);
    }
}
