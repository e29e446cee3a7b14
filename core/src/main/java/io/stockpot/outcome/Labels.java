package io.stockpot.outcome;

/** The labels of conditions that have a meaning of their own; all others are chosen by whoever measures. */
public final class Labels {
    /** The images as they are. */
    public static final String CLEAN = "clean";

    /** Correct under every threat that counts: see {@link Outcomes#withUnion}. */
    public static final String UNION = "union";

    private Labels() {}
}
