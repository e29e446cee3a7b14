package io.stockpot.report;

import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.MeasuredAccuracy;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Measurement.Mixture;
import io.stockpot.soup.choice.Choice;
import io.stockpot.soup.choice.ChoiceEvidence;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Robustness;
import io.stockpot.soup.choice.SearchTrial;
import io.stockpot.soup.choice.Seasoned;
import io.stockpot.soup.choice.Seasoned.HeldOut;
import io.stockpot.soup.choice.Seasoned.Rival;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was found when a soup was chosen for somebody's images, for readers: which it is, what to expect of it on unseen
 * images, whether it gains on the best model alone, and how robust it is.
 *
 * @param images what the images are called
 * @param ingredients names of the models
 * @param found what was found
 */
public record SeasonSummary(String images, List<String> ingredients, Seasoned found) {
    private static final String CLEAN = Labels.CLEAN;
    private static final int SHOWN = 5;

    /** Copies the list. */
    public SeasonSummary {
        ingredients = List.copyOf(ingredients);
    }

    /** Returns the chosen mixture. */
    public Choice choice() {
        return found.choice();
    }

    /** Returns how firm the choice of the best mixture is, if all mixtures judged all images. */
    public Optional<ChoiceEvidence> evidence() {
        return found.evidence();
    }

    /** Returns each model on the images that chose the soup, as it is. */
    public List<Outcomes> alone() {
        return found.alone();
    }

    /** Returns the soup on the images that chose it. */
    public Outcomes adaptation() {
        return found.adaptation();
    }

    /** Returns the soup and all models on images that chose nothing, if there are any. */
    public Optional<HeldOut> heldOut() {
        return found.heldOut();
    }

    /** Returns everything in sentences for people, the number to quote first. */
    public List<String> sentences() {
        return new SeasonSentences(ingredients, found).all();
    }

    /** Returns signs that the soup may be less robust than it seems. */
    public List<String> warnings() {
        return found.robustness().map(Robustness::warnings).orElse(List.of());
    }

    /** Returns what was measured, for the card of the soup. */
    public List<MeasuredAccuracy> measured() {
        List<MeasuredAccuracy> measured = new ArrayList<>();
        measured.add(measured(CLEAN, images + ", the images that chose the soup", adaptation()));
        heldOut()
                .ifPresent(held -> measured.add(measured(
                        CLEAN,
                        images + ", held out"
                                + held.groups().map(all -> "," + all.inWords()).orElse(""),
                        held.soup())));
        found.robustness().ifPresent(robust -> {
            String data = images + ", " + robust.images() + " of the images that chose the soup, " + robust.attack();
            robust.conditions().forEach(condition -> measured.add(measured(condition, data, robust.soup())));
        });
        return List.copyOf(measured);
    }

    private static MeasuredAccuracy measured(String condition, String data, Outcomes outcomes) {
        Accuracy accuracy = outcomes.accuracy(condition);
        return new MeasuredAccuracy(condition, data, accuracy.correct(), accuracy.total());
    }

    /** Returns everything as parts of a page. */
    public List<Block> blocks() {
        SeasonSentences sentences = new SeasonSentences(ingredients, found);
        List<Block> blocks = new ArrayList<>();
        blocks.add(sentences.inShort());
        blocks.add(table());
        blocks.add(new Text("What the answer rests on", sentences.rest()));
        if (!choice().trials().isEmpty()) {
            blocks.add(judged());
        }
        evidence().ifPresent(all -> {
            blocks.add(CompositionBars.of("What the best soups are made of", all.outcomes(), SHOWN));
            blocks.add(AccuracyBars.of("The best soups and the models", all.outcomes(), SHOWN, asTheyAre()));
        });
        return List.copyOf(blocks);
    }

    /** Returns the mixtures that were judged in a search that did not judge all, the best first. */
    private Table judged() {
        List<Table.Row> rows = choice().trials().stream()
                .sorted(Comparator.comparing(SearchTrial::measured).reversed())
                .map(trial -> row(
                        formula(trial.weights()),
                        detail(trial),
                        trial.weights(),
                        List.of(Optional.of(trial.measured()))))
                .toList();
        return new Table(
                "Mixtures that were judged",
                List.of("images that chose"),
                rows,
                choice().trials().stream().anyMatch(trial -> trial.predicted().isPresent())
                        ? "All others are known by the search's prediction only."
                        : "The search did not ask others.");
    }

    private static String detail(SearchTrial trial) {
        String role = switch (trial.role()) {
            case DESIGN -> "design point";
            case FINALIST -> "judged because it promised most";
            case STEP -> "step on the way";
            case ATTACKED -> "step on the way, under attack";
        };
        return role
                + trial.predicted()
                        .map(predicted -> String.format(Locale.ROOT, ", predicted %.1f %%", 100 * predicted))
                        .orElse("");
    }

    /** Models whose soups of one have other statistics. */
    private Map<String, Map<String, Outcomes>> asTheyAre() {
        Map<String, Map<String, Outcomes>> models = new LinkedHashMap<>();
        for (int i = 0; found.reestimated() && i < alone().size(); i++) {
            models.put(ingredients.get(i), Map.of(images, alone().get(i)));
        }
        return models;
    }

    private Table table() {
        List<String> columns = new ArrayList<>(List.of("images that chose"));
        heldOut().ifPresent(held -> columns.add("held-out images"));
        found.robustness().ifPresent(robust -> columns.addAll(robust.conditions()));
        List<Table.Row> rows = new ArrayList<>();
        for (int i = 0; i < alone().size(); i++) {
            int model = i;
            rows.add(row(
                    ingredients.get(i),
                    heldOut().map(held -> compared(held, model)).orElse(""),
                    MixingWeights.vertex(i, alone().size()),
                    cells(
                            alone().get(i),
                            heldOut().map(held -> held.models().get(model)),
                            found.robustness().map(robust -> robust.alone().get(model)))));
        }
        for (Rival rival : found.rivals()) {
            rows.add(row(
                    switch (rival.reason()) {
                        case ACCURACY -> "the best on these images";
                        case MOST_ROBUST_EQUAL -> "the most robust of its equals";
                        case ROBUST_ENOUGH -> "the best that is robust enough";
                    },
                    formula(rival.weights()),
                    rival.weights(),
                    cells(rival.adaptation(), rival.heldOut(), rival.robust())));
        }
        MixingWeights chosen = choice().weights();
        rows.add(row(
                "the soup",
                formula(chosen),
                chosen,
                cells(
                        adaptation(),
                        heldOut().map(HeldOut::soup),
                        found.robustness().map(Robustness::soup))));
        return new Table("Accuracy", columns, rows, caption());
    }

    /** Returns what chose and what judged, whatever the numbers of images. */
    private String caption() {
        int choosing = adaptation().images();
        String judged = heldOut()
                .map(held -> "; " + held.soup().images() + " other images" + SeasonSentences.inWords(held.groups())
                        + ", drawn by class, judged it.")
                .orElse(".");
        String attacked = found.robustness()
                .map(robust -> "Robust accuracies are upper bounds, by a short attack (" + robust.attack() + ") on "
                        + robust.images() + " images of those that chose, drawn by class.")
                .orElse("");
        return Wording.sentences(
                choosing + " images" + SeasonSentences.inWords(found.groups())
                        + " chose the soup, which flatters it there" + judged,
                found.groups().isPresent() ? "Intervals in the table are of images, as if there were no groups." : "",
                attacked,
                found.reestimated() ? "Models alone have their own batch-norm statistics." : "");
    }

    private String compared(HeldOut held, int model) {
        if (found.model().stream().anyMatch(chosen -> chosen == model)) {
            return "";
        }
        Compared test = Compared.of(held.soup(), held.models().get(model), held.groups());
        return "held out: only the soup is right on " + test.wins() + ", only this on " + test.losses() + ", "
                + test.probability();
    }

    private static List<Optional<Accuracy>> cells(
            Outcomes choosing, Optional<Outcomes> held, Optional<Outcomes> robust) {
        List<Optional<Accuracy>> cells = new ArrayList<>(List.of(Optional.of(choosing.accuracy(CLEAN))));
        held.ifPresent(outcomes -> cells.add(Optional.of(outcomes.accuracy(CLEAN))));
        robust.ifPresent(outcomes ->
                outcomes.conditions().forEach(condition -> cells.add(Optional.of(outcomes.accuracy(condition)))));
        return cells;
    }

    private Table.Row row(String name, String detail, MixingWeights weights, List<Optional<Accuracy>> cells) {
        return new Table.Row(name, detail, Optional.of(new Mixture(ingredients, weights)), cells);
    }

    private String formula(MixingWeights weights) {
        return weights.formula(ingredients);
    }
}
