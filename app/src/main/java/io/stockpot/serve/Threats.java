package io.stockpot.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.Optional;

/** Threats as the page offers them. */
final class Threats {
    /** How far the slider of a radius goes, in customary radii. */
    private static final double FARTHEST = 2;

    private Threats() {}

    /** Returns the text of the threat that a condition begins with, e.g. of "Linf 8/255 apgd-20"; none of "clean". */
    static Optional<String> of(String condition) {
        String[] words = condition.split(" ", -1);
        if (words.length < 2) {
            return Optional.empty();
        }
        try {
            return Optional.of(ThreatModel.parse(words[0] + " " + words[1]).toString());
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    /** Returns the customary threat of each norm, and how large its radius may be. */
    static ArrayNode offered() {
        ArrayNode all = Json.array();
        for (Norm norm : Norm.values()) {
            ThreatModel threat = ThreatModel.customary(norm);
            all.addObject()
                    .put("text", threat.toString())
                    .put("norm", norm.toString())
                    .put("radius", threat.epsilon().toString())
                    .put("greatest", FARTHEST * threat.epsilon().value());
        }
        return all;
    }
}
