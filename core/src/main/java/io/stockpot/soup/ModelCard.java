package io.stockpot.soup;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.AtomicFile;
import io.stockpot.model.Architecture;
import io.stockpot.model.Instructions;
import io.stockpot.model.Normalisation;
import io.stockpot.model.Usage;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.MeasuredAccuracy;
import io.stockpot.soup.choice.LayeredWeights;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.ShellWord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * What people should know about a soup in a file: how it was made and what was measured. The same is in
 * the metadata of the file, as canonical JSON under {@link #KEY}.
 *
 * @param architecture the network, if known
 * @param normalisation what is done to images first, if known
 * @param ingredients in the order they were named
 * @param byName which tensors are mixed by other weights than those of the ingredients, in order; absent if none are
 * @param batchNorm where running statistics come from
 * @param statisticsData the data set that statistics were re-estimated on, if any
 * @param statisticsSeed by which its images were drawn, if any
 * @param usage what is known of its use
 * @param measured accuracies; empty if nothing was measured
 * @param warnings sentences on what to distrust; may be empty
 * @param provenance digests of common ancestors and of the soup itself
 */
public record ModelCard(
        Optional<Architecture> architecture,
        Optional<Normalisation> normalisation,
        List<Part> ingredients,
        Optional<List<LayeredWeights.Rule>> byName,
        BatchNormPolicy batchNorm,
        Optional<String> statisticsData,
        Optional<Long> statisticsSeed,
        @JsonProperty(defaultValue = "{}") Usage usage,
        List<MeasuredAccuracy> measured,
        @JsonProperty(defaultValue = "[]") List<String> warnings,
        Provenance provenance) {
    /** What 'mix' does where nobody says otherwise. */
    private static final BatchNormPolicy USUAL = new BatchNormPolicy.Interpolate();

    /** The place of the card in a file's metadata. */
    public static final String KEY = "stockpot.card";

    /**
     * One ingredient.
     *
     * @param name of its file
     * @param digest SHA-256 of its weights, in hex
     * @param weight its share, a decimal or fraction
     */
    public record Part(String name, String digest, String weight) {}

    /** Copies the lists. */
    public ModelCard {
        ingredients = List.copyOf(ingredients);
        byName = byName.map(List::copyOf);
        measured = List.copyOf(measured);
        warnings = List.copyOf(warnings);
    }

    /** Returns the canonical JSON. */
    public String json() {
        return CanonicalJson.of(this);
    }

    /**
     * Writes the card beside a checkpoint: soup.safetensors gets soup.md.
     *
     * @return where it was written
     */
    public Path writeBeside(Path checkpoint) throws IOException {
        String name = checkpoint.getFileName().toString();
        int dot = name.lastIndexOf('.');
        Path card = checkpoint.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".md");
        AtomicFile.writeText(card, markdown(name));
        return card;
    }

    /** Returns the card as Markdown with the given title. */
    public String markdown(String title) {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        lines.add("# " + title).add("");
        lines.add("A mixture of " + ingredients.size() + " models, θ = Σ wᵢθᵢ, made by Stockpot.")
                .add("");
        lines.add("| ingredient | weight | SHA-256 of the weights |");
        lines.add("|---|---|---|");
        ingredients.forEach(
                part -> lines.add("| " + cell(part.name()) + " | " + part.weight() + " | `" + part.digest() + "` |"));
        lines.add("");
        byName.ifPresent(rules -> addByName(rules, lines));
        lines.add("* Network: " + architecture.map(ModelCard::code).orElse("not known"));
        lines.add("* Normalisation: " + normalisation.map(ModelCard::code).orElse("not known"));
        lines.add("* Batch norm: " + batchNorm.description(statisticsData));
        lines.add("* Digest of the mixture: `" + last(provenance.ancestors()) + "`");
        lines.add("* Common ancestors: " + ancestors());
        lines.add("");
        addWarnings(lines);
        lines.add("## Accuracy").add("");
        addMeasured(lines);
        lines.add("").add(UsageSection.markdown(title, new Instructions(architecture, normalisation, usage)));
        addReproduction(title, lines);
        return lines.toString();
    }

    private void addByName(List<LayeredWeights.Rule> rules, StringJoiner lines) {
        lines.add("These weights are for all tensors but those of the following names, of which the first that matches"
                        + " decides; running statistics of batch norm go with the weight of their layer:")
                .add("");
        lines.add("| tensors | "
                + ingredients.stream().map(part -> cell(part.name())).collect(Collectors.joining(" | ")) + " |");
        lines.add("|---" + "|---".repeat(ingredients.size()) + "|");
        for (LayeredWeights.Rule rule : rules) {
            StringJoiner row = new StringJoiner(" | ", "| ", " |")
                    .add("`" + cell(rule.tensors().text()) + "`");
            for (int i = 0; i < rule.weights().size(); i++) {
                row.add(rule.weights().text(i));
            }
            lines.add(row.toString());
        }
        lines.add("");
    }

    private void addWarnings(StringJoiner lines) {
        if (!warnings.isEmpty()) {
            lines.add("## Warnings").add("");
            warnings.forEach(warning -> lines.add("* " + warning));
            lines.add("");
        }
    }

    private void addReproduction(String title, StringJoiner lines) {
        lines.add("## Make it again").add("");
        if (batchNorm.images() == BatchNormPolicy.Images.TARGET) {
            lines.add("FOLDER stands for the pictures that batch-norm statistics were measured on.")
                    .add("");
        }
        lines.add(
                        "With the ingredients of these digests, in float32, and the options about files of other programs if there were"
                                + " any, this makes the same weights:")
                .add("");
        lines.add("```sh").add(command(title)).add("```");
    }

    /** Returns the command that mixes the same soup. */
    private String command(String out) {
        StringJoiner words = new StringJoiner(" ", "stockpot mix ", "");
        ingredients.forEach(part -> words.add(ShellWord.quoted(part.name())));
        words.add("--weights=" + weights());
        if (!batchNorm.equals(USUAL)) {
            words.add("--batch-norm '" + CanonicalJson.of((Record) batchNorm) + "'");
        }
        if (batchNorm.needsImages()) {
            words.add(
                    batchNorm.images() == BatchNormPolicy.Images.TARGET
                            ? "--target FOLDER"
                            : "--data "
                                    + statisticsData
                                            .map(name -> ShellWord.quoted(name.replaceFirst(" training images$", "")))
                                            .orElse("NAME"));
            statisticsSeed.ifPresent(seed -> words.add("--seed " + seed));
        }
        return words.add("--out " + ShellWord.quoted(out)).toString();
    }

    private String weights() {
        String common = ingredients.stream().map(Part::weight).collect(Collectors.joining(","));
        return byName.map(rules -> ShellWord.quoted(new LayeredWeights(MixingWeights.parse(common), rules).toString()))
                .orElse(common);
    }

    private void addMeasured(StringJoiner lines) {
        if (measured.isEmpty()) {
            lines.add("Not measured.");
            return;
        }
        lines.add(table(measured));
    }

    /** Returns accuracies with their intervals as a Markdown table. */
    public static String table(List<MeasuredAccuracy> measured) {
        StringJoiner lines = new StringJoiner("\n");
        lines.add("| condition | data | accuracy | 95 % interval | images |").add("|---|---|---|---|---|");
        for (MeasuredAccuracy one : measured) {
            Accuracy accuracy = new Accuracy(one.correct(), one.total());
            lines.add("| " + cell(one.condition()) + " | " + cell(one.data()) + " | " + accuracy.percent() + " | "
                    + accuracy.intervalPercent() + " | " + one.total() + " |");
        }
        return lines.toString();
    }

    private String ancestors() {
        List<String> shared =
                provenance.ancestors().subList(0, provenance.ancestors().size() - 1);
        return shared.isEmpty()
                ? "none known"
                : String.join(
                        " > ", shared.stream().map(digest -> "`" + digest + "`").toList());
    }

    private static String code(Object value) {
        return "`" + CanonicalJson.of(value) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static String last(List<String> digests) {
        return digests.get(digests.size() - 1);
    }
}
