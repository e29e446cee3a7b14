package io.stockpot.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/**
 * The files that a recipe writes for others when it is done: models with their cards, and the bits behind every number.
 *
 * @param folder where they go, from the working directory
 * @param models their names; none means all
 * @param outcomesOnly whether no models are copied
 * @param machine what the models were trained on, where the records of their runs do not say it
 */
public record Export(
        String folder,
        @JsonProperty(defaultValue = "[]") List<String> models,
        @JsonProperty(defaultValue = "false") boolean outcomesOnly,
        Optional<String> machine) {
    /** Copies the list. */
    public Export {
        models = List.copyOf(models);
        if (folder.isBlank()) {
            throw new IllegalArgumentException("an export needs a folder");
        }
        if (outcomesOnly && !models.isEmpty()) {
            throw new IllegalArgumentException(
                    "outcomes-only leaves all models where they are; leave out models, or outcomes-only");
        }
    }

    /** Returns whether a model is exported. */
    boolean includes(String model) {
        return !outcomesOnly && (models.isEmpty() || models.contains(model));
    }
}
