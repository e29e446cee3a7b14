package io.stockpot.attack;

/**
 * Statistics of the gradients that attacks asked for: signs of whether the attacks were hampered.
 *
 * @param asked number of gradients, each of one image at one point
 * @param zero number of gradients that were zero in every entry
 * @param nonFiniteEntries number of entries that were infinite or NaN
 */
public record GradientTally(long asked, long zero, long nonFiniteEntries) {
    /** No gradients. */
    public static final GradientTally NONE = new GradientTally(0, 0, 0);

    /** Checks that there are not more zero gradients than gradients. */
    public GradientTally {
        if (asked < 0 || zero < 0 || zero > asked || nonFiniteEntries < 0) {
            throw new IllegalArgumentException("no gradients can be counted as " + asked + " with " + zero
                    + " of them zero and " + nonFiniteEntries + " entries not finite");
        }
    }

    /** Returns the sum of both. */
    public GradientTally plus(GradientTally other) {
        return new GradientTally(asked + other.asked, zero + other.zero, nonFiniteEntries + other.nonFiniteEntries);
    }
}
