package io.stockpot.soup.choice;

import java.util.Locale;
import java.util.Optional;

/**
 * Whether two models lie in one basin of the loss, so that mixtures of them are of use.
 *
 * @param first name of one model
 * @param second name of the other
 * @param distance of their weights, ‖a − b‖ / √(‖a‖ ‖b‖); about 1.4 for unrelated models
 * @param cosine of the directions in which they have left a common reference, if there is one
 * @param sharedAncestor whether they descend from one model, if both files say
 * @param interpolated the barrier when batch-norm statistics are mixed like weights, if measured
 * @param reestimated the barrier when batch-norm statistics are measured anew, if measured
 * @param classes of the images the barrier was measured on; 0 if it was not
 */
public record BasinDiagnosis(
        String first,
        String second,
        double distance,
        Optional<Double> cosine,
        Optional<Boolean> sharedAncestor,
        Optional<Barrier> interpolated,
        Optional<Barrier> reestimated,
        int classes) {
    /** Unrelated models are further apart than this, fine-tuned ones closer. */
    private static final double FAR = 0.8;

    /** An accuracy below so many times that of guessing says nothing about mixtures. */
    private static final double GUESSING = 1.5;

    /** Returns one sentence: what was found, and what to do. */
    public String verdict() {
        return interpolated.map(this::measured).orElseGet(this::unmeasured);
    }

    private String unmeasured() {
        if (sharedAncestor.isEmpty()) {
            String relation = distance > FAR
                    ? "as far apart as unrelated models: mixing is most likely useless"
                    : "as close as models fine-tuned from one: mixing may work";
            return "ancestors not known, but " + relation + "; measure the barrier with --data";
        }
        if (!sharedAncestor.get()) {
            return "no shared ancestor: mixing is most likely useless; fine-tune both from one base,"
                    + " or measure the barrier with --data";
        }
        return "one ancestor and a relative distance of " + number(distance)
                + ": mixing may work; measure the barrier with --data";
    }

    private String measured(Barrier plain) {
        if (classes > 0 && plain.worseEnd().value() < GUESSING / classes) {
            return "cannot be judged: a model alone reaches " + plain.worseEnd().percent()
                    + ", hardly more than guessing; check its normalisation and the data";
        }
        if (!plain.stands()) {
            return "one basin: the barrier of " + points(plain) + " is within chance; mix them";
        }
        if (reestimated.isPresent() && !reestimated.get().stands()) {
            return "a barrier of " + points(plain)
                    + " that re-estimating batch norm removes: use --batch-norm reestimate";
        }
        String height = "a barrier of " + points(plain)
                + reestimated
                        .map(again -> ", of which re-estimating batch norm leaves " + number(again.points()))
                        .orElse("");
        if (!sharedAncestor.orElse(true)) {
            return "no shared ancestor and " + height + ": fine-tune both from one base";
        }
        if (sharedAncestor.isEmpty() && distance > FAR) {
            return height + ", and as far apart as unrelated models: fine-tune both from one base";
        }
        return height + (sharedAncestor.isPresent() ? " in spite of a shared ancestor" : "")
                + ": they have moved too far apart (relative distance " + number(distance)
                + "); fine-tune for fewer epochs or at a lower rate";
    }

    private static String points(Barrier barrier) {
        return number(barrier.points()) + " points";
    }

    private static String number(double value) {
        return value >= 10 ? String.valueOf(Math.round(value)) : String.format(Locale.ROOT, "%.2g", value);
    }
}
