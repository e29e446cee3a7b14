package io.stockpot.threat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

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

    /** The part of the largest distance from which a radius is doubtful, such as 64/255 in Linf. */
    private static final double DOUBTFUL = 0.25;

    /** The part of the largest distance from which every image reaches the grey in the middle. */
    private static final double GREY = 0.5;

    /** Ten times the roundings of a picture of CIFAR-10 are less than a millionth of such a radius. */
    private static final double SMALL_FOR_ROUNDING = 10;

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

    /** Returns the threat in a norm that the paper evaluates small images under (§4). */
    public static ThreatModel customary(Norm norm) {
        return new ThreatModel(norm, Epsilon.parse(norm.customary()));
    }

    /**
     * Checks that not every image is in reach of every other.
     *
     * @param values of an image: channels × height × width
     * @throws IllegalArgumentException naming the threat, the largest distance there is, and what is likely meant
     */
    public void requireWithin(int values) {
        double diameter = norm.diameter(values);
        if (epsilon.value() >= diameter) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "'%s' covers every image: no two of %d values in [0, 1] are farther apart than %.4g in %s; did you"
                            + " mean '%s'?",
                    this,
                    values,
                    diameter,
                    norm,
                    meant()));
        }
    }

    /**
     * Returns the doubt whether a radius is meant, if it is so large that hardly any classifier withstands it: a quarter
     * of the largest distance between two images or more. From half of it on, every image can be made the same grey.
     *
     * @param values of an image: channels × height × width
     */
    public Optional<String> doubt(int values) {
        double part = epsilon.value() / norm.diameter(values);
        if (part < DOUBTFUL) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "'%s' is %.0f %% of the way from black to white%s; if that is not meant, write e.g. '%s'",
                this,
                100 * part,
                part >= GREY ? ", enough to make every image the same grey" : "",
                meant()));
    }

    /** Returns the radius over 255, which is forgotten most often; or, if it is there, one that is customary. */
    private String meant() {
        return epsilon.toString().contains("/") ? norm + " " + norm.customary() : norm + " " + epsilon + "/255";
    }

    /** Returns whether images may be moved at all. */
    public boolean allowsChange() {
        return epsilon.value() > 0;
    }

    /**
     * Returns whether rounding the pixels of a projected point to float32 may carry it out of the ball by more than a
     * millionth of the radius: in L1 the roundings of all pixels add up, to about 10⁻⁶ for 3 × 32 × 32 of them.
     */
    public boolean isSmallForRounding() {
        return norm == Norm.L1 && epsilon.value() < SMALL_FOR_ROUNDING;
    }

    /** Returns the text form, which {@link #parse} reads. */
    @JsonValue
    @Override
    public String toString() {
        return norm + " " + epsilon;
    }
}
