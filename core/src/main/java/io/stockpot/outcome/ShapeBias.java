package io.stockpot.outcome;

import java.util.Locale;

/**
 * The share of answers by shape among the answers by shape or by texture, to images where the two differ
 * (Geirhos et al. 2019). It is not the accuracy on conflict stimuli.
 *
 * @param shape number of answers by shape
 * @param texture number of answers by texture
 */
public record ShapeBias(int shape, int texture) {
    /** Counts the answers that the protocol of conflict stimuli records beside the right ones. */
    public static ShapeBias of(Outcomes beside) {
        return new ShapeBias(
                beside.correct("shape in conflict").cardinality(),
                beside.correct("texture in conflict").cardinality());
    }

    /** Returns the share, in [0, 1]; NaN if no answer was either. */
    public double value() {
        return (double) shape / (shape + texture);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f %% (%d of %d)", 100 * value(), shape, shape + texture);
    }
}
