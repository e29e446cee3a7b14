package io.stockpot.recipe;

import io.stockpot.claim.Evidence;
import io.stockpot.model.Classifier;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.outcome.Outcomes;
import io.stockpot.run.Circumstances;
import io.stockpot.run.Plan;
import io.stockpot.run.Results;
import io.stockpot.run.RunRecord;
import io.stockpot.run.RunStore;
import io.stockpot.run.Step;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Copies finished models, with cards made from what was measured, and all outcomes into a folder. */
public final class Exporter {
    private final RecipeSteps steps;
    private final RunStore store;
    private final Plan plan;

    /**
     * Prepares the export of a recipe.
     *
     * @param plan of its report, with every step done
     */
    public Exporter(RecipeSteps steps, RunStore store, Plan plan) {
        this.steps = steps;
        this.store = store;
        this.plan = plan;
    }

    /**
     * Writes NAME.safetensors and its card NAME.md for each exported model, and the outcomes of all models, soups and
     * seasonings. Equal runs give equal files, byte for byte.
     *
     * @return the files of the models
     * @throws IOException if a step is not done, or a file cannot be written
     */
    public List<Path> write(Export export) throws IOException {
        Path folder = Path.of(export.folder());
        Files.createDirectories(folder);
        Map<String, Outcomes> models = new LinkedHashMap<>();
        for (OutcomesStep step : steps.evaluations()) {
            models.put(step.model().name(), step.read(directory(step)));
        }
        List<Path> written = new ArrayList<>();
        for (ModelStep step : steps.handedOver(export)) {
            written.add(model(folder, step, Optional.ofNullable(models.get(step.name())), export));
        }
        Map<String, GridOutcomes> soups = new LinkedHashMap<>();
        for (SoupStep step : steps.soups()) {
            soups.put(step.name(), step.named(step.read(directory(step))));
        }
        new Evidence(models, soups, shifts()).write(folder.resolve(Evidence.FOLDER));
        return written;
    }

    private Map<String, ShiftOutcomes> shifts() throws IOException {
        Map<String, ShiftOutcomes> shifts = new LinkedHashMap<>();
        try (Results results = new Results(plan, store)) {
            for (SeasoningSteps seasoning : steps.seasonings()) {
                shifts.putAll(seasoning.evidence(results));
            }
        }
        return shifts;
    }

    private Path model(Path folder, ModelStep step, Optional<Outcomes> outcomes, Export export) throws IOException {
        Path run = directory(step);
        StockpotCheckpoint checkpoint = step.read(run);
        TrainingCard card = TrainingCard.of(steps, step, checkpoint, outcomes, circumstances(step, run, export));
        Path file = folder.resolve(step.name() + ".safetensors");
        try (Classifier classifier = checkpoint.load()) {
            Map<String, String> texts = Map.of(TrainingCard.KEY, card.json());
            StockpotCheckpoint.write(file, classifier, checkpoint.provenance(), checkpoint.usage(), texts);
        }
        card.writeBeside(file, checkpoint.usage());
        return file;
    }

    /** A checkpoint from a file says nothing about how it was made. */
    private static Optional<Circumstances> circumstances(ModelStep step, Path run, Export export) throws IOException {
        if (!(step instanceof TrainingStep)) {
            return Optional.empty();
        }
        Circumstances known = RunRecord.circumstancesIn(run);
        return Optional.of(new Circumstances(
                known.seconds(), known.span(), known.version(), known.machine().or(export::machine)));
    }

    private Path directory(Step<?> step) throws IOException {
        return store.find(plan.key(step))
                .orElseThrow(() -> new IOException(
                        "step '" + step.name() + "' is not done yet; 'stockpot run' does it and exports then"));
    }
}
