package io.stockpot.recipe;

import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.run.Step;
import java.io.IOException;
import java.nio.file.Path;

/** The making of one model; its directory holds one checkpoint of Stockpot. */
sealed interface ModelStep extends Step<StockpotCheckpoint> permits TrainingStep, CheckpointStep {
    /** The name of the checkpoint in the directory. */
    String FILE = "model.safetensors";

    @Override
    default StockpotCheckpoint read(Path directory) throws IOException {
        return StockpotCheckpoint.open(directory.resolve(FILE));
    }
}
