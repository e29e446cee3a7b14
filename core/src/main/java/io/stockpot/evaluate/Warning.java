package io.stockpot.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.attack.Apgd;
import io.stockpot.outcome.Accuracy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A sign that an accuracy may not be what it seems. docs/warnings.md has a section for each kind.
 *
 * @param kind what is the matter
 * @param where the label of the condition that showed it
 * @param seen what was seen, with numbers
 * @param gravity how much it matters
 */
public record Warning(
        Kind kind,
        String where,
        String seen,
        @JsonProperty(defaultValue = "serious") Gravity gravity) {
    /** Where the upper end of the 95 % interval of robust accuracy is below this, an overestimate misleads nobody. */
    public static final double SMALL = 0.05;

    /** How much a warning matters. */
    public enum Gravity {
        /** The number should not be quoted before this is cleared up. */
        SERIOUS,
        /** The number hardly depends on it. */
        NOTE
    }

    /** What can be the matter. */
    public enum Kind {
        /** Two answers about the same images differ. */
        RANDOM_OUTPUTS(
                "attacks and verdicts see different classifiers, so robust accuracy is overestimated",
                "fix the randomness, or attack the average over it"),
        /** The outputs are not logits but a softmax of them. */
        PROBABILITY_OUTPUTS(
                "losses on probabilities have vanishing gradients, and ranks of classes are lost to rounding",
                "leave out the last softmax: a classifier ends with logits"),
        /** Outputs are infinite or no numbers. */
        NON_FINITE_OUTPUTS(
                "such answers count as wrong, so accuracies say nothing about the classifier",
                "look for weights that are no numbers ('stockpot inspect'), a training that diverged, and overflow"),
        /** Gradients are zero. */
        ZERO_GRADIENTS(
                "attacks that follow gradients stand still, so robust accuracy is overestimated",
                "look for rounding or saturation in the network, and attack a smooth stand-in"),
        /** Gradients are infinite or no numbers. */
        NON_FINITE_GRADIENTS(
                "such entries are set to zero, so attacks that follow gradients were hampered",
                "look for roots, logarithms and divisions at zero in the network"),
        /** Attacks that do not climb the loss find much that the climbing ones missed. */
        MASKED_GRADIENTS(
                "gradients mislead, so attacks that follow them overestimate robust accuracy",
                "trust no gradient attack here alone; use auto-attack, more queries of square, and an attack made for"
                        + " this network"),
        /** An attack without gradients breaks what those with gradients left. */
        BLACK_BOX_WINS(
                "whoever sees gradients should find at least as much as who does not",
                "give the gradient attacks more steps and restarts; if that does not help, gradients are masked"),
        /** There are fewer classes to aim at than the attack has runs for. */
        FEW_CLASSES(
                "fewer runs were made than the settings of the attack say",
                "replace them by random restarts, e.g. " + Apgd.FOR_FEW_CLASSES),
        /** Not every attack was run on every image that none had broken. */
        UNFINISHED_ATTACKS(
                "the rest may break some of them, so robust accuracy is an upper bound",
                "run the same command again without a limit: it goes on where it stopped"),
        /** The classifier knows hardly more than chance. */
        IMPLAUSIBLE_CLEAN_ACCURACY(
                "then robust accuracy means nothing",
                "check the normalisation, the order of the classes, and that this is the right data");

        private final String why;
        private final String advice;

        Kind(String why, String advice) {
            this.why = why;
            this.advice = advice;
        }

        /** Returns the name in texts: "random-outputs". */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /**
         * Returns whether all that can come of it is that robust accuracy is too high by what the attacks of the
         * condition missed.
         */
        public boolean overestimates() {
            return switch (this) {
                case ZERO_GRADIENTS, NON_FINITE_GRADIENTS, MASKED_GRADIENTS, BLACK_BOX_WINS, FEW_CLASSES -> true;
                case RANDOM_OUTPUTS,
                        PROBABILITY_OUTPUTS,
                        NON_FINITE_OUTPUTS,
                        UNFINISHED_ATTACKS,
                        IMPLAUSIBLE_CLEAN_ACCURACY -> false;
            };
        }

        /**
         * Returns whether robust accuracy is so low that this cannot mislead: no image stands, or the upper end of
         * its 95 % Wilson interval is below {@link #SMALL}.
         */
        public boolean isHarmlessAt(Accuracy robust) {
            return overestimates()
                    && (robust.correct() == 0 || robust.interval().high() < SMALL);
        }

        /** Returns why it matters. */
        public String why() {
            return why;
        }

        /** Returns what to do about it. */
        public String advice() {
            return advice;
        }
    }

    /** Warns of something serious. */
    public Warning(Kind kind, String where, String seen) {
        this(kind, where, seen, Gravity.SERIOUS);
    }

    /** Returns each warning in one sentence. */
    public static List<String> sentences(List<Warning> warnings) {
        return warnings.stream().map(Warning::toString).toList();
    }

    /** Returns the warning that a sentence of {@link #toString} states, if it is one of this version. */
    public static Optional<Warning> parse(String sentence) {
        for (Kind kind : Kind.values()) {
            for (Gravity gravity : Gravity.values()) {
                String end = end(kind, gravity);
                int colon = sentence.indexOf(": ");
                if (sentence.endsWith(end) && colon >= 0 && colon + 2 <= sentence.length() - end.length()) {
                    String seen = sentence.substring(colon + 2, sentence.length() - end.length());
                    return Optional.of(new Warning(kind, sentence.substring(0, colon), seen, gravity));
                }
            }
        }
        return Optional.empty();
    }

    private static String end(Kind kind, Gravity gravity) {
        String note = gravity == Gravity.NOTE ? ", note" : "";
        return ": " + kind.why() + "; " + kind.advice() + " [" + kind.id() + note + "]";
    }

    /** Returns all of it in one sentence, which ends with the kind in brackets, and "note" if it is one. */
    @Override
    public String toString() {
        return where + ": " + seen + end(kind, gravity);
    }
}
