package io.stockpot.soup;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.model.Classifier;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import java.io.IOException;
import java.util.List;

/**
 * One model of a soup, in memory. It owns the classifier.
 *
 * @param name as reports show it
 * @param classifier its network and weights
 * @param provenance where it comes from
 */
public record Ingredient(String name, Classifier classifier, Provenance provenance) implements AutoCloseable {
    /** The provenance of models that may be mixed whatever they descend from: all descend from this. */
    static final Provenance UNASKED = new Provenance(List.of("not asked for"), "");

    /**
     * Loads an ingredient.
     *
     * @throws IOException if the file cannot be read or is damaged
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the ingredient owns the classifier
    public static Ingredient load(String name, StockpotCheckpoint checkpoint) throws IOException {
        return new Ingredient(name, checkpoint.load(), checkpoint.provenance());
    }

    /** Frees the weights. */
    @Override
    public void close() {
        classifier.close();
    }
}
