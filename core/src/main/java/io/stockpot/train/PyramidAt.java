package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.attack.Attack;
import io.stockpot.attack.AttackLoss;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Judge;
import io.stockpot.base.Guards;
import io.stockpot.data.ImageShape;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Epsilon;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * CE(f(x), y) + CE(f(x′), y), means over the batch: images as they are, and images x′ whose colours are changed patch by
 * patch, in several sizes of patches (Herrmann, Sargent, Jiang, Zabih, Chang, Liu, Krishnan and Sun, "Pyramid adversarial
 * training improves ViT performance", CVPR 2022; settings are those of its code, there for pixels in [−1, 1]). To x each level
 * adds, from the first to the last, its multiplier times a number for each patch and channel, and what leaves [0, 1] is cut off.
 * The numbers begin at zero, move by steps of fixed length along the signs of the gradient towards a random class, the
 * same for all steps, and stay within ±ε. Both terms and the attack leave out the same residual connections ("matched
 * dropout"); the attack sees the running statistics of batch norm. Aims at accuracy, so images are selected by as they
 * are.
 *
 * @param patches height and width of the patches of each level in pixels; each divides the sides of the
 *     training images. The paper's are for images of 224×224
 * @param multipliers one for each level
 * @param epsilon the bound on the numbers, before they are multiplied
 * @param step the length of a step, for pixels in [0, 1]
 * @param steps at least 1
 */
public record PyramidAt(
        @JsonProperty(defaultValue = "[32, 16, 1]") List<Integer> patches,
        @JsonProperty(defaultValue = "[20, 10, 1]") List<Double> multipliers,
        @JsonProperty(defaultValue = "3/255") Epsilon epsilon,
        @JsonProperty(defaultValue = "0.5/255") Epsilon step,
        @JsonProperty(defaultValue = "5") int steps)
        implements Objective {
    /** Copies the lists and checks that there are as many multipliers as patches, and that numbers are positive. */
    public PyramidAt {
        patches = List.copyOf(patches);
        multipliers = List.copyOf(multipliers);
        if (patches.isEmpty() || patches.stream().anyMatch(patch -> patch < 1)) {
            throw new IllegalArgumentException("patches must be one or more, of at least a pixel, not " + patches);
        }
        if (multipliers.size() != patches.size()) {
            throw new IllegalArgumentException(
                    "multipliers must be as many as patches, " + patches.size() + ", not " + multipliers);
        }
        multipliers.forEach(multiplier -> Guards.requirePositive("multipliers", multiplier));
        Guards.requirePositive("epsilon", epsilon.value());
        Guards.requirePositive("step", step.value());
        Guards.requireAtLeast("steps", 1, steps);
    }

    @Override
    public void requireSuits(ImageShape shape) {
        for (int patch : patches) {
            if (shape.height() % patch != 0 || shape.width() % patch != 0) {
                throw new IllegalArgumentException("patches of " + patch + "×" + patch + " do not divide images of "
                        + shape.height() + "×" + shape.width() + " pixels; those of "
                        + listed(divisors(shape)) + " do");
            }
        }
    }

    /** Returns the sides that patches of such images can have, the largest first. */
    private static List<Integer> divisors(ImageShape shape) {
        return IntStream.iterate(Math.min(shape.height(), shape.width()), side -> side >= 1, side -> side - 1)
                .filter(side -> shape.height() % side == 0 && shape.width() % side == 0)
                .boxed()
                .toList();
    }

    private static String listed(List<Integer> sides) {
        return sides.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    @Override
    public boolean takesTargets() {
        return true;
    }

    /** Any number of classes will do. */
    @Override
    public void requireClasses(int classes) {}

    @Override
    public double passes() {
        return (steps + 2.0) * Attack.GRADIENT;
    }

    @Override
    public List<Judge> judges(Attack attack) {
        return List.of(Judge.none());
    }

    @Override
    public Tensor loss(Learner learner, Batch batch, Draws draws) {
        Tensor points = perturbed(learner, batch.images(), draws);
        return learner.crossEntropy(batch).add(learner.crossEntropy(batch.withImages(points)));
    }

    /** Returns x′ for each image x, N×C×H×W in [0, 1]. */
    Tensor perturbed(Learner learner, Tensor images, Draws draws) {
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            Tensor goals = draws.child("target")
                    .uniform(1)
                    .view(-1)
                    .mul(new Scalar(learner.classes()))
                    .to(ScalarType.Long)
                    .clamp_max_(new Scalar(learner.classes() - 1));
            List<Tensor> levels =
                    patches.stream().map(patch -> zeros(images, patch)).toList();
            for (int number = 0; number < steps; number++) {
                try (Scope iteration = Scope.open()) {
                    descend(learner, images, goals, levels);
                }
            }
            return scope.keep(changed(images, levels));
        }
    }

    private static Tensor zeros(Tensor images, int patch) {
        long rows = (images.size(2) + patch - 1) / patch;
        long columns = (images.size(3) + patch - 1) / patch;
        return torch.zeros(images.size(0), images.size(1), rows, columns);
    }

    /** Moves all levels one step towards the goals, in place. */
    private void descend(Learner learner, Tensor images, Tensor goals, List<Tensor> levels) {
        Tensor[] inputs = new Tensor[levels.size()];
        TensorVector gradients;
        try (AutoGradMode recording = new AutoGradMode(true)) {
            for (int level = 0; level < inputs.length; level++) {
                inputs[level] = levels.get(level).detach().clone();
                inputs[level].set_requires_grad(true);
            }
            Tensor logits = learner.logitsOfTheStep(changed(images, List.of(inputs)));
            // each loss depends on its own image only, so the gradient of the sum holds them all
            Tensor losses = AttackLoss.CROSS_ENTROPY.of(logits, goals).sum();
            gradients = torch.grad(new TensorVector(losses), new TensorVector(inputs));
        }
        for (int level = 0; level < inputs.length; level++) {
            Tensor direction = gradients.get(level).sign();
            Tensor moved = levels.get(level).sub(direction, new Scalar(step.value()));
            levels.get(level).copy_(clamped(moved, -epsilon.value(), epsilon.value()));
        }
    }

    /**
     * Returns the images with the changes of all levels.
     *
     * @param levels one number for each patch and channel, N×C×rows×columns
     */
    Tensor changed(Tensor images, List<Tensor> levels) {
        Tensor changed = images;
        for (int level = 0; level < levels.size(); level++) {
            int patch = patches.get(level);
            Tensor tiles = repeated(repeated(levels.get(level), patch, 2), patch, 3)
                    .narrow(2, 0, images.size(2))
                    .narrow(3, 0, images.size(3));
            changed = clamped(changed.add(tiles, new Scalar(multipliers.get(level))), 0, 1);
        }
        return changed;
    }

    private static Tensor repeated(Tensor numbers, int times, int dimension) {
        return numbers.repeat_interleave(times, new LongOptional(dimension), new LongOptional());
    }

    private static Tensor clamped(Tensor numbers, double least, double most) {
        return numbers.clamp(new ScalarOptional(new Scalar(least)), new ScalarOptional(new Scalar(most)));
    }
}
