package io.stockpot.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.stockpot.soup.choice.MixingWeights;
import java.util.List;

/** Mixing weights as they go over the wire: a text of each, whose sum is exactly 1. */
public final class Weights {
    private Weights() {}

    /**
     * Reads weights.
     *
     * @param name of the part of the body they stand in, for the message
     * @param ingredients how many there are
     * @throws Refusal if they are missing, too few, too many, no numbers, or of another sum than 1
     */
    public static MixingWeights read(String name, List<String> texts, int ingredients) {
        if (texts == null) {
            throw Refusal.wrong("'" + name + "' are missing; send one text per ingredient, e.g. [\"0.4\", \"0.6\"]");
        }
        if (texts.size() != ingredients) {
            throw Refusal.wrong("'" + name + "' are " + texts.size() + " for " + ingredients
                    + " ingredients; send one text per ingredient");
        }
        try {
            for (String text : texts) {
                if (text == null || text.contains(",")) {
                    throw new IllegalArgumentException(
                            "'" + text + "' is not an exact number; write a decimal such as 0.2");
                }
            }
            return MixingWeights.parse(String.join(",", texts));
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            throw Refusal.wrong("'" + name + "': " + wrong.getMessage());
        }
    }

    /** Writes weights. */
    public static ArrayNode write(MixingWeights weights) {
        ArrayNode texts = Json.array();
        for (int i = 0; i < weights.size(); i++) {
            texts.add(weights.text(i));
        }
        return texts;
    }
}
