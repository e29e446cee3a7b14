package io.stockpot.claim;

import java.util.List;

/** What the measurements say about a claim as a whole; decided by its checks alone. */
enum Verdict {
    /** All checks say yes. */
    HOLDS("holds"),
    /** Some do, or chance could explain what they say. */
    PARTLY("holds partly"),
    /** All checks say no. */
    NOT_HERE("does not hold here");

    /** The rule, for the page. */
    static final String RULE = "A claim is taken apart into statements that numbers can decide. A statement gets *yes*"
            + " if the difference has the claimed sign and its 95 % interval (over images) excludes zero, *within"
            + " chance* if it has the claimed sign only, else *no*; a bound that a statement names takes the place of"
            + " zero, and where a statement rests on the firmest of several differences (E7), all their intervals are"
            + " widened to hold at once. Where a soup is chosen among many, it is judged on images it was not chosen with"
            + " (leave-one-out bootstrap), with two exceptions. In E1 and E3 the front of soups is judged on the images that make"
            + " it, which favours soups over other models; in E8 the closest of the other models is found on the"
            + " images where the soup has to beat it, which favours that model. A statement about which soups are"
            + " chosen rests on " + Numbers.RESAMPLES + " resamples: *yes* if at least 95 % of them say so,"
            + " *within chance* from half on. The resamples are of images; of draws where it is about the spread"
            + " between draws (E10). Over corruptions (E11) a sign test at 5 % must agree, and a correlation (E12) has"
            + " the interval of the middle 95 % of the resamples. A claim **holds** if every statement gets *yes*, **does"
            + " not hold here** if every one gets *no*, and **holds partly** otherwise.";

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
