package io.stockpot.recipe;

import io.stockpot.model.checkpoint.Checkpoint;
import io.stockpot.run.Step;
import java.io.IOException;
import java.nio.file.Path;

/** The making of one model; its directory holds one checkpoint of Stockpot. */
sealed interface ModelStep extends Step<Checkpoint> permits TrainingStep, CheckpointStep {
    /** The name of the checkpoint in the directory. */
    String FILE = "model.safetensors";

    @Override
    default Checkpoint read(Path directory) throws IOException {
        return Checkpoint.open(directory.resolve(FILE));
    }
}
