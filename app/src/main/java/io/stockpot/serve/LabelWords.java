package io.stockpot.serve;

import io.stockpot.soup.choice.PoolChoice;
import java.util.List;
import java.util.Locale;

/** Sentences on why a picture is asked about, and on whether more labels help. */
final class LabelWords {
    /** A share of the pictures that is not worth many labels. */
    private static final double LITTLE = 0.02;

    private LabelWords() {}

    /** Returns why a picture is the next. */
    static String why(LabelSession.Asked asked, LabelSession.State state) {
        if (asked.again()) {
            return "its label was taken back";
        }
        return asked.nats()
                .map(nats -> (state.contenders() < state.mixtures()
                                ? "the " + state.contenders() + " mixtures that may still be chosen disagree"
                                : "the mixtures disagree")
                        + String.format(Locale.ROOT, " most on it (%.2f nat)", nats))
                .orElse("drawn by chance: the accuracy of the soup is counted on such pictures");
    }

    /**
     * Returns whether more labels may change the choice, by the rule of {@link PoolChoice}.
     *
     * @param names of the ingredients
     */
    static String advice(LabelSession.State state, List<String> names) {
        PoolChoice choice = state.choice();
        String soup = state.weights().formula(names);
        if (choice.isCertain()) {
            return "No label can change the choice for these " + state.pool() + " pictures any more: it is " + soup
                    + ". More labels make the interval of its accuracy narrower.";
        }
        if (choice.labelled() == 0) {
            return "Nothing is chosen without labels. The first pictures are those that tell mixtures apart best.";
        }
        String most =
                "another mixture can be better by at most " + choice.mostToGain() + " of " + state.pool() + " pictures";
        if (choice.isSettled()) {
            return String.format(
                    Locale.ROOT,
                    "More labels hardly change the choice, %s: were a fair coin to decide who is right where mixtures"
                            + " differ, it would change with a probability of at most %.1f %%, and %s.",
                    soup,
                    100 * choice.chanceOfChange(),
                    most);
        }
        if (choice.mostToGain() <= LITTLE * state.pool()) {
            return "More labels matter little: whatever they are, " + most + " than " + soup + ".";
        }
        long open = choice.rivals().stream().filter(rival -> !rival.isBeaten()).count();
        return "More labels may change the choice, " + soup + ": " + open + (open == 1 ? " mixture" : " mixtures")
                + " may still overtake it, and " + most + ".";
    }
}
