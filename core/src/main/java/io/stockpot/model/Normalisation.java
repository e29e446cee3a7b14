package io.stockpot.model;

import io.stockpot.base.Guards;
import java.util.Collections;
import java.util.List;

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

    /** Returns the normalisation that changes nothing. */
    public static Normalisation none(int channels) {
        return new Normalisation(Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1.0));
    }
}
