package io.stockpot.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.model.layer.Chain;
import io.stockpot.model.layer.Flatten;
import io.stockpot.model.layer.Layer;
import io.stockpot.model.layer.Linear;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A linear classifier of the pixels. Its adversarial examples are known exactly, which makes it the
 * yardstick of the attacks.
 *
 * @param side height and width of the images
 * @param classes number of classes
 * @param channels channels of the images
 */
public record SoftmaxRegression(
        int side,
        @JsonProperty(defaultValue = "10") int classes,
        @JsonProperty(defaultValue = "3") int channels) implements Architecture {
    /** Checks that all sizes are positive. */
    public SoftmaxRegression {
        if (side < 1) {
            throw new IllegalArgumentException("side must be at least 1 pixel, not " + side);
        }
        ClassifierSizes.require(classes, channels);
    }

    @Override
    public OptionalInt imageSide() {
        return OptionalInt.of(side);
    }

    @Override
    public SoftmaxRegression withClasses(int number) {
        return new SoftmaxRegression(side, number, channels);
    }

    @Override
    public Optional<Architecture> withImageSide(int other) {
        throw new IllegalArgumentException(
                "a linear classifier of the pixels fits images of one size only, " + side + " pixels, not " + other);
    }

    @Override
    public List<String> hiddenSettings() {
        return List.of();
    }

    @Override
    public Layer network() {
        return new Chain.Builder()
                .add("flatten", new Flatten())
                .add("linear", new Linear(channels * side * side, classes))
                .build();
    }
}
