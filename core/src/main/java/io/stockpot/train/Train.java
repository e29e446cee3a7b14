package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
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
 * @param settings what it shares with fine-tunings
 */
public record Train(
        Architecture architecture,
        Optional<Normalisation> normalisation,

        @JsonUnwrapped
        @JsonProperty(defaultValue = "{schedule: {piecewise: {rate: 0.1, drops: [100, 150]}}, epochs: 200}")
        TrainingSettings settings)
        implements Training {
    /** Checks that the network has what settings are about, and the channels that are normalised. */
    public Train {
        normalisation.ifPresent(values -> values.requireSuits(architecture.channels()));
        settings.requireSuits(architecture);
    }

    @Override
    public Optional<Architecture> network() {
        return Optional.of(architecture);
    }

    @Override
    public Optional<Architecture> architecture(Function<String, Optional<Architecture>> others) {
        return network();
    }

    @Override
    public OptionalInt classes(Function<String, OptionalInt> others) {
        return OptionalInt.of(architecture.classes());
    }

    @Override
    public Optional<String> parent() {
        return Optional.empty();
    }

    @Override
    @MustBeClosed
    public Classifier start(LabelledImages images, long recipeSeed, Parent parent) {
        Normalisation fitting =
                normalisation.orElseGet(() -> new Normalisation(images.channelMeans(), images.channelDeviations()));
        return Classifier.initial(architecture, fitting, new Seed(settings.seedOr(recipeSeed)).child("initial"));
    }

    @Override
    public Train withoutNames() {
        return this;
    }
}
