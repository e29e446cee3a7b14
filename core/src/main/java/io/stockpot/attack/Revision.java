package io.stockpot.attack;

import java.util.Optional;

/**
 * The revision of all that decides whether an image counts as robust: attacks, their losses and draws,
 * projections, the judge. Raise the number when a change can change a verdict, and what was measured before is
 * measured again; a change that only makes things faster leaves it alone. A test holds verdicts on a made network
 * against the number.
 */
public final class Revision {
    /** The revision of this code. */
    public static final int NUMBER = 1;

    private Revision() {}

    /** Returns the revision for the keys of measurements; the first is absent, as those before it were not told one. */
    public static Optional<Integer> inKeys() {
        return Optional.of(NUMBER).filter(number -> number > 1);
    }
}
