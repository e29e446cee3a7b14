package io.stockpot.recipe;

import io.stockpot.base.AtomicFile;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.source.DataPart;
import io.stockpot.evaluate.Condition;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Block;
import io.stockpot.report.Repetition;
import io.stockpot.report.Report;
import io.stockpot.report.ReportWriter;
import io.stockpot.run.Inputs;
import io.stockpot.run.Machine;
import io.stockpot.run.RunRecord;
import io.stockpot.run.Step;
import io.stockpot.run.Version;
import io.stockpot.run.Warnings;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The writing of the report. Here names matter: they are on the page.
 *
 * @param file name of the recipe's file without its ending, for the folder
 * @param command that makes the page, in words; may be empty
 * @param title heading of the page
 * @param recipe what was asked for
 * @param sources the models
 * @param models the evaluation of each model
 * @param grids the evaluation of each soup
 * @param seasonings the steps of each seasoning
 * @param transfers what asks about adversarial points, by the block that shows it
 * @param remarks sentences that belong on the page, e.g. on shifts that are not there
 * @param images the images
 */
record ReportStep(
        String file,
        List<String> command,
        String title,
        Recipe recipe,
        List<ModelStep> sources,
        List<OutcomesStep> models,
        List<SoupStep> grids,
        List<SeasoningSteps> seasonings,
        Map<ReportBlock.Transfer, TransferStep> transfers,
        List<String> remarks,
        RecipeImages images)
        implements Step<Path> {
    private static final String PAGE = "report.html";
    private static final String ANSWER = "in-short.txt";

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
    public String folder() {
        return file + "-report";
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
        inputs.addAll(transfers.values());
        return inputs;
    }

    @Override
    public void run(Path directory, Inputs inputs, Progress progress) throws IOException {
        RecipeOutcomes outcomes = outcomes(inputs).with(transferred(inputs));
        List<Block> blocks = new ArrayList<>();
        for (ReportBlock wanted : ReportPlan.shownOf(recipe)) {
            blocks.addAll(wanted.blocks(outcomes));
        }
        blocks.addAll(RecipeExplorers.of(plan(), outcomes));
        Alarm.listed(outcomes.how().alarms()).ifPresent(blocks::add);
        List<String> answer =
                blocks.stream().flatMap(block -> block.answer().stream()).toList();
        AtomicFile.writeText(directory.resolve(ANSWER), String.join("\n", answer) + "\n");
        ReportWriter.write(directory, new Report(title, provenance(inputs), blocks));
    }

    /** Returns what is shown of adversarial points, as far as it is known. */
    Map<ReportBlock.Transfer, List<Block>> transferred(Inputs inputs) throws IOException {
        Map<ReportBlock.Transfer, List<Block>> shown = new LinkedHashMap<>();
        for (Map.Entry<ReportBlock.Transfer, TransferStep> transfer : transfers.entrySet()) {
            Optional<TransferOutcomes> found = inputs.find(transfer.getValue());
            if (found.isPresent()) {
                List<String> names = transfer.getValue().networks(inputs);
                String title =
                        transfer.getKey().soup() + ", " + transfer.getKey().condition();
                shown.put(
                        transfer.getKey(),
                        List.of(
                                found.get().accuracies("Adversarial points of each, asked of all: " + title, names),
                                found.get().withstanding("What transfers: " + title, names)));
            }
        }
        return shown;
    }

    /** Returns what makes the evaluations of the models and soups doubtful. */
    private List<Alarm> alarms(Inputs inputs, Map<String, Outcomes> alone, Map<String, GridOutcomes> mixed)
            throws IOException {
        List<Alarm> alarms = new ArrayList<>();
        for (OutcomesStep step : models) {
            String name = step.model().name();
            add(alarms, name, inputs.directory(step), List.of(alone.get(name)));
        }
        for (SoupStep step : grids) {
            List<Outcomes> mixtures = mixed.get(step.name()).points().stream()
                    .map(GridOutcomes.Point::outcomes)
                    .toList();
            add(alarms, "soup " + step.name(), inputs.directory(step), mixtures);
        }
        for (SeasoningSteps step : seasonings) {
            // what is assumed of the models is the same on all shifts
            Path first = inputs.directory(step.judged().grids().get(0));
            add(alarms, "seasoning " + step.name(), first, List.of());
            alarms.addAll(step.alarms(inputs));
        }
        for (TransferStep step : transfers.values()) {
            add(alarms, "points that are passed on, soup " + step.soup().name(), inputs.directory(step), List.of());
        }
        return alarms;
    }

    private static void add(List<Alarm> alarms, String who, Path evaluation, List<Outcomes> measured)
            throws IOException {
        for (String sentence : Warnings.read(evaluation).sentences()) {
            Alarm alarm = Alarm.of(who, sentence);
            boolean harmless = alarm.isHarmless(label -> measured.stream()
                    .filter(outcomes -> outcomes.conditions().contains(label))
                    .map(outcomes -> outcomes.accuracy(label))
                    .max(Comparator.naturalOrder()));
            if (!harmless) {
                alarms.add(alarm);
            }
        }
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
        return new RecipeOutcomes(
                alone, mixed, seasoned, new Seed(recipe.seed()), measuring(alarms(inputs, alone, mixed)));
    }

    /**
     * Returns how what the page shows was measured.
     *
     * @param alarms what makes it doubtful
     */
    Measuring measuring(List<Alarm> alarms) {
        String shown = recipe.evaluate()
                .map(evaluation -> "the first " + evaluation.images() + " test images of " + images.name())
                .orElse("no images");
        return new Measuring(conditions(), shown, alarms);
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
        if (!command.isEmpty()) {
            lines.add(Repetition.command(command));
        }
        lines.addAll(remarks);
        for (ModelStep source : sources) {
            source.origin().ifPresent(lines::add);
        }
        recipe.shifts().forEach((name, shift) -> lines.add("Shift " + name + ": " + CanonicalJson.of(shift)));
        recipe.evaluate()
                .ifPresent(evaluation -> lines.add("Test images: the first " + evaluation.images() + " of "
                        + images.name() + " (fingerprint of the set "
                        + images.fingerprint(DataPart.TEST).substring(0, 12) + ")"));
        for (Condition condition : conditions()) {
            lines.add(condition.label() + ": " + CanonicalJson.of((Record) condition));
        }
        List<Instant> finished = new ArrayList<>();
        for (Step<?> step : inputs()) {
            Path directory = inputs.directory(step);
            lines.add(step.name() + ": " + directory.getFileName());
            finished.add(RunRecord.finishIn(directory));
        }
        lines.addAll(Repetition.finished(finished));
        lines.add("Computed on " + Machine.text());
        return lines;
    }

    @Override
    public Path read(Path directory) {
        return directory.resolve(PAGE);
    }

    /**
     * Returns the sentences that say what was learnt; none if the page leaves them out, or is of an older version.
     *
     * @param page what {@link #read} returned
     */
    static List<String> answer(Path page) throws IOException {
        Path file = page.resolveSibling(ANSWER);
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .filter(line -> !line.isBlank())
                        .toList()
                : List.of();
    }
}
