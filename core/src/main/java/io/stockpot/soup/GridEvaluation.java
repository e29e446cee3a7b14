package io.stockpot.soup;

import io.stockpot.attack.Logits;
import io.stockpot.base.Progress;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Coverage;
import io.stockpot.evaluate.Evaluator;
import io.stockpot.evaluate.Findings;
import io.stockpot.evaluate.Journal;
import io.stockpot.evaluate.RelayEvaluation;
import io.stockpot.evaluate.Warning;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.Anchors;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Evaluates every mixture of a grid, one after another. Each mixture's outcomes are written as
 * soon as they are known, so that a killed sweep goes on where it stopped.
 *
 * @param evaluator the images and conditions
 * @param folder for the outcomes of single mixtures
 * @param known outcomes that need not be measured again: of mixtures on the same images, under all or some
 *     of the conditions
 * @param anchors whose adversarial points are tried on every mixture before it is attacked, if so
 */
public record GridEvaluation(
        Evaluator evaluator, Path folder, Map<MixingWeights, Outcomes> known, Optional<Anchors> anchors) {
    private static final String ANCHORS = "anchors";
    private static final String OUTCOMES = ".json";
    private static final String WARNINGS = ".warnings.json";

    /**
     * What was measured.
     *
     * @param outcomes of each mixture
     * @param warnings signs that accuracies may not be what they seem; each once for all mixtures that showed it
     */
    public record Result(GridOutcomes outcomes, List<Warning> warnings) {
        /** Copies the list. */
        public Result {
            warnings = List.copyOf(warnings);
        }
    }

    /** Copies the known outcomes. */
    public GridEvaluation {
        known = Map.copyOf(known);
    }

    /** The evaluation that attacks every mixture by itself. */
    public GridEvaluation(Evaluator evaluator, Path folder, Map<MixingWeights, Outcomes> known) {
        this(evaluator, folder, known, Optional.empty());
    }

    /**
     * Evaluates all mixtures.
     *
     * @param mixtures of the soup's ingredients
     * @return outcomes, and the warnings of mixtures that were evaluated here; those of known ones were given before
     */
    public Result run(Soup soup, List<MixingWeights> mixtures, Progress progress) throws IOException {
        Files.createDirectories(folder);
        List<Outcomes> outcomes = new ArrayList<>();
        Map<MixingWeights, List<Warning>> warnings = new LinkedHashMap<>();
        // known ones take no time, so they would tell a wrong time left
        long unknown =
                mixtures.stream().filter(weights -> !missing(weights).isEmpty()).count();
        long done = 0;
        try (Progress.Task task = progress.start("soups", unknown, "soups")) {
            attackAnchors(soup, task, warnings);
            for (MixingWeights weights : mixtures) {
                outcomes.add(evaluate(soup, weights, task));
                done += missing(weights).isEmpty() ? 0 : 1;
                add(
                        warnings,
                        weights,
                        MixtureWarnings.read(file(weights, WARNINGS)).raised());
                task.advanceTo(done);
            }
        }
        List<String> names = soup.ingredients().stream().map(Ingredient::name).toList();
        return new Result(GridOutcomes.of(names, mixtures, outcomes), MixtureWarnings.summary(warnings));
    }

    /** Adds what one mixture showed; an anchor may have shown it already when it was attacked. */
    private static void add(Map<MixingWeights, List<Warning>> all, MixingWeights weights, List<Warning> raised) {
        all.merge(
                weights,
                raised,
                (before, now) ->
                        Stream.concat(before.stream(), now.stream()).distinct().toList());
    }

    /** Deletes the outcomes of single mixtures, once those of the grid are safe. */
    public void delete() throws IOException {
        deleteAnchors();
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left = files.toList();
        }
        // the outcomes first: a mixture that still counts as finished has its warnings
        for (boolean warnings : new boolean[] {false, true}) {
            for (Path file : left) {
                if (file.toString().endsWith(WARNINGS) == warnings) {
                    Files.delete(file);
                }
            }
        }
        Files.delete(folder);
    }

    /** Returns the conditions under which a mixture is not known. */
    private List<Condition> missing(MixingWeights weights) {
        Optional<Outcomes> before = Optional.ofNullable(known.get(weights));
        return evaluator.conditions().stream()
                .filter(condition -> before.stream()
                        .noneMatch(outcomes -> outcomes.conditions().contains(condition.label())))
                .toList();
    }

    private Outcomes evaluate(Soup soup, MixingWeights weights, Progress.Task task) throws IOException {
        Optional<Outcomes> before = Optional.ofNullable(known.get(weights));
        List<Condition> missing = missing(weights);
        if (missing.isEmpty()) {
            return before.orElseThrow().select(evaluator.labels());
        }
        Path file = file(weights, OUTCOMES);
        if (Files.exists(file)) {
            return Outcomes.read(file);
        }
        task.note(weights.toString());
        RelayEvaluation.Result found =
                evaluate(soup, weights, evaluator.withConditions(missing), within(weights, task));
        Outcomes outcomes =
                before.map(found.outcomes()::with).orElse(found.outcomes()).select(evaluator.labels());
        // the outcomes last: where they are, the mixture is finished
        new MixtureWarnings(found.warnings()).write(file(weights, WARNINGS));
        outcomes.write(file);
        return outcomes;
    }

    /** Returns the progress of one mixture: what is being done with it is told in the notes of the sweep. */
    private static Progress within(MixingWeights weights, Progress.Task task) {
        return (what, total, unit) -> {
            task.note(weights + ", " + what);
            return Progress.NONE.start(what, total, unit);
        };
    }

    private RelayEvaluation.Result evaluate(Soup soup, MixingWeights weights, Evaluator missing, Progress within)
            throws IOException {
        if (anchors.isEmpty()) {
            Findings found = missing.evaluate(soup.mix(weights), within);
            return new RelayEvaluation.Result(found.outcomes(), found.warnings());
        }
        List<MixingWeights> tried = anchors(soup);
        RelayEvaluation relay =
                new RelayEvaluation(missing, tried.stream().map(this::journal).toList());
        // an anchor has been attacked: what stands at its own points would be attacked to no avail
        Logits mixture = missing.attacked(soup.mix(weights));
        return tried.contains(weights) ? relay.ask(mixture, within) : relay.evaluate(mixture, within);
    }

    private List<MixingWeights> anchors(Soup soup) {
        return anchors.map(which -> which.of(soup.ingredients().size())).orElse(List.of());
    }

    /** Returns where the adversarial points of an anchor are. */
    private Journal journal(MixingWeights anchor) {
        return Journal.withPoints(folder.resolve(ANCHORS).resolve(fileName(anchor)));
    }

    /** Attacks the anchors, each by itself, as far as that has not been done, and adds what they showed. */
    private void attackAnchors(Soup soup, Progress.Task task, Map<MixingWeights, List<Warning>> warnings)
            throws IOException {
        for (MixingWeights anchor : anchors(soup)) {
            Findings found = evaluator.evaluate(
                    evaluator.attacked(soup.mix(anchor)),
                    journal(anchor),
                    Coverage.EVERY_CONDITION,
                    () -> false,
                    within(anchor, task));
            add(warnings, anchor, found.warnings());
        }
    }

    private void deleteAnchors() throws IOException {
        Path all = folder.resolve(ANCHORS);
        if (Files.exists(all)) {
            try (Stream<Path> each = Files.list(all)) {
                for (Path one : each.toList()) {
                    Journal.withPoints(one).delete();
                }
            }
            Files.delete(all);
        }
    }

    private Path file(MixingWeights weights, String ending) {
        return folder.resolve(fileName(weights) + ending);
    }

    private static String fileName(MixingWeights weights) {
        // plain ASCII: a system without a locale can name no other file
        return weights.toString().replace('/', '_');
    }
}
