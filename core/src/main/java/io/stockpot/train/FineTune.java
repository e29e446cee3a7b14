package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.data.Augmentation;
import io.stockpot.tensor.Precision;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A short training that starts from another model's weights. The defaults are those of the paper's
 * fine-tuning (App. A.1): ten epochs, a cosine from 0.1 with a ramp over the first tenth.
 *
 * @param from name of the parent
 * @param objective what is minimised
 * @param optimizer the rule of the updates
 * @param schedule the learning rates
 * @param epochs passes over the training images; fractions are allowed
 * @param batchSize images per step
 * @param augmentation the random change of each training image
 * @param averaging of the weights, if any
 * @param selection of the best moment
 * @param precision arithmetic; absent means the fastest that the processor has
 * @param seed of all that is drawn but the held-out images; absent means that of the recipe
 */
public record FineTune(
        String from,
        Objective objective,
        @JsonProperty(defaultValue = "{sgd: {}}") Optimizer optimizer,

        @JsonProperty(defaultValue = "{cosine: {rate: 0.1, ramp: 0.1}}")
        Schedule schedule,

        @JsonProperty(defaultValue = "10") double epochs,
        @JsonProperty(defaultValue = "128") int batchSize,

        @JsonProperty(defaultValue = "{crop-flip: {padding: 4, flip: true}}")
        Augmentation augmentation,

        Optional<WeightAveraging> averaging,
        @JsonProperty(defaultValue = "{}") CheckpointSelection selection,
        Optional<Precision> precision,
        Optional<Long> seed)
        implements Training {
    /** Checks epochs and batch size, and that the attack of the selection fits the objective. */
    public FineTune {
        Training.requireValid(epochs, batchSize);
        Training.requireSuits(objective, selection);
    }

    @Override
    public OptionalInt classes(Function<String, OptionalInt> others) {
        return others.apply(from);
    }

    @Override
    public FineTune withoutNames() {
        return new FineTune(
                "",
                objective,
                optimizer,
                schedule,
                epochs,
                batchSize,
                augmentation,
                averaging,
                selection,
                precision,
                seed);
    }
}
