package io.stockpot.outcome;

/** The labels of conditions with a fixed meaning; all others are threats or chosen by the user. */
public final class Labels {
    /** The images as they are. */
    public static final String CLEAN = "clean";

    /** Correct under every threat that counts: see {@link Outcomes#withUnion}. */
    public static final String UNION = "union";

    private Labels() {}
}
