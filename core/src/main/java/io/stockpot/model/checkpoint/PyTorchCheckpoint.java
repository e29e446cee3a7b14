package io.stockpot.model.checkpoint;

import io.stockpot.base.AtomicFile;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.ImageSize;
import io.stockpot.model.Normalisation;
import io.stockpot.model.PicturePreparation;
import io.stockpot.model.Usage;
import io.stockpot.tensor.file.PyTorchWriter;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A classifier as a state dict of PyTorch, with what a state dict cannot say in a JSON file beside it: model.pth gets
 * model.pth.json.
 */
public final class PyTorchCheckpoint {
    private PyTorchCheckpoint() {}

    /**
     * What the JSON file says.
     *
     * @param architecture the network
     * @param normalisation of pixels, which whoever loads the weights must do
     * @param normalisationInside false, as weights normalise nothing
     * @param inputRange the least and the largest pixel, before normalisation
     * @param imageSize of the images it was made for, if known
     * @param classNames one per logit, in their order, if known
     * @param preparation how pictures become such images, as stated or customary, if known
     * @param digest SHA-256 of the weights, in hex
     * @param provenance where the weights come from
     */
    private record Notes(
            Architecture architecture,
            Normalisation normalisation,
            boolean normalisationInside,
            List<Integer> inputRange,
            Optional<ImageSize> imageSize,
            Optional<List<String>> classNames,
            Optional<PicturePreparation> preparation,
            String digest,
            Provenance provenance) {}

    /**
     * Writes a classifier; the JSON file comes first, so that no weights are without.
     *
     * @param usage what is known of its use
     * @return where the JSON file is
     * @throws IllegalArgumentException if there are more or fewer class names than logits
     * @throws IOException if writing fails
     */
    public static Path write(Path file, Classifier classifier, Provenance provenance, Usage usage) throws IOException {
        usage.requireSuits(classifier.architecture());
        Usage known = usage.suiting(classifier.architecture());
        Path notes = file.resolveSibling(file.getFileName() + ".json");
        Notes said = new Notes(
                classifier.architecture(),
                classifier.normalisation(),
                false,
                List.of(0, 1),
                known.imageSize(),
                known.classNames(),
                known.customaryPreparation(),
                classifier.weights().digest(),
                provenance);
        AtomicFile.writeText(notes, CanonicalJson.of(said) + "\n");
        PyTorchWriter.write(file, classifier.weights());
        return notes;
    }
}
