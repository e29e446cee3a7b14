package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.data.Augmentation;
import io.stockpot.model.Architecture;
import io.stockpot.model.Normalisation;
import io.stockpot.tensor.Precision;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Training from freshly drawn weights. The defaults are those of the paper's base models where it
 * states them (§4.1, App. A.1), else those of the code it builds on.
 *
 * @param architecture the network
 * @param normalisation what is done to images first; absent means the mean and deviation of the
 *     training images
 * @param objective what is minimised
 * @param optimizer the rule of the updates
 * @param schedule the learning rates
 * @param epochs passes over the training images
 * @param batchSize images per step
 * @param augmentation the random change of each training image
 * @param averaging of the weights, if any
 * @param selection of the best moment
 * @param precision arithmetic; absent means the fastest that the processor has
 * @param seed of all that is drawn but the held-out images; absent means that of the recipe
 */
public record Train(
        Architecture architecture,
        Optional<Normalisation> normalisation,
        Objective objective,
        @JsonProperty(defaultValue = "{sgd: {}}") Optimizer optimizer,

        @JsonProperty(defaultValue = "{piecewise: {rate: 0.1, drops: [100, 150]}}")
        Schedule schedule,

        @JsonProperty(defaultValue = "200") double epochs,
        @JsonProperty(defaultValue = "128") int batchSize,

        @JsonProperty(defaultValue = "{crop-flip: {padding: 4, flip: true}}")
        Augmentation augmentation,

        Optional<WeightAveraging> averaging,
        @JsonProperty(defaultValue = "{}") CheckpointSelection selection,
        Optional<Precision> precision,
        Optional<Long> seed)
        implements Training {
    /** Checks epochs and batch size, and that the attack of the selection fits the objective. */
    public Train {
        Training.requireValid(epochs, batchSize);
        Training.requireSuits(objective, selection);
    }

    @Override
    public OptionalInt classes(Function<String, OptionalInt> others) {
        return OptionalInt.of(architecture.classes());
    }

    @Override
    public Train withoutNames() {
        return this;
    }
}
