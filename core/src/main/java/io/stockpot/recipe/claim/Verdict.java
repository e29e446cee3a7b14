package io.stockpot.recipe.claim;

import java.util.List;

/** What the measurements say about a claim as a whole; decided by its checks alone. */
enum Verdict {
    /** All checks say yes. */
    HOLDS("holds"),
    /** Some do, or chance would explain what they say. */
    PARTLY("holds partly"),
    /** All checks say no. */
    NOT_HERE("does not hold here");

    /** The rule, for the page. */
    static final String RULE = "A claim is taken apart into statements that numbers can decide. A statement gets *yes*"
            + " if the difference has the claimed sign and its 95 % interval (over images) excludes zero, *within"
            + " chance* if it has the claimed sign only, else *no*. Where a soup is chosen among many, it is judged on"
            + " images it was not chosen with (leave-one-out bootstrap); a statement about which soup is chosen"
            + " gets *yes* if at least 95 % of 200 resamples choose so, *within chance* from half on. A claim"
            + " **holds** if every statement gets *yes*, **does not hold here** if every one gets *no*, and"
            + " **holds partly** otherwise.";

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    static Verdict of(List<Check> checks) {
        if (checks.isEmpty()) {
            throw new IllegalArgumentException("a verdict needs at least one check");
        }
        if (checks.stream().allMatch(check -> check.support() == Support.YES)) {
            return HOLDS;
        }
        return checks.stream().allMatch(check -> check.support() == Support.NO) ? NOT_HERE : PARTLY;
    }

    /** Returns the words for the page. */
    String text() {
        return text;
    }
}
