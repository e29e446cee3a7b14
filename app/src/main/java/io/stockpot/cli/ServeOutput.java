package io.stockpot.cli;

import io.stockpot.base.AtomicFile;
import io.stockpot.base.Progress;
import io.stockpot.model.Classifier;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.ForeignNotes;
import io.stockpot.serve.SoupWriter;
import io.stockpot.soup.choice.MixingWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes soups into the folder of {@code serve --out}, as {@code mix} and {@code convert} write them.
 *
 * @param folder of all files
 * @param soups makes them
 */
record ServeOutput(Path folder, MixedSoups soups) implements SoupWriter {
    /** Opens the ingredients to write mixtures of them, and makes the folder. */
    static ServeOutput open(Path folder, IngredientOptions ingredients) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IOException("--out: '" + folder + "' is a file, not a folder; name another place");
        }
        Files.createDirectories(folder);
        AtomicFile.requireRoom(folder);
        return new ServeOutput(folder, MixedSoups.of(ingredients));
    }

    @Override
    public void write(MixingWeights weights, Path out) throws IOException {
        soups.cook(weights, out, Progress.NONE);
    }

    @Override
    public void convert(Path checkpoint, Path out) throws IOException {
        CheckpointFile file = CheckpointFile.open(checkpoint, ForeignNotes.NONE).recognised();
        try (Classifier classifier = file.load()) {
            new Conversion(
                            classifier,
                            file.provenanceOr(classifier.weights().digest()),
                            file.usage().suiting(classifier.architecture()))
                    .write(OutputFormat.ONNX, out);
        }
    }
}
