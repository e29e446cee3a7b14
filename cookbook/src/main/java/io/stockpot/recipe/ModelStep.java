package io.stockpot.recipe;

import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.run.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The making of one model; its directory holds one checkpoint of Stockpot. */
sealed interface ModelStep extends Step<StockpotCheckpoint> permits TrainingStep, CheckpointStep {
    /** The name of the checkpoint in the directory. */
    String FILE = "model.safetensors";

    /** Returns sentences about the model that people should see. */
    default List<String> remarks() {
        return List.of();
    }

    @Override
    default StockpotCheckpoint read(Path directory) throws IOException {
        return StockpotCheckpoint.open(directory.resolve(FILE));
    }
}
