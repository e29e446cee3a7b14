package io.stockpot.recipe;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Block;
import io.stockpot.report.Report;
import io.stockpot.report.Text;
import io.stockpot.run.Inputs;
import io.stockpot.run.Step;
import io.stockpot.run.Version;
import io.stockpot.run.Warnings;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of a report while its steps are still run. Only whole steps are shown, so every number has its images;
 * in the place of what is missing stands what it waits for.
 */
final class UnfinishedReport {
    private final ReportStep step;
    private final Inputs inputs;
    private final Map<String, Outcomes> models = new LinkedHashMap<>();
    private final Map<String, GridOutcomes> soups = new LinkedHashMap<>();
    private final Map<String, SeasoningOutcomes> seasonings = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    private UnfinishedReport(ReportStep step, Inputs inputs) {
        this.step = step;
        this.inputs = inputs;
    }

    /** Returns the report of the steps that are finished. */
    static Report of(ReportStep step, Inputs inputs) throws IOException {
        UnfinishedReport report = new UnfinishedReport(step, inputs);
        report.collect();
        return new Report(step.title(), report.provenance(), report.blocks());
    }

    private void collect() throws IOException {
        List<String> threats = step.threats();
        for (OutcomesStep model : step.models()) {
            Optional<Outcomes> found = inputs.find(model);
            if (found.isPresent()) {
                models.put(model.model().name(), RecipeOutcomes.withUnion(found.get(), threats));
                warn(model.model().name(), model);
            }
        }
        for (SoupStep soup : step.grids()) {
            Optional<GridOutcomes> found = inputs.find(soup);
            if (found.isPresent()) {
                soups.put(soup.name(), RecipeOutcomes.withUnion(soup.named(found.get()), threats));
                warn("soup " + soup.name(), soup);
            }
        }
        warnOfPoints();
        for (SeasoningSteps seasoning : step.seasonings()) {
            if (areFinished(seasoning.all())) {
                seasonings.put(seasoning.name(), seasoning.outcomes(inputs));
            }
        }
    }

    /** Adds the warnings of steps that pass adversarial points on. */
    private void warnOfPoints() throws IOException {
        for (TransferStep points : step.transfers().values()) {
            if (inputs.find(points).isPresent()) {
                warn("points that are passed on, soup " + points.soup().name(), points);
            }
        }
    }

    private void warn(String what, Step<?> finished) throws IOException {
        for (String sentence : Warnings.read(inputs.directory(finished)).sentences()) {
            warnings.add(what + ", " + sentence);
        }
    }

    private boolean areFinished(List<Step<?>> steps) throws IOException {
        for (Step<?> one : steps) {
            if (inputs.find(one).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private List<Block> blocks() throws IOException {
        RecipeOutcomes known = new RecipeOutcomes(
                models, soups, seasonings, new Seed(step.recipe().seed()), step.measuring(List.of()));
        known = known.with(step.transferred(inputs));
        List<Block> blocks = new ArrayList<>();
        for (ReportBlock wanted : ReportPlan.shownOf(step.recipe())) {
            List<String> awaited = awaited(wanted);
            if (wanted.transfer().isPresent()
                    && !known.transfers().containsKey(wanted.transfer().get())) {
                awaited.add("its adversarial points");
            }
            if (!awaited.isEmpty()) {
                blocks.add(Text.of(title(wanted), "Waiting for " + String.join(", ", awaited) + "."));
                continue;
            }
            blocks.addAll(wanted.blocks(known));
            List<String> others = missingModels();
            if (showsModels(wanted) && !others.isEmpty()) {
                blocks.add(Text.of("More models", "Waiting for " + String.join(", ", others) + "."));
            }
        }
        if (!warnings.isEmpty()) {
            blocks.add(new Text("Warnings", warnings));
        }
        return blocks;
    }

    /** Returns what a block needs and is not there yet. */
    private List<String> awaited(ReportBlock block) {
        if (block.summarises() && !isAllThere()) {
            return new ArrayList<>(List.of("everything that is measured"));
        }
        List<String> awaited = new ArrayList<>();
        block.soups().stream()
                .filter(name -> !soups.containsKey(name))
                .forEach(name -> awaited.add("the soup " + name));
        block.seasonings().stream()
                .filter(name -> !seasonings.containsKey(name))
                .forEach(name -> awaited.add("the seasoning " + name));
        block.landmarks().stream()
                .filter(name -> !models.containsKey(name))
                .forEach(name -> awaited.add("the model " + name));
        if (showsModels(block) && models.isEmpty()) {
            awaited.add("the models");
        }
        return awaited;
    }

    private boolean isAllThere() {
        return models.size() == step.models().size()
                && soups.size() == step.grids().size()
                && seasonings.size() == step.seasonings().size();
    }

    /** What shows neither soups nor seasonings shows models, as many as there are. */
    private static boolean showsModels(ReportBlock block) {
        return block.soups().isEmpty() && block.seasonings().isEmpty();
    }

    private List<String> missingModels() {
        return step.models().stream()
                .map(model -> model.model().name())
                .filter(name -> !models.containsKey(name))
                .toList();
    }

    private static String title(ReportBlock block) {
        String kind = YamlRecords.nameOf((Record) block).replace('-', ' ');
        String names = String.join(
                ", ",
                Stream.concat(block.soups().stream(), block.seasonings().stream())
                        .toList());
        return kind.substring(0, 1).toUpperCase(Locale.ROOT)
                + kind.substring(1)
                + (names.isEmpty() ? "" : ": " + names);
    }

    private List<String> provenance() {
        List<String> lines = new ArrayList<>();
        lines.add("Stockpot " + Version.text() + ", seed " + step.recipe().seed());
        lines.addAll(step.remarks());
        step.recipe()
                .evaluate()
                .ifPresent(evaluation -> lines.add("Test images: the first " + evaluation.images() + " of "
                        + step.images().name()));
        lines.add("The files with all numbers come with the finished report.");
        return lines;
    }
}
