package io.stockpot.model.checkpoint;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.Usage;
import io.stockpot.model.UsageTexts;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.WeightDigest;
import io.stockpot.tensor.file.Safetensors;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.TextException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A classifier in a file: a safetensors file whose metadata hold the architecture, the normalisation,
 * the provenance, the digest of the weights and what else must be known to use it.
 *
 * @param file where it is
 * @param architecture the network
 * @param normalisation what is done to images first
 * @param provenance where the weights come from
 * @param digest SHA-256 of the weights, in hex
 * @param usage names of classes, size of images and the preparation of pictures, as far as they are known
 */
public record StockpotCheckpoint(
        Path file,
        Architecture architecture,
        Normalisation normalisation,
        Provenance provenance,
        String digest,
        Usage usage) {
    private static final String ARCHITECTURE = "stockpot.architecture";
    private static final String NORMALISATION = "stockpot.normalisation";
    private static final String PROVENANCE = "stockpot.provenance";
    private static final String DIGEST = "stockpot.digest";

    /**
     * Returns the metadata of a checkpoint with the given content.
     *
     * @param architecture the network; without it, and without normalisation, the file can be mixed and
     *     described but not run unless the caller states them
     * @param digest SHA-256 of the weights, in hex
     * @param usage what else must be known; the normalisation is outside of the weights
     */
    public static Map<String, String> metadata(
            Optional<Architecture> architecture,
            Optional<Normalisation> normalisation,
            Provenance provenance,
            String digest,
            Usage usage) {
        Map<String, String> metadata = new LinkedHashMap<>();
        // what other readers look for
        metadata.put("format", "pt");
        architecture.ifPresent(value -> metadata.put(ARCHITECTURE, CanonicalJson.of(value)));
        normalisation.ifPresent(value -> metadata.put(NORMALISATION, CanonicalJson.of(value)));
        metadata.put(PROVENANCE, CanonicalJson.of(provenance));
        metadata.put(DIGEST, digest);
        metadata.putAll(UsageTexts.of(usage, false));
        return metadata;
    }

    /** Returns the digest of the weights that the metadata of a file state. */
    static Optional<String> digestIn(Map<String, String> metadata) {
        return Optional.ofNullable(metadata.get(DIGEST));
    }

    /** Returns the provenance in the metadata of a file, if there is one. */
    static Optional<Provenance> provenanceIn(Path file, Map<String, String> metadata) throws IOException {
        return metadata.containsKey(PROVENANCE)
                ? Optional.of(text(file, metadata, PROVENANCE, Provenance.class))
                : Optional.empty();
    }

    /** Returns what the metadata of a file say of its use. */
    static Usage usageIn(Path file, Map<String, String> metadata, Optional<Architecture> network) throws IOException {
        Usage usage = UsageTexts.read(file, metadata);
        try {
            network.ifPresent(usage::requireSuits);
            return usage;
        } catch (IllegalArgumentException unfit) {
            throw new IOException(file + ": " + unfit.getMessage(), unfit);
        }
    }

    /** Returns whether a file with these metadata describes a classifier. */
    static boolean describes(Map<String, String> metadata) {
        return metadata.containsKey(ARCHITECTURE);
    }

    /**
     * Reads what a file says about itself; the weights stay on disk.
     *
     * @throws IOException if the file is not readable, or is not one of Stockpot's, saying which
     */
    public static StockpotCheckpoint open(Path file) throws IOException {
        Map<String, String> metadata = Safetensors.open(file).metadata();
        Architecture architecture = text(file, metadata, ARCHITECTURE, Architecture.class);
        return new StockpotCheckpoint(
                file,
                architecture,
                text(file, metadata, NORMALISATION, Normalisation.class),
                text(file, metadata, PROVENANCE, Provenance.class),
                metadata.getOrDefault(DIGEST, ""),
                usageIn(file, metadata, Optional.of(architecture)));
    }

    private static <T> T text(Path file, Map<String, String> metadata, String key, Class<T> type) throws IOException {
        String json = metadata.get(key);
        if (json == null) {
            throw new IOException(file + " says nothing about its " + key.substring(key.indexOf('.') + 1)
                    + "; it was not written by stockpot");
        }
        try {
            return CanonicalJson.read(json, type);
        } catch (TextException malformed) {
            throw new IOException(file + " has a malformed " + key + ": " + malformed.getMessage(), malformed);
        }
    }

    /**
     * Reads the weights.
     *
     * @throws IOException if they are not those that were written
     */
    @MustBeClosed
    public Classifier load() throws IOException {
        try (StateDict values = Safetensors.open(file).read()) {
            WeightDigest.requireUndamaged(file, values.digest(), digest);
            return Classifier.of(architecture, normalisation, values);
        }
    }

    /**
     * Writes a classifier of which no more is known; the file appears only when it is complete.
     *
     * @return what was written
     */
    public static StockpotCheckpoint write(Path file, Classifier classifier, Provenance provenance) throws IOException {
        return write(file, classifier, provenance, Usage.NONE);
    }

    /** Writes a classifier as {@link #write(Path, Classifier, Provenance, Usage, Map)}, without further texts. */
    public static StockpotCheckpoint write(Path file, Classifier classifier, Provenance provenance, Usage usage)
            throws IOException {
        return write(file, classifier, provenance, usage, Map.of());
    }

    /**
     * Writes a classifier; the file appears only when it is complete.
     *
     * @param usage what is known of its use
     * @param texts added to the metadata
     * @return what was written
     * @throws IllegalArgumentException if there are more or fewer class names than logits
     */
    public static StockpotCheckpoint write(
            Path file, Classifier classifier, Provenance provenance, Usage usage, Map<String, String> texts)
            throws IOException {
        usage.requireSuits(classifier.architecture());
        StockpotCheckpoint checkpoint = new StockpotCheckpoint(
                file,
                classifier.architecture(),
                classifier.normalisation(),
                provenance,
                classifier.weights().digest(),
                usage);
        Map<String, String> metadata = metadata(
                Optional.of(checkpoint.architecture),
                Optional.of(checkpoint.normalisation),
                checkpoint.provenance,
                checkpoint.digest,
                usage);
        metadata.putAll(texts);
        Safetensors.write(file, classifier.weights(), metadata);
        return checkpoint;
    }
}
