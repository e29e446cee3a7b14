package io.stockpot.recipe;

import io.stockpot.model.Architecture;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.run.Step;
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
     * Returns the network, if it is known before anything is run.
     *
     * @throws IOException if a file that is there cannot be read
     */
    Optional<Architecture> architecture() throws IOException;

    @Override
    default StockpotCheckpoint read(Path directory) throws IOException {
        return StockpotCheckpoint.open(directory.resolve(FILE));
    }
}
