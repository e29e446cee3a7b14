package io.stockpot.report;

import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.MeasuredAccuracy;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.PairedTest;
import io.stockpot.report.Measurement.Mixture;
import io.stockpot.soup.choice.Choice;
import io.stockpot.soup.choice.ChoiceEvidence;
import io.stockpot.soup.choice.ChoiceStability;
import io.stockpot.soup.choice.MixingWeights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was found when a soup was chosen for somebody's images: which it is, what to expect of it on unseen
 * images, and whether it gains on the best model alone.
 *
 * @param images what the images are called
 * @param ingredients names of the models
 * @param choice the mixture, and what the search for it leaves
 * @param evidence how firm the choice is, if all mixtures judged all images
 * @param alone each model on the images that chose the soup, as it is
 * @param reestimated whether mixtures got batch-norm statistics of their own, also those of one model
 * @param adaptation the soup on the images that chose it
 * @param heldOut soup and best model alone on images that chose nothing
 */
public record SeasonSummary(
        String images,
        List<String> ingredients,
        Choice choice,
        Optional<ChoiceEvidence> evidence,
        List<Outcomes> alone,
        boolean reestimated,
        Outcomes adaptation,
        Optional<HeldOut> heldOut) {
    private static final String CLEAN = Labels.CLEAN;
    private static final double CHANCE = 0.05;
    private static final int SHOWN = 5;

    /**
     * Images that chose nothing.
     *
     * @param soup the chosen mixture on them
     * @param model the best model alone on them
     */
    public record HeldOut(Outcomes soup, Outcomes model) {}

    /** Copies the lists. */
    public SeasonSummary {
        ingredients = List.copyOf(ingredients);
        alone = List.copyOf(alone);
    }

    /** Returns the place of the model that is best alone on the images that chose the soup; of equals, the first. */
    public static int bestAlone(List<Outcomes> alone) {
        int best = 0;
        for (int i = 1; i < alone.size(); i++) {
            if (alone.get(i).accuracy(CLEAN).compareTo(alone.get(best).accuracy(CLEAN)) > 0) {
                best = i;
            }
        }
        return best;
    }

    /** Returns everything in sentences for people. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        Accuracy there = adaptation.accuracy(CLEAN);
        String changed = single() && reestimated ? ", with new batch-norm statistics" : "";
        sentences.add("Soup: " + formula() + changed + ". It gets " + there.percent() + " of the " + there.total()
                + " images that chose it, which flatters it.");
        evidence.ifPresent(all -> {
            Estimate expected = all.stability().expected();
            sentences.add("Expect " + expected.percent() + " (" + expected.intervalPercent()
                    + ") on unseen images of this kind: " + all.resamples()
                    + " resamples, each image judged by soups chosen without it.");
            sentences.add(gain(all.stability()));
            sentences.add(firmness(all));
        });
        sentences.addAll(choice.assurance());
        heldOut.ifPresent(held -> sentences.add(judged(held)));
        if (reestimated) {
            sentences.add("Mixtures were judged with batch-norm statistics that were measured anew, models alone with"
                    + " their own.");
        }
        return List.copyOf(sentences);
    }

    /** Returns what was measured, for the card of the soup. */
    public List<MeasuredAccuracy> measured() {
        List<MeasuredAccuracy> measured = new ArrayList<>();
        measured.add(measured(images + ", the images that chose the soup", adaptation));
        heldOut.ifPresent(held -> measured.add(measured(images + ", held out", held.soup())));
        return List.copyOf(measured);
    }

    private static MeasuredAccuracy measured(String data, Outcomes outcomes) {
        Accuracy accuracy = outcomes.accuracy(CLEAN);
        return new MeasuredAccuracy(CLEAN, data, accuracy.correct(), accuracy.total());
    }

    /** Returns everything as parts of a page. */
    public List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Text("The soup", sentences()));
        blocks.add(table());
        evidence.ifPresent(all -> {
            blocks.add(CompositionBars.of("What the best soups are made of", all.outcomes(), SHOWN));
            blocks.add(AccuracyBars.of("The best soups and the models", all.outcomes(), SHOWN, asTheyAre()));
        });
        return List.copyOf(blocks);
    }

    /** Models whose soups of one have other statistics. */
    private Map<String, Map<String, Outcomes>> asTheyAre() {
        Map<String, Map<String, Outcomes>> models = new LinkedHashMap<>();
        for (int i = 0; reestimated && i < alone.size(); i++) {
            models.put(ingredients.get(i), Map.of(images, alone.get(i)));
        }
        return models;
    }

    private Table table() {
        String choosing = "images that chose";
        String judging = "held-out images";
        List<Table.Row> rows = new ArrayList<>();
        int best = bestAlone(alone);
        for (int i = 0; i < alone.size(); i++) {
            Optional<Accuracy> held = i == best ? heldOut.map(all -> all.model().accuracy(CLEAN)) : Optional.empty();
            rows.add(row(ingredients.get(i), MixingWeights.vertex(i, alone.size()), alone.get(i), held));
        }
        rows.add(row(
                "the soup",
                choice.weights(),
                adaptation,
                heldOut.map(all -> all.soup().accuracy(CLEAN))));
        return new Table(
                "Accuracy",
                heldOut.isPresent() ? List.of(choosing, judging) : List.of(choosing),
                rows,
                "The soup was chosen by the former, which flatters it."
                        + (reestimated ? " Models alone have their own batch-norm statistics." : ""));
    }

    private Table.Row row(String name, MixingWeights weights, Outcomes outcomes, Optional<Accuracy> held) {
        List<Optional<Accuracy>> cells = new ArrayList<>(List.of(Optional.of(outcomes.accuracy(CLEAN))));
        if (heldOut.isPresent()) {
            cells.add(held);
        }
        Mixture mixture = new Mixture(ingredients, weights);
        String detail = mixture.single().isPresent() ? "" : mixture.formula();
        return new Table.Row(name, detail, Optional.of(mixture), cells);
    }

    private boolean single() {
        return new Mixture(ingredients, choice.weights()).single().isPresent();
    }

    private String formula() {
        return new Mixture(ingredients, choice.weights()).formula();
    }

    private String bestModel() {
        int best = bestAlone(alone);
        return "'" + ingredients.get(best) + "' ("
                + alone.get(best).accuracy(CLEAN).percent() + ")";
    }

    private String gain(ChoiceStability stability) {
        Accuracy best = alone.get(bestAlone(alone)).accuracy(CLEAN);
        if (single() && !reestimated && adaptation.accuracy(CLEAN).compareTo(best) >= 0) {
            return "No mixture does better on these images than that model alone.";
        }
        if (stability.gain().isEmpty()) {
            return "Not every model alone was measured, so the gain is not known.";
        }
        Estimate gain = stability.gain().orElseThrow();
        return "Gain over the best model alone, " + bestModel() + ", on unseen images: " + points(gain.value())
                + " points ("
                + points(gain.low()) + " to " + points(gain.high()) + "): "
                + (stability.gains()
                        ? "more than chance."
                        : gain.high() < 0 ? "a loss: take that model." : "may be chance; take more images to see.");
    }

    private static String points(double difference) {
        String number = String.format(Locale.ROOT, "%.1f", Math.abs(100 * difference));
        return (difference < 0 && !number.equals("0.0") ? "−" : "+") + number;
    }

    private static String firmness(ChoiceEvidence all) {
        return all.best().size() + " of " + all.best().mixtures() + " mixtures cannot be told from the best with "
                + Math.round(100 * (1 - all.best().level())) + " % confidence; the same one is chosen on "
                + Math.round(100 * all.stability().repeated()) + " % of the resamples.";
    }

    private String judged(HeldOut held) {
        Accuracy soup = held.soup().accuracy(CLEAN);
        PairedTest test = PairedTest.of(held.soup(), held.model(), CLEAN);
        return "On " + soup.total() + " held-out images: the soup " + soup.percent() + " (" + soup.intervalPercent()
                + "), the best model alone " + held.model().accuracy(CLEAN).percent() + ". Only the soup is right on "
                + test.wins() + ", only the model on " + test.losses() + ": "
                + String.format(Locale.ROOT, "p = %.2g, ", test.pValue())
                + (test.pValue() < CHANCE
                        ? test.wins() > test.losses() ? "a real gain." : "a real loss: take the model."
                        : "may be chance.");
    }
}
