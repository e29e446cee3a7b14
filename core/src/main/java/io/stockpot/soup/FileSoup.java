package io.stockpot.soup;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.outcome.MeasuredAccuracy;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.StateDict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A soup from files to a file, with its card beside it.
 *
 * @param ingredients what is mixed
 * @param weights one per ingredient
 * @param batchNorm where running statistics come from; only re-estimation needs the whole soup in memory
 * @param statisticsData what the data for re-estimation are called, for the card
 * @param measured accuracies for the card; may be empty
 */
public record FileSoup(
        MixFiles ingredients,
        MixingWeights weights,
        BatchNormPolicy batchNorm,
        Optional<String> statisticsData,
        List<MeasuredAccuracy> measured) {
    /** Copies the list. */
    public FileSoup {
        measured = List.copyOf(measured);
    }

    /**
     * Mixes and writes.
     *
     * @param training images for {@link BatchNormPolicy.Reestimate}; not used by other policies
     * @param seed of the run, by which those images are drawn
     * @return the card, whose provenance ends with the soup's digest
     * @throws IllegalArgumentException see {@link MixFiles#requireOutput}
     * @throws IOException if an ingredient is damaged, the network is not known where it must be, or writing
     *     fails; nothing is written then
     */
    public ModelCard cook(Path out, Soup.TrainingImages training, Seed seed, Progress progress) throws IOException {
        ingredients.requireOutput(out);
        StreamingMix mix = new StreamingMix(ingredients, weights);
        String digest = batchNorm instanceof BatchNormPolicy.Reestimate again
                ? reestimated(mix, again, out, training, seed)
                : mix.write(out, known -> metadata(mix, known), progress);
        ModelCard card = card(mix, digest);
        card.writeBeside(out);
        return card;
    }

    private String reestimated(
            StreamingMix mix, BatchNormPolicy.Reestimate policy, Path out, Soup.TrainingImages training, Seed seed)
            throws IOException {
        CheckpointFile described = ingredients.files().stream()
                .filter(file -> file.architecture().isPresent())
                .findFirst()
                .orElse(ingredients.files().get(0));
        try (StateDict values = mix.read();
                Classifier classifier = Classifier.of(
                        described.requireArchitecture(),
                        ingredients.normalisation().orElseThrow(),
                        values)) {
            policy.apply(classifier, training, seed);
            return write(mix, out, classifier);
        }
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
        StreamingMix mix = new StreamingMix(ingredients, weights);
        ModelCard card = card(mix, write(mix, out, mixed));
        card.writeBeside(out);
        return card;
    }

    private String write(StreamingMix mix, Path out, Classifier classifier) throws IOException {
        String digest = classifier.weights().digest();
        ModelCard card = card(mix, digest);
        StockpotCheckpoint.write(out, classifier, card.provenance(), Map.of(ModelCard.KEY, card.json()));
        return digest;
    }

    private Map<String, String> metadata(StreamingMix mix, String digest) {
        ModelCard card = card(mix, digest);
        Map<String, String> metadata =
                StockpotCheckpoint.metadata(card.architecture(), card.normalisation(), card.provenance(), digest);
        metadata.put(ModelCard.KEY, card.json());
        return metadata;
    }

    private ModelCard card(StreamingMix mix, String digest) {
        List<ModelCard.Part> parts = new ArrayList<>();
        List<Provenance> provenances = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            CheckpointFile file = ingredients.files().get(i);
            String own = mix.digests().get(i);
            parts.add(new ModelCard.Part(file.path().getFileName().toString(), own, weights.text(i)));
            provenances.add(file.provenanceOr(own));
        }
        return new ModelCard(
                ingredients.architecture(),
                ingredients.normalisation(),
                parts,
                batchNorm,
                statisticsData,
                measured,
                SoupProvenance.provenance(provenances, digest, new SoupProvenance(mix.digests(), weights, batchNorm)));
    }
}
