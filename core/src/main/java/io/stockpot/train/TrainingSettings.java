package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import io.stockpot.data.Augmentation;
import io.stockpot.data.ImageShape;
import io.stockpot.model.Architecture;
import io.stockpot.model.layer.StochasticDepth;
import io.stockpot.tensor.Precision;
import io.stockpot.text.LocatedArgumentException;
import io.stockpot.text.YamlRecords;
import io.stockpot.threat.ThreatModel;
import java.util.List;
import java.util.Optional;

/**
 * What all trainings have in common. Schedule and epochs have no defaults here, because a training from
 * scratch and a fine-tuning differ in them.
 *
 * @param objective what is minimised
 * @param optimizer the rule of the updates
 * @param schedule the learning rates
 * @param epochs passes over the training images; fractions are allowed
 * @param batchSize images per step
 * @param augmentation the random change of each training image
 * @param batchAugmentation the random mixing of a batch of these, if any
 * @param averaging of the weights, if any
 * @param selection of the best moment
 * @param microBatch images whose activations are in memory at once, fewer than batchSize: the gradient of a batch is added up
 *     from such parts. Only batch norm notices, which takes its statistics from each part; absent means whole batches
 * @param labelSmoothing the share of each image's target that all classes have alike, in (0, 1)
 * @param stochasticDepth the chance that an image goes without the last residual block of the network in a step; that of
 *     the first is zero, and of those between it rises linearly. In (0, 1)
 * @param precision arithmetic; absent means the fastest that the processor has
 * @param seed of all that is drawn for this training alone: initial weights, order, augmentation and starts of
 *     attacks, but not the held-out images. Absent means that of the recipe, so models of one architecture
 *     start from the same weights
 */
public record TrainingSettings(
        Objective objective,
        @JsonProperty(defaultValue = "{sgd: {}}") Optimizer optimizer,
        Schedule schedule,
        double epochs,
        @JsonProperty(defaultValue = "128") int batchSize,

        @JsonProperty(defaultValue = "{crop-flip: {padding: 4, flip: true}}")
        Augmentation augmentation,

        Optional<BatchAugmentation> batchAugmentation,
        Optional<WeightAveraging> averaging,
        @JsonProperty(defaultValue = "{}") CheckpointSelection selection,
        Optional<Integer> microBatch,
        Optional<Double> labelSmoothing,
        Optional<Double> stochasticDepth,
        Optional<Precision> precision,
        Optional<Long> seed) {
    /** Checks the ranges, and that objective, augmentation, schedule and selection fit each other. */
    public TrainingSettings {
        if (!(epochs > 0 && epochs < 1e6)) {
            throw new IllegalArgumentException("epochs must be positive, not " + epochs);
        }
        Guards.requireAtLeast("batch-size", 2, batchSize);
        microBatch.ifPresent(size -> requireWithin(size, batchSize));
        batchAugmentation.ifPresent(mix -> requireTargets(objective, "batch-augmentation mixes classes"));
        labelSmoothing.ifPresent(share -> {
            requireChance("label-smoothing", share);
            requireTargets(objective, "label-smoothing shares an image among all classes");
        });
        stochasticDepth.ifPresent(rate -> requireChance("stochastic-depth", rate));
        locating("schedule", () -> schedule.requireFits(epochs));
        locating("selection.attack", () -> objective.judges(selection.attack()));
    }

    private static void requireWithin(int microBatch, int batchSize) {
        Guards.requireAtLeast("micro-batch", 1, microBatch);
        if (microBatch >= batchSize) {
            throw new IllegalArgumentException("micro-batch must be less than the batch-size of " + batchSize + ", not "
                    + microBatch + "; leave it out to take batches whole");
        }
    }

    private static void requireChance(String name, double chance) {
        if (!(chance > 0 && chance < 1)) {
            throw new IllegalArgumentException(
                    name + " must be in (0, 1), not " + chance + "; leave it out to do without");
        }
    }

    private static void requireTargets(Objective objective, String what) {
        if (!objective.takesTargets()) {
            throw new IllegalArgumentException(what + ", and this objective takes one class for each image; train on"
                    + " 'nominal', or on images perturbed by an attack with 'loss: kl', or leave "
                    + what.substring(0, what.indexOf(' ')) + " out");
        }
    }

    /**
     * Checks that a network has the layers that settings are about: residual blocks, or those that normalise.
     *
     * @throws LocatedArgumentException naming the setting
     */
    public void requireSuits(Architecture architecture) {
        locating("objective", () -> objective.requireSuits(architecture));
        String rule = YamlRecords.nameOf((Record) optimizer);
        locating("optimizer." + rule + ".layer-decay", () -> optimizer.rules().requireSuits(architecture));
        stochasticDepth.ifPresent(
                rate -> locating("stochastic-depth", () -> StochasticDepth.requireSuits(architecture.network())));
    }

    /**
     * Checks that images of a shape can be augmented and perturbed as settings say.
     *
     * @throws LocatedArgumentException naming the setting
     */
    public void requireSuits(ImageShape shape) {
        locating("augmentation", () -> augmentation.requireSuits(shape));
        locating("objective", () -> objective.requireSuits(shape));
    }

    /**
     * Checks that some of the training images are left to learn from once others are held out, and that they fill a
     * batch.
     *
     * @throws LocatedArgumentException naming the setting, and saying which numbers will do
     */
    public void requireEnough(int images) {
        int heldOut = selection.images();
        if (heldOut >= images) {
            throw new LocatedArgumentException(
                    "selection.images",
                    "selection.images holds out " + heldOut + " of " + images
                            + " training images, which leaves none to learn from; hold out fewer");
        }
        requireSteps(images - heldOut);
    }

    /**
     * Checks that the images that are not held out fill a batch, and that the training has a step.
     *
     * @param learnt how many are learnt from
     * @return the number of steps in an epoch
     * @throws LocatedArgumentException naming the setting
     */
    int requireSteps(int learnt) {
        if (batchSize > learnt) {
            throw new LocatedArgumentException(
                    "batch-size",
                    "batch-size is " + batchSize + ", and there are " + learnt + " training images besides the "
                            + selection.images() + " that are held out (selection.images); lower one of the two");
        }
        int stepsPerEpoch = learnt / batchSize;
        if (Math.round(epochs * stepsPerEpoch) < 1) {
            throw new LocatedArgumentException(
                    "epochs",
                    "epochs: " + epochs + " of " + learnt + " images in batches of " + batchSize
                            + " are less than one step; raise epochs or lower the batch-size");
        }
        return stepsPerEpoch;
    }

    /**
     * Checks that a classifier has enough classes for the attacks it is trained on and selected by.
     *
     * @throws LocatedArgumentException saying how many it takes, and what takes fewer
     */
    public void requireClasses(int classes) {
        locating("objective", () -> objective.requireClasses(classes));
        locating(
                "selection.attack",
                () -> objective.judges(selection.attack()).forEach(judge -> judge.requireClasses(classes)));
    }

    /**
     * Returns what perturbations may be in training; empty if images are left as they are.
     *
     * @throws LocatedArgumentException if one covers every image of this size
     */
    public List<ThreatModel> threatsWithin(ImageShape shape) {
        List<ThreatModel> threats =
                objective.threats().stream().filter(ThreatModel::allowsChange).toList();
        locating("objective", () -> threats.forEach(threat -> threat.requireWithin(shape.length())));
        return threats;
    }

    private static void locating(String path, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException misfit) {
            throw new LocatedArgumentException(path, misfit.getMessage());
        }
    }

    /** Returns the seed of all that is drawn for this training alone, in a recipe that has the given one. */
    public long seedOr(long ofRecipe) {
        return seed.orElse(ofRecipe);
    }
}
