package io.stockpot.data.shift;

import io.stockpot.data.Answers;
import io.stockpot.data.LabelledImages;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Images of a shift in memory, with the answers that count as right.
 *
 * @param images the pixels; their labels are the first right answers, or 0 where there is none
 * @param answers the right answers
 * @param asides other answers to count as well, by name, such as the texture of conflict stimuli
 */
public record ShiftSample(LabelledImages images, Answers answers, Map<String, Answers> asides) {
    /** Copies the map and checks that there are answers to all images. */
    public ShiftSample {
        asides = Collections.unmodifiableMap(new LinkedHashMap<>(asides));
        if (images.size() != answers.size()) {
            throw new IllegalArgumentException(images.size() + " images have " + answers.size() + " answers");
        }
    }

    /** Returns images whose labels are their right answers. */
    public static ShiftSample of(LabelledImages images) {
        return new ShiftSample(images, Answers.of(images.labels()), Map.of());
    }
}
