package io.stockpot.soup;

import io.stockpot.base.Progress;
import io.stockpot.model.Classifier;
import io.stockpot.model.Usage;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.NotFinite;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.outcome.MeasuredAccuracy;
import io.stockpot.soup.choice.LayeredWeights;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.StateDict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A soup that is mixed from files into a file, with its card beside it:
 *
 * <pre>{@code
 * List<Path> files = List.of(Path.of("linf.safetensors"), Path.of("l1.safetensors"));
 * ModelCard card = FileSoup.of(files, "0.7, 0.3").cook(Path.of("soup.safetensors"));
 * }</pre>
 *
 * @param ingredients what is mixed
 * @param weights one per ingredient; they may differ from tensor to tensor
 * @param batchNorm how running statistics are set
 * @param source what the policy may need
 * @param usage what is known of the soup's use
 * @param measured accuracies for the card; may be empty
 * @param warnings sentences for the card on what to distrust; may be empty
 */
public record FileSoup(
        MixFiles ingredients,
        LayeredWeights weights,
        BatchNormPolicy batchNorm,
        StatisticsSource source,
        Usage usage,
        List<MeasuredAccuracy> measured,
        List<String> warnings) {
    /** Copies the lists and checks that every class has one name, if any has. */
    public FileSoup {
        ingredients.architecture().ifPresent(usage::requireSuits);
        measured = List.copyOf(measured);
        warnings = List.copyOf(warnings);
    }

    /**
     * Mixes running statistics of batch norm like the weights, is used as the ingredients are, and knows no accuracies.
     */
    public FileSoup(MixFiles ingredients, MixingWeights weights) {
        this(ingredients, LayeredWeights.of(weights));
    }

    /**
     * Mixes by weights that may differ from tensor to tensor. Running statistics of batch norm are mixed like the weights,
     * the soup is used as the ingredients are, and it knows no accuracies.
     */
    public FileSoup(MixFiles ingredients, LayeredWeights weights) {
        this(
                ingredients,
                weights,
                new BatchNormPolicy.Interpolate(),
                StatisticsSource.NONE,
                ingredients.usage(),
                List.of(),
                List.of());
    }

    /**
     * Opens files of one family to mix them.
     *
     * @param weights decimals or fractions that sum to 1, one per file, e.g. "0.4, 0.3, 1/5, 0.1", or such by name, see
     *     {@link LayeredWeights#read}
     * @throws IllegalArgumentException if the files do not mix, naming the first difference and the way out
     * @throws IOException if a file cannot be read
     */
    public static FileSoup of(List<Path> files, String weights) throws IOException {
        return new FileSoup(MixFiles.open(files), LayeredWeights.read(weights));
    }

    /** Returns the same soup with running statistics of batch norm that are set by another policy. */
    public FileSoup with(BatchNormPolicy policy, StatisticsSource images) {
        return new FileSoup(ingredients, weights, policy, images, usage, measured, warnings);
    }

    /**
     * Returns the same soup with facts about its use, which come before those of the ingredients.
     *
     * @throws IllegalArgumentException if there are more or fewer class names than logits
     */
    public FileSoup with(Usage known) {
        return new FileSoup(ingredients, weights, batchNorm, source, known.or(usage), measured, warnings);
    }

    /** Returns the same soup with accuracies on its card. */
    public FileSoup with(List<MeasuredAccuracy> accuracies) {
        return new FileSoup(ingredients, weights, batchNorm, source, usage, accuracies, warnings);
    }

    /** Returns the same soup with sentences on its card about what to distrust. */
    public FileSoup withWarnings(List<String> sentences) {
        return new FileSoup(ingredients, weights, batchNorm, source, usage, measured, sentences);
    }

    /** Mixes the files and writes the soup, without telling how far it is. */
    public ModelCard cook(Path out) throws IOException {
        return cook(out, Progress.NONE);
    }

    /**
     * Mixes the files and writes the soup.
     *
     * @return the card, whose provenance ends with the soup's digest
     * @throws IllegalArgumentException see {@link MixFiles#requireOutput}
     * @throws IOException if an ingredient is damaged, the network is not known where it must be, or writing
     *     fails; nothing is written then
     */
    public ModelCard cook(Path out, Progress progress) throws IOException {
        ingredients.requireOutput(out);
        return spelledOut().cooked(out, progress);
    }

    private ModelCard cooked(Path out, Progress progress) throws IOException {
        StreamingMix mix = new StreamingMix(ingredients, weights, batchNorm);
        ModelCard card = batchNorm.streams() ? streamed(mix, out, progress) : inMemory(mix, out);
        card.writeBeside(out);
        return card;
    }

    /**
     * Returns the same soup with all that its batch-norm policy takes from the ingredients' training written out, and on its
     * card a warning of what had to be assumed about that, if anything had to.
     *
     * @throws IOException if images are needed for that and cannot be loaded
     */
    private FileSoup spelledOut() throws IOException {
        List<Provenance> provenances = ingredients.provenances();
        List<String> sentences = new ArrayList<>(warnings);
        batchNorm.assumption(provenances, source).ifPresent(sentences::add);
        return new FileSoup(
                ingredients, weights, batchNorm.spelledOut(provenances, source), source, usage, measured, sentences);
    }

    /**
     * Writes the mixture as it is in memory, in float32 whatever the types of the files: the file is what was judged.
     *
     * @param mixed what {@link Soup#mix} made of these ingredients and weights
     * @return the card, whose provenance ends with the soup's digest
     * @throws IOException if an ingredient is damaged, or writing fails
     */
    public ModelCard write(Path out, Classifier mixed) throws IOException {
        ingredients.requireOutput(out);
        FileSoup soup = spelledOut();
        ModelCard card = soup.write(new StreamingMix(ingredients, weights, batchNorm), out, mixed);
        card.writeBeside(out);
        return card;
    }

    private ModelCard streamed(StreamingMix mix, Path out, Progress progress) throws IOException {
        String digest = mix.write(out, known -> metadata(card(mix, known), known), progress);
        return card(mix, digest);
    }

    private ModelCard inMemory(StreamingMix mix, Path out) throws IOException {
        try (StateDict values = mix.read();
                Classifier classifier = Classifier.of(
                        ingredients.requireArchitecture(),
                        ingredients.normalisation().orElseThrow(),
                        values)) {
            batchNorm.settle(classifier, weights, source);
            return write(mix, out, classifier);
        }
    }

    private ModelCard write(StreamingMix mix, Path out, Classifier classifier) throws IOException {
        List<NotFinite> spoilt = NotFinite.in(classifier.weights());
        if (!spoilt.isEmpty()) {
            throw new IOException("the soup would not be finite: " + NotFinite.sentence(spoilt)
                    + "; 'stockpot inspect' says which ingredient is to blame, so leave it out");
        }
        ModelCard card = card(mix, classifier.weights().digest());
        Map<String, String> texts = Map.of(ModelCard.KEY, card.json());
        StockpotCheckpoint.write(out, classifier, card.provenance(), card.usage(), texts);
        return card;
    }

    private static Map<String, String> metadata(ModelCard card, String digest) {
        Map<String, String> metadata = StockpotCheckpoint.metadata(
                card.architecture(), card.normalisation(), card.provenance(), digest, card.usage());
        metadata.put(ModelCard.KEY, card.json());
        return metadata;
    }

    private ModelCard card(StreamingMix mix, String digest) {
        List<ModelCard.Part> parts = new ArrayList<>();
        List<Provenance> provenances = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            CheckpointFile file = ingredients.files().get(i);
            String own = mix.digests().get(i);
            parts.add(new ModelCard.Part(
                    file.path().getFileName().toString(), own, weights.common().text(i)));
            provenances.add(file.provenanceOr(own));
        }
        return new ModelCard(
                ingredients.architecture(),
                ingredients.normalisation(),
                parts,
                SoupProvenance.of(mix.digests(), weights, batchNorm).byName(),
                batchNorm,
                batchNorm.needsImages() ? source.name() : Optional.empty(),
                batchNorm.needsImages() ? Optional.of(source.seed().value()) : Optional.empty(),
                ingredients.architecture().map(usage::suiting).orElse(usage),
                measured,
                warnings,
                SoupProvenance.provenance(provenances, digest, SoupProvenance.of(mix.digests(), weights, batchNorm)));
    }
}
