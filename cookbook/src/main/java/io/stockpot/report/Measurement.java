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
            for (int i = 0; i < ingredients.size(); i++) {
                if (weights.equals(MixingWeights.vertex(i, ingredients.size()))) {
                    return Optional.of(ingredients.get(i));
                }
            }
            return Optional.empty();
        }

        /** Returns the mixture as a sum, e.g. "0.4 linf + 0.6 l1" or "1.1 linf − 0.1 l2". */
        public String formula() {
            if (single().isPresent()) {
                return single().orElseThrow();
            }
            StringBuilder sum = new StringBuilder();
            for (int i = 0; i < ingredients.size(); i++) {
                String weight = weights.text(i);
                boolean negative = weight.startsWith("-");
                if (!weight.equals("0")) {
                    sum.append(sign(sum.isEmpty(), negative))
                            .append(negative ? weight.substring(1) : weight)
                            .append(' ')
                            .append(ingredients.get(i));
                }
            }
            return sum.toString();
        }

        private static String sign(boolean first, boolean negative) {
            if (first) {
                return negative ? "−" : "";
            }
            return negative ? " − " : " + ";
        }
    }
}
