package io.stockpot.recipe;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.DataPart;
import io.stockpot.evaluate.Condition;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Block;
import io.stockpot.report.Report;
import io.stockpot.report.ReportWriter;
import io.stockpot.report.Text;
import io.stockpot.run.Inputs;
import io.stockpot.run.Machine;
import io.stockpot.run.Step;
import io.stockpot.run.Version;
import io.stockpot.run.Warnings;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The writing of the report. Here names matter: they are on the page.
 *
 * @param title heading of the page
 * @param recipe what was asked for
 * @param models the evaluation of each model
 * @param grids the evaluation of each soup
 * @param seasonings the steps of each seasoning
 * @param remarks sentences that belong on the page, e.g. on shifts that are not there
 * @param images the images
 */
record ReportStep(
        String title,
        Recipe recipe,
        List<OutcomesStep> models,
        List<SoupStep> grids,
        List<SeasoningSteps> seasonings,
        List<String> remarks,
        RecipeImages images)
        implements Step<Path> {
    private static final String PAGE = "report.html";

    /** What decides the page, besides the outcomes. */
    private record Identity(
            String title,
            ReportPlan plan,
            List<String> models,
            List<String> soups,
            List<String> names,
            Optional<List<String>> seasonings) {}

    @Override
    public String name() {
        return "report";
    }

    @Override
    public String canonical() {
        return CanonicalJson.of(new Identity(
                title,
                plan(),
                models.stream().map(step -> step.model().name()).toList(),
                grids.stream().map(SoupStep::name).toList(),
                grids.stream()
                        .flatMap(step -> step.plan().ingredients().stream())
                        .toList(),
                seasonings.isEmpty() ? Optional.empty() : Optional.of(seasoned())));
    }

    /** Names and remarks that show on the page. */
    private List<String> seasoned() {
        List<String> shown = new ArrayList<>(remarks);
        for (SeasoningSteps seasoning : seasonings) {
            SeasoningPlan plan = seasoning.judged().seasoning().plan();
            shown.add(seasoning.name() + plan.ingredients() + seasoning.rows().keySet());
            seasoning.judged().grids().forEach(grid -> shown.add(grid.shift().described(plan.overlapping())));
        }
        return shown;
    }

    ReportPlan plan() {
        return recipe.report().orElseGet(() -> ReportPlan.suiting(recipe));
    }

    @Override
    public List<Step<?>> inputs() {
        List<Step<?>> inputs = new ArrayList<>(models);
        inputs.addAll(grids);
        seasonings.forEach(seasoning -> inputs.addAll(seasoning.all()));
        return inputs;
    }

    @Override
    public void run(Path directory, Inputs inputs, Progress progress) throws IOException {
        RecipeOutcomes outcomes = outcomes(inputs);
        List<Block> blocks = new ArrayList<>();
        for (ReportBlock wanted : plan().blocks()) {
            blocks.addAll(wanted.blocks(outcomes));
        }
        List<String> warnings = warnings(inputs);
        if (!warnings.isEmpty()) {
            blocks.add(new Text("Warnings", warnings));
        }
        ReportWriter.write(directory, new Report(title, provenance(inputs), blocks));
    }

    /** Returns what makes the evaluations of the models and soups doubtful. */
    private List<String> warnings(Inputs inputs) throws IOException {
        List<String> sentences = new ArrayList<>();
        for (OutcomesStep step : models) {
            for (String sentence : Warnings.read(inputs.directory(step)).sentences()) {
                sentences.add(step.model().name() + ", " + sentence);
            }
        }
        for (SoupStep step : grids) {
            for (String sentence : Warnings.read(inputs.directory(step)).sentences()) {
                sentences.add("soup " + step.name() + ", " + sentence);
            }
        }
        return sentences;
    }

    private RecipeOutcomes outcomes(Inputs inputs) throws IOException {
        List<String> threats = threats();
        Map<String, Outcomes> alone = new LinkedHashMap<>();
        for (OutcomesStep step : models) {
            alone.put(step.model().name(), RecipeOutcomes.withUnion(inputs.get(step), threats));
        }
        Map<String, GridOutcomes> mixed = new LinkedHashMap<>();
        for (SoupStep step : grids) {
            mixed.put(step.name(), RecipeOutcomes.withUnion(step.named(inputs.get(step)), threats));
        }
        Map<String, SeasoningOutcomes> seasoned = new LinkedHashMap<>();
        for (SeasoningSteps seasoning : seasonings) {
            seasoned.put(seasoning.name(), seasoning.outcomes(inputs));
        }
        return new RecipeOutcomes(alone, mixed, seasoned, new Seed(recipe.seed()));
    }

    List<String> threats() {
        return conditions().stream()
                .filter(Condition::isInUnion)
                .map(Condition::label)
                .toList();
    }

    private List<Condition> conditions() {
        return recipe.evaluate().map(EvaluationPlan::each).orElse(List.of());
    }

    private List<String> provenance(Inputs inputs) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("Stockpot " + Version.text() + ", seed " + recipe.seed());
        lines.addAll(remarks);
        recipe.evaluate()
                .ifPresent(evaluation -> lines.add("Test images: the first " + evaluation.images() + " of "
                        + images.name() + " (fingerprint of the set "
                        + images.fingerprint(DataPart.TEST).substring(0, 12) + ")"));
        for (Condition condition : conditions()) {
            lines.add(condition.label() + ": " + CanonicalJson.of((Record) condition));
        }
        for (Step<?> step : inputs()) {
            lines.add(step.name() + ": " + inputs.directory(step).getFileName());
        }
        lines.add("Computed on " + Machine.text());
        return lines;
    }

    @Override
    public Path read(Path directory) {
        return directory.resolve(PAGE);
    }
}
