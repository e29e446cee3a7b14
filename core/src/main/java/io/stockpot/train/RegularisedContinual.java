package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.attack.Attack;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Goal;
import io.stockpot.attack.Judge;
import io.stockpot.attack.Purpose;
import io.stockpot.base.Guards;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * CE(f(x′), y) + λ max ‖f(x″) − f(x)‖₂, means over the batch: adversarial training under a threat that a robust classifier
 * is to learn in addition, with a bound on how far it moves the logits, which bounds what is lost under other threats
 * (adversarial ℓ2 regularisation; Dai, Cianfarani, Bhagoji, Sehwag and Mittal, "Adapting to evolving adversaries with
 * regularized continual robust training", ICML 2025). x″ is sought under the same threat by steps along the gradient of
 * the distance, from a random point. Both searches see the running statistics of batch norm, where the authors' code looks
 * for x″ with those of the batch; all three answers are differentiated.
 *
 * @param threat the one to learn
 * @param lambda the weight of the distance; the authors fine-tune with 0.5
 * @param steps of the search for x″, at least 1
 * @param stepSize the length of such a step, in units of epsilon
 * @param attack how x′ is found
 */
public record RegularisedContinual(
        ThreatModel threat,
        @JsonProperty(defaultValue = "0.5") double lambda,
        @JsonProperty(defaultValue = "1") int steps,
        @JsonProperty(defaultValue = "1") double stepSize,

        @JsonProperty(defaultValue = "{apgd: {steps: 10}}") Attack attack)
        implements Objective {
    /** Requires an attack whose settings fit the threat, and checks the numbers. */
    public RegularisedContinual {
        attack.requireSuits(threat);
        if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("lambda must not be negative, not " + lambda);
        }
        Guards.requireAtLeast("steps", 1, steps);
        Guards.requirePositive("step-size", stepSize);
    }

    @Override
    public void requireClasses(int classes) {
        attack.requireClasses(classes, threat.norm(), Purpose.TRAINING);
    }

    @Override
    public List<ThreatModel> threats() {
        return List.of(threat);
    }

    @Override
    public double passes() {
        return attack.passes(threat.norm()) + 1 + (steps + 3.0) * Attack.GRADIENT;
    }

    @Override
    public List<Judge> judges(Attack judging) {
        return List.of(new Judge(threat, List.of(judging)));
    }

    @Override
    public Tensor loss(Learner learner, Batch batch, Draws draws) {
        Goal goal = new Goal(learner::logits, batch.labels());
        Tensor perturbed = attack.perturb(goal, batch.images(), threat, Purpose.TRAINING, draws);
        Tensor far = learner.trainingLogits(farthest(learner, batch.images(), draws.child("distance")));
        Tensor distance = distances(far, learner.trainingLogits(batch.images())).mean();
        return learner.crossEntropy(batch.withImages(perturbed)).add(distance, new Scalar(lambda));
    }

    /** Returns x″ for each image x, N×C×H×W in [0, 1]. */
    Tensor farthest(Learner learner, Tensor images, Draws draws) {
        Norm norm = threat.norm();
        double epsilon = threat.epsilon().value();
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            Tensor logits = learner.logits(images);
            Tensor points = norm.sample(images, epsilon, draws).clone();
            for (int step = 0; step < steps; step++) {
                try (Scope iteration = Scope.open()) {
                    Tensor gradient = gradient(learner, points, logits);
                    points.copy_(norm.project(norm.ascend(points, gradient, stepSize * epsilon), images, epsilon));
                }
            }
            return scope.keep(points);
        }
    }

    /** Returns the gradient of each point's distance with respect to the point. */
    private static Tensor gradient(Learner learner, Tensor points, Tensor logits) {
        try (AutoGradMode recording = new AutoGradMode(true)) {
            Tensor input = points.detach().clone();
            input.set_requires_grad(true);
            // each distance depends on its own point only, so the gradient of the sum holds them all
            Tensor sum = distances(learner.logits(input), logits).sum();
            return new Tensor(
                    torch.grad(new TensorVector(sum), new TensorVector(input)).get(0));
        }
    }

    /** Returns the Euclidean distance between two answers for each image, N; without a gradient where it is zero. */
    static Tensor distances(Tensor some, Tensor others) {
        return some.sub(others).norm(new ScalarOptional(new Scalar(2)), new long[] {1}, false);
    }
}
