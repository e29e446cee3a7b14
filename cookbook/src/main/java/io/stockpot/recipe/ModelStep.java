package io.stockpot.recipe;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.model.Architecture;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.run.Inputs;
import io.stockpot.run.Step;
import io.stockpot.soup.Ingredient;
import io.stockpot.soup.Ingredients;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The making of one model; its directory holds one checkpoint of Stockpot. */
sealed interface ModelStep extends Step<StockpotCheckpoint> permits TrainingStep, CheckpointStep {
    /** The name of the checkpoint in the directory. */
    String FILE = "model.safetensors";

    /** Returns sentences about the model that people should see. */
    default List<String> remarks() {
        return List.of();
    }

    /**
     * Returns the line of the footer that says where the model comes from, if it is not made by the recipe.
     *
     * @throws IOException if that cannot be read
     */
    default Optional<String> origin() throws IOException {
        return Optional.empty();
    }

    /**
     * Returns the network, if it is known before anything is run.
     *
     * @throws IOException if a file that is there cannot be read
     */
    Optional<Architecture> architecture() throws IOException;

    /**
     * Returns the names of the classes, one per logit, if they come from a file.
     *
     * @throws IOException if the file is there and cannot be read
     */
    Optional<List<String>> classNames() throws IOException;

    /**
     * Loads the finished models of some steps, under the names of the steps.
     *
     * @throws IOException if one cannot be loaded; the others are closed then
     */
    @MustBeClosed
    static Ingredients load(List<ModelStep> models, Inputs inputs) throws IOException {
        return Ingredients.load(models, model -> Ingredient.load(model.name(), inputs.get(model)));
    }

    @Override
    default StockpotCheckpoint read(Path directory) throws IOException {
        return StockpotCheckpoint.open(directory.resolve(FILE));
    }
}
