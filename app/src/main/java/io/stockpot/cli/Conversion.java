package io.stockpot.cli;

import io.stockpot.model.Classifier;
import io.stockpot.model.OnnxFile;
import io.stockpot.model.Usage;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.PyTorchCheckpoint;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A classifier that is written in another format, with what is known of it. */
record Conversion(Classifier classifier, Provenance provenance, Usage usage) {
    /**
     * Writes the classifier.
     *
     * @return what to say of files beside it, after its name; may be empty
     */
    String write(OutputFormat format, Path out) throws IOException {
        String beside = "";
        switch (format) {
            case ONNX -> OnnxFile.write(out, classifier, usage, texts());
            case PYTORCH -> beside = " and " + PyTorchCheckpoint.write(out, classifier, provenance, usage);
            case SAFETENSORS -> StockpotCheckpoint.write(out, classifier, provenance, usage);
            default -> throw new IllegalStateException(format + " is no format of classifiers");
        }
        return beside;
    }

    private Map<String, String> texts() {
        return StockpotCheckpoint.metadata(
                Optional.of(classifier.architecture()),
                Optional.of(classifier.normalisation()),
                provenance,
                classifier.weights().digest(),
                usage);
    }
}
