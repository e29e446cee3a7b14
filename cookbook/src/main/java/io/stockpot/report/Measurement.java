package io.stockpot.report;

import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Estimate;
import io.stockpot.soup.choice.MixingWeights;
import java.util.List;
import java.util.Optional;

/**
 * One number of a report: the accuracy of one model under one condition.
 *
 * @param series the row, curve or map it belongs to
 * @param mixture how the model was mixed; empty for a model that is no mixture
 * @param condition name of the condition
 * @param estimate the accuracy and its 95 % interval
 * @param correct number of correct images, if the accuracy is a plain count
 */
public record Measurement(
        String series, Optional<Mixture> mixture, String condition, Estimate estimate, Optional<Integer> correct) {
    /** Creates a measurement whose accuracy is a plain count. */
    public Measurement(String series, Optional<Mixture> mixture, String condition, Accuracy accuracy) {
        this(series, mixture, condition, Estimate.of(accuracy), Optional.of(accuracy.correct()));
    }

    /**
     * A mixture of named models.
     *
     * @param ingredients names of the mixed models
     * @param weights their weights, in the same order
     */
    public record Mixture(List<String> ingredients, MixingWeights weights) {
        /** Copies the names and checks that each has a weight. */
        public Mixture {
            ingredients = List.copyOf(ingredients);
            if (ingredients.size() != weights.size()) {
                throw new IllegalArgumentException(
                        "the weights " + weights + " do not fit the ingredients " + String.join(", ", ingredients));
            }
        }

        /** Returns the name of the ingredient, if this mixture is one alone. */
        public Optional<String> single() {
            return weights.single().stream().mapToObj(ingredients::get).findFirst();
        }

        /** Returns the mixture as a sum, e.g. "0.4 linf + 0.6 l1" or "1.1 linf − 0.1 l2". */
        public String formula() {
            return weights.formula(ingredients);
        }
    }
}
