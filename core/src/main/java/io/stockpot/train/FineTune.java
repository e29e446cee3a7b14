package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Adaptation;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A short training that starts from another model's weights. The defaults are those of the paper's
 * fine-tuning (App. A.1): ten epochs, a cosine from 0.1 with a ramp over the first tenth.
 *
 * @param from name of the parent
 * @param classes of a fresh last linear layer; absent means that the parent's is kept
 * @param imageSize height and width of the images in pixels, to which position embeddings are fitted; absent means
 *     that of the parent
 * @param settings what it shares with trainings from scratch
 */
public record FineTune(
        String from,
        Optional<Integer> classes,
        Optional<Integer> imageSize,

        @JsonUnwrapped @JsonProperty(defaultValue = "{schedule: {cosine: {rate: 0.1, ramp: 0.1}}, epochs: 10}")
        TrainingSettings settings)
        implements Training {
    /** Checks the numbers. */
    public FineTune {
        new Adaptation(classes, imageSize);
    }

    @Override
    public Optional<Architecture> architecture(Function<String, Optional<Architecture>> others) {
        return others.apply(from);
    }

    @Override
    public OptionalInt classes(Function<String, OptionalInt> others) {
        return classes.map(OptionalInt::of).orElseGet(() -> others.apply(from));
    }

    @Override
    public Optional<String> parent() {
        return Optional.of(from);
    }

    @Override
    @MustBeClosed
    public Classifier start(LabelledImages images, long recipeSeed, Parent parent) throws IOException {
        if (adaptation().isNone()) {
            return parent.load();
        }
        try (Classifier before = parent.load()) {
            return adaptation().of(before, new Seed(settings.seedOr(recipeSeed)).child("initial"));
        }
    }

    @Override
    public Adaptation adaptation() {
        return new Adaptation(classes, imageSize);
    }

    @Override
    public FineTune withoutNames() {
        return new FineTune("", classes, imageSize, settings);
    }
}
