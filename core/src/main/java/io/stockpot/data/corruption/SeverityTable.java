package io.stockpot.data.corruption;

import io.stockpot.data.ImageShape;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A corruption by severity, once as published for CIFAR-10 and once as published for ImageNet.
 *
 * @param small for images of about 32×32, mildest first
 * @param large for images of about 224×224, mildest first
 */
record SeverityTable(List<Effect> small, List<Effect> large) {
    static final int COUNT = 5;
    /** Between 32 and 224, at equal ratios: the longest shorter side that counts as small. */
    private static final int LONGEST_SMALL = 84;

    /** Copies and counts the effects. */
    SeverityTable {
        small = List.copyOf(small);
        large = List.copyOf(large);
        if (small.size() != COUNT || large.size() != COUNT) {
            throw new IllegalArgumentException("a corruption has " + COUNT + " severities, not " + small + large);
        }
    }

    /** Returns the table of an effect of one parameter. */
    static SeverityTable of(DoubleFunction<Effect> effect, double[] small, double[] large) {
        return new SeverityTable(
                Arrays.stream(small).mapToObj(effect).toList(),
                Arrays.stream(large).mapToObj(effect).toList());
    }

    /** Returns the effect for images of a shape. */
    Effect at(ImageShape shape, int severity) {
        if (severity < 1 || severity > COUNT) {
            throw new IllegalArgumentException("a severity is from 1 to " + COUNT + ", not " + severity);
        }
        boolean isSmall = Math.min(shape.height(), shape.width()) <= LONGEST_SMALL;
        return (isSmall ? small : large).get(severity - 1);
    }
}
