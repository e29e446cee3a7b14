package io.stockpot.attack;

import java.util.List;
import java.util.Optional;

/**
 * The revision of all that decides whether an image counts as robust: attacks, their losses and draws,
 * projections, the judge. Raise the number when a change can change a verdict, and what was measured before is
 * measured again; a change that only makes things faster leaves it alone. Where a change concerns some attacks only,
 * these return a higher number of their own ({@link Attack#revision}), and what others found stands. A test holds
 * verdicts on a made network against the numbers.
 */
public final class Revision {
    /** The revision of this code. */
    public static final int NUMBER = 1;

    /** From here on L1 steps that come from a larger ball know how many coordinates their start has changed. */
    static final int OF_LARGE_RADII = 2;

    /** From here on the square attack in L2 and L1 spends what a channel frees in that channel, as published. */
    static final int OF_BUMPS_BY_CHANNEL = 3;

    /**
     * From here on the judge pulls a point back that rounding has carried out of a small ball of L1; before, the image
     * stood in its place, and counted as robust.
     */
    static final int OF_SMALL_BALLS = 4;

    private Revision() {}

    /** Returns the revision for the keys of measurements; the first is absent, as in keys older than revisions. */
    public static Optional<Integer> inKeys() {
        return inKeys(List.of());
    }

    /** Returns the highest revision of these judges and of all that they have in common, for keys. */
    public static Optional<Integer> inKeys(List<Judge> judges) {
        int highest = judges.stream().mapToInt(Judge::revision).reduce(NUMBER, Math::max);
        return Optional.of(highest).filter(number -> number > 1);
    }
}
