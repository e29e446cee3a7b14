package io.stockpot.model.checkpoint;

import io.stockpot.model.Architecture;
import java.util.ArrayList;
import java.util.List;

/** What has to be assumed about a network, as other settings fit the same weights. */
final class Assumptions {
    private static final String ORDER = "the order of the classes";

    private Assumptions() {}

    /** Returns the sentence for a network that was recognised by its weights alone. */
    static String ofGuess(Architecture architecture) {
        List<String> settings = new ArrayList<>(architecture.hiddenSettings());
        settings.add("normalisation");
        return listed(settings) + " and " + ORDER + " are assumed: weights do not show them";
    }

    /** Returns the sentence for a network that was told; empty if weights show all there is to it. */
    static String ofTold(Architecture architecture) {
        List<String> settings = architecture.hiddenSettings();
        return settings.isEmpty()
                ? ""
                : listed(settings) + " and " + ORDER + " are taken as told: weights do not show them, so a wrong one"
                        + " only lowers accuracy";
    }

    private static String listed(List<String> settings) {
        return String.join(", ", settings);
    }
}
