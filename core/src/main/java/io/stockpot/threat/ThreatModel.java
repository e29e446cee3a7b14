package io.stockpot.threat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;

/**
 * What may be done to an image: move it by at most epsilon in a norm, with every pixel
 * staying in [0, 1]. Its text form is "Linf 8/255".
 *
 * @param norm the shape of the ball
 * @param epsilon the radius of the ball, for pixels in [0, 1]
 */
public record ThreatModel(Norm norm, Epsilon epsilon) {
    /** The threat that leaves images as they are. The norm does not matter; outcomes are kept under this text. */
    public static final ThreatModel NONE = parse("Linf 0");

    /**
     * Requires both.
     *
     * @throws IllegalArgumentException if a larger radius allows no more, which is meant for pixels in [0, 255]
     */
    public ThreatModel {
        Objects.requireNonNull(norm, "norm");
        Objects.requireNonNull(epsilon, "epsilon");
        norm.requireRadius(epsilon);
    }

    /**
     * Reads the text form: a norm and a radius with a space between.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    @JsonCreator
    public static ThreatModel parse(String text) {
        String[] words = text.strip().split("\\s+", -1);
        if (words.length != 2) {
            throw new IllegalArgumentException(
                    "a threat model is a norm and a radius, not '" + text + "'; write e.g. 'Linf 8/255'");
        }
        return new ThreatModel(Norm.parse(words[0]), Epsilon.parse(words[1]));
    }

    /** Returns whether images may be moved at all. */
    public boolean allowsChange() {
        return epsilon.value() > 0;
    }

    /** Returns the text form, which {@link #parse} reads. */
    @JsonValue
    @Override
    public String toString() {
        return norm + " " + epsilon;
    }
}
