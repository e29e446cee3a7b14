package io.stockpot.recipe;

import io.stockpot.base.AtomicFile;
import io.stockpot.evaluate.Condition;
import io.stockpot.model.Architecture;
import io.stockpot.model.Instructions;
import io.stockpot.model.Normalisation;
import io.stockpot.model.Usage;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.MeasuredAccuracy;
import io.stockpot.outcome.Outcomes;
import io.stockpot.run.Circumstances;
import io.stockpot.soup.ModelCard;
import io.stockpot.soup.UsageSection;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.TextException;
import io.stockpot.train.ModelSource;
import io.stockpot.train.Training;
import io.stockpot.train.TrainingSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * What people should know about one model that a recipe trained: how it was made and what was measured, all
 * taken from the run. The same is in the metadata of its file, as canonical JSON under {@link #KEY}.
 *
 * @param name of the model
 * @param digest SHA-256 of its weights, in hex
 * @param recipe name of the recipe
 * @param seed of the recipe
 * @param training how it was trained, as canonical JSON; absent if its weights came from a file
 * @param parent name of the model it was fine-tuned from, if it was
 * @param epochs passes over the training images; absent as {@code training}
 * @param effort how long that took and on what; absent as {@code training}
 * @param conditions how was looked, as canonical JSON
 * @param measured accuracies; of threats that were measured together only, that of their union. None if the recipe has no evaluation
 */
public record TrainingCard(
        String name,
        String digest,
        Architecture architecture,
        Normalisation normalisation,
        Provenance provenance,
        String recipe,
        long seed,
        Optional<String> training,
        Optional<String> parent,
        Optional<Double> epochs,
        Optional<Effort> effort,
        List<String> conditions,
        List<MeasuredAccuracy> measured) {
    /** The place of the card in a file's metadata. */
    public static final String KEY = ModelCard.KEY;

    private static final String NOT_MEASURED = "Not measured alone.";

    /**
     * What a training took.
     *
     * @param time in words
     * @param machine what it ran on, in words
     * @param version of the program
     */
    public record Effort(String time, String machine, String version) {}

    /** Copies the lists. */
    public TrainingCard {
        conditions = List.copyOf(conditions);
        measured = List.copyOf(measured);
    }

    static TrainingCard of(
            RecipeSteps steps,
            ModelStep step,
            StockpotCheckpoint checkpoint,
            Optional<Outcomes> outcomes,
            Optional<Circumstances> circumstances) {
        Recipe recipe = steps.recipe();
        ModelSource source = recipe.models().get(step.name());
        Optional<Training> training = source.training();
        Optional<TrainingSettings> settings = training.map(Training::settings);
        List<Condition> conditions = recipe.evaluate().map(EvaluationPlan::each).orElse(List.of());
        return new TrainingCard(
                step.name(),
                checkpoint.digest(),
                checkpoint.architecture(),
                checkpoint.normalisation(),
                checkpoint.provenance(),
                steps.title(),
                settings.map(known -> known.seedOr(recipe.seed())).orElse(recipe.seed()),
                training.map(CanonicalJson::of),
                source.parent(),
                settings.map(TrainingSettings::epochs),
                circumstances.map(
                        known -> new Effort(known.hours(), known.machine().orElse("not recorded"), known.version())),
                conditions.stream()
                        .map(condition -> CanonicalJson.of((Record) condition))
                        .toList(),
                outcomes.map(known -> measured(known, steps.images())).orElse(List.of()));
    }

    private static List<MeasuredAccuracy> measured(Outcomes outcomes, String images) {
        List<MeasuredAccuracy> measured = new ArrayList<>();
        for (String label : outcomes.conditions()) {
            Accuracy accuracy = outcomes.accuracy(label);
            measured.add(new MeasuredAccuracy(
                    label,
                    "the first " + accuracy.total() + " test images of " + images,
                    accuracy.correct(),
                    accuracy.total()));
        }
        return measured;
    }

    /** Returns the canonical JSON. */
    public String json() {
        return CanonicalJson.of(this);
    }

    /**
     * Reads what {@link #json} wrote.
     *
     * @throws TextException if the text is not such a card
     */
    public static TrainingCard ofJson(String json) throws TextException {
        return CanonicalJson.read(json, TrainingCard.class);
    }

    /**
     * Writes the card beside a checkpoint, linf.safetensors gets linf.md, and how to use that below it.
     *
     * @param usage what the checkpoint states of its use
     */
    void writeBeside(Path checkpoint, Usage usage) throws IOException {
        Instructions instructions = new Instructions(Optional.of(architecture), Optional.of(normalisation), usage);
        String use = UsageSection.markdown(checkpoint.getFileName().toString(), instructions);
        AtomicFile.writeText(checkpoint.resolveSibling(name + ".md"), markdown() + "\n" + use);
    }

    /**
     * Returns the card as Markdown.
     *
     * @throws TextException if a condition is not one
     */
    public String markdown() throws TextException {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        lines.add("# " + name).add("");
        lines.add("* Network: `" + CanonicalJson.of(architecture) + "`");
        lines.add("* Normalisation: `" + CanonicalJson.of(normalisation) + "`");
        lines.add("* Digest of the weights: `" + digest + "`");
        lines.add("* Descends from: " + ancestors());
        lines.add("* Recipe: " + recipe + ", model `" + name + "`, seed " + seed);
        parent.ifPresent(from -> lines.add("* Fine-tuned from `" + from + "`"));
        epochs.ifPresent(number -> lines.add(
                "* Epochs: " + BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()));
        effort.ifPresent(known -> {
            lines.add("* Time: " + known.time() + ", with Stockpot " + known.version());
            lines.add("* Machine: " + known.machine());
        });
        training.ifPresent(json -> lines.add("* Training: `" + json + "`"));
        lines.add("").add("## Accuracy").add("");
        lines.add(measured.isEmpty() ? NOT_MEASURED : ModelCard.table(measured)).add("");
        for (String condition : conditions) {
            lines.add("* " + CanonicalJson.read(condition, Condition.class).label() + ": `" + condition + "`");
        }
        return lines.toString();
    }

    private String ancestors() {
        List<String> before =
                provenance.ancestors().subList(0, provenance.ancestors().size() - 1);
        return before.isEmpty()
                ? "none, trained from scratch"
                : String.join(" > ", before.stream().map(one -> "`" + one + "`").toList());
    }
}
