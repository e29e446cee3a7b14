package io.stockpot.claim;

import java.util.List;

/**
 * What the measurements say about a claim: about its primary statement, and beside it about the others.
 *
 * @param finding the claim and its statements
 * @param primary index of the statement that decides
 * @param supports one for each statement, corrected together
 */
record Verdict(Finding finding, int primary, List<Support> supports) {
    /** The rule, for the page. */
    static final String RULE = "A claim is taken apart into statements that numbers can decide, and one of them, its"
            + " *primary* statement, is named in the plan; the verdict on the claim is the verdict on that one. A statement"
            + " is *supported* if the measurements show that it is true, *contradicted* if they show that its opposite is,"
            + " and *undecided* otherwise: too few images are no argument against a claim. Each side has a one-sided test at"
            + " 2.5 %, by Student's t with the standard error over images, and the statements of a claim are corrected"
            + " together (Holm), so that under chance alone at most one claim in forty has a supported statement and at most"
            + " one in forty a contradicted one. The intervals on this page are 95 % intervals of single numbers, without"
            + " that correction. A statement about several differences is supported if each of them supports it, and"
            + " contradicted if one does after correction for their number. *Could show* is the smallest true difference"
            + " from zero, or from the bound that a statement names, that these images would have shown in four cases of"
            + " five (80 % power at the level of Holm's first step). Where a soup is chosen among many, it is judged on"
            + " images it was not chosen with (leave-one-out bootstrap), with two exceptions. In E1 and E3 the front of soups"
            + " is judged on the images that make it, which favours soups over other models; in E8 the other models include"
            + " the one that is best on the images where the soup has to beat it, which favours that model.";

    Verdict {
        supports = List.copyOf(supports);
    }

    /**
     * Decides a claim.
     *
     * @param primary its primary statement, word for word
     * @throws IllegalArgumentException if the claim has no such statement, naming those it has
     */
    static Verdict of(Finding finding, String primary) {
        List<String> statements =
                finding.checks().stream().map(Check::statement).toList();
        int place = statements.indexOf(primary);
        if (place < 0) {
            throw new IllegalArgumentException("its primary statement is '" + primary + "', which is none of '"
                    + String.join("', '", statements) + "': name one of them under primary");
        }
        return new Verdict(finding, place, finding.supports());
    }

    /** Returns what is said about the claim. */
    Support support() {
        return supports.get(primary);
    }

    /** Returns the number of statements of which something is said. */
    long count(Support support) {
        return supports.stream().filter(support::equals).count();
    }
}
