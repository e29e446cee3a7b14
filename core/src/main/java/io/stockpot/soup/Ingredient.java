package io.stockpot.soup;

import io.stockpot.model.Classifier;
import io.stockpot.model.checkpoint.Provenance;

/**
 * One model of a soup. It owns the classifier.
 *
 * @param name as reports show it
 * @param classifier its network and weights
 * @param provenance where it comes from
 */
public record Ingredient(String name, Classifier classifier, Provenance provenance) implements AutoCloseable {
    /** Frees the weights. */
    @Override
    public void close() {
        classifier.close();
    }
}
