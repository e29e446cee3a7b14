package io.stockpot.cli;

import io.stockpot.attack.Revision;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.run.RunKey;
import io.stockpot.run.Version;
import io.stockpot.tensor.Precision;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where an evaluation remembers what it has found out: a folder for each classifier, data set and seed. */
final class EvaluationFolder {
    /** What the folder of all is called in the cache. */
    static final String OF_ALL = "evaluations";

    /** What decides the verdict on an image under a condition; other versions may attack otherwise. */
    private record Identity(
            Architecture architecture,
            Normalisation normalisation,
            String weights,
            long seed,
            String version,
            Optional<Precision> ascent,
            Optional<Integer> attackRevision) {}

    private EvaluationFolder() {}

    /**
     * Returns the folder.
     *
     * @param folders where all such folders are
     * @param dataDigest of all images of the data set, so that more of them can be looked at later
     */
    static Path of(Path folders, Classifier classifier, String dataDigest, long seed, Precision ascent) {
        Identity identity = new Identity(
                classifier.architecture(),
                classifier.normalisation(),
                classifier.weights().digest(),
                seed,
                Version.text(),
                ascent == Precision.FLOAT32 ? Optional.empty() : Optional.of(ascent),
                Revision.inKeys());
        RunKey key = RunKey.of(CanonicalJson.of(identity), List.of(), List.of(dataDigest));
        return folders.resolve(key.shortened());
    }

    /** Deletes everything but the lock that is held. */
    static void clear(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".jsonl") || name.endsWith(".points")) {
                    Files.delete(file);
                }
            }
        }
    }
}
