package io.stockpot.serve;

import io.stockpot.evaluate.AttackedImage;
import io.stockpot.threat.ThreatModel;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** Sentences on what an attack on one picture shows, and what it does not. */
final class AttackWords {
    private static final int DIGITS = 4;

    private AttackWords() {}

    /** Returns what the radius at which a model falls means. */
    static String of(ThreatModel threat, int steps, RadiusSearch.Found found) {
        if (found.falls().isEmpty()) {
            return "not broken up to " + threat.norm() + " " + radius(threat, found.above(), RoundingMode.FLOOR)
                    + " by " + steps + " steps of APGD, which is no proof";
        }
        double falls = found.falls().getAsDouble();
        if (falls == 0) {
            return "wrong as it is";
        }
        return "falls at ≤ " + radius(threat, falls, RoundingMode.CEILING)
                + ": a misclassified point is known there, an upper bound; " + steps
                + " steps of APGD found none within " + radius(threat, found.above(), RoundingMode.FLOOR);
    }

    /** Returns what was done, and how to read the pictures. */
    static List<String> of(AttackStudy study, AttackedImage shown) {
        return List.of(
                (study.label().isPresent()
                                ? "The attack leads away from the label."
                                : "The picture has no label: the attack on each model leads away from what it answers"
                                        + " to the picture as it is.")
                        + " APGD with " + study.steps() + " steps on the margin, one start, seed "
                        + study.seed().value() + "; its points are judged in float32.",
                "The perturbed picture lies " + radius(study.threat(), shown.distance(), RoundingMode.HALF_UP)
                        + " from the original in "
                        + study.threat().norm() + ", of " + study.threat().epsilon()
                        + " allowed. It is shown in 8 bits; the logits are those of the exact one.");
    }

    /** Returns a radius in the units of the threat: over 255 if it is written so. */
    private static String radius(ThreatModel threat, double radius, RoundingMode towards) {
        boolean levels = threat.epsilon().toString().endsWith("/255");
        // what was computed from 8/255 is 8/255, and not a little more
        BigDecimal exact = new BigDecimal(levels ? 255 * radius : radius).round(new MathContext(7));
        String text = exact.round(new MathContext(DIGITS, towards))
                .stripTrailingZeros()
                .toPlainString();
        return levels ? text + "/255" : text;
    }
}
