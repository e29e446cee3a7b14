package io.stockpot.model;

import io.stockpot.base.Guards;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is done to images in [0, 1] before the first layer: (x − mean) / deviation, per channel. It is
 * part of the classifier, so that threats and data always speak of plain pixels.
 *
 * @param mean per channel, in [0, 1]
 * @param deviation per channel, positive
 */
public record Normalisation(List<Double> mean, List<Double> deviation) {
    /** Checks that both have one value per channel and deviations are positive. */
    public Normalisation {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (mean.isEmpty() || mean.size() != deviation.size()) {
            throw new IllegalArgumentException(
                    "normalisation needs as many means as deviations, not " + mean.size() + " and " + deviation.size());
        }
        for (double value : deviation) {
            Guards.requirePositive("deviations", value);
        }
    }

    /**
     * Checks that there is a mean and a deviation for each channel of a network.
     *
     * @throws IllegalArgumentException with both numbers
     */
    public void requireSuits(int channels) {
        if (mean.size() != channels) {
            throw new IllegalArgumentException("normalisation is for " + mean.size()
                    + (mean.size() == 1 ? " channel" : " channels") + ", and the network takes images of " + channels
                    + "; give a mean and a deviation for each");
        }
    }

    /** Returns a sentence on values that are likely meant for pixels from 0 to 255. */
    public Optional<String> doubt() {
        return Stream.concat(mean.stream(), deviation.stream())
                .filter(value -> value > 1)
                .findFirst()
                .map(value -> "the normalisation has the value " + value
                        + ", but images are in [0, 1]; if it is meant for pixels from 0 to 255, divide it by 255");
    }

    /** Returns the normalisation that changes nothing. */
    public static Normalisation none(int channels) {
        return new Normalisation(Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1.0));
    }
}
