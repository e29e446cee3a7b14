package io.stockpot.recipe;

import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.PairedTest;
import io.stockpot.report.InShort;
import io.stockpot.report.InShort.Quote;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was learnt from a recipe, in at most four sentences: the best soup against the best model under all threats
 * together, its price in clean accuracy, the soups of a seasoning against the best model, and how it was measured,
 * with what to distrust. docs/recipes.md states the rules.
 */
final class RecipeSummary {
    /** An accuracy on fewer images is known to four points or worse. */
    private static final int FEW_IMAGES = 500;

    private static final double CHANCE = 0.05;

    private final RecipeOutcomes outcomes;
    private final Optional<Headline> headline;
    private final Map<String, Outcomes> models;
    private final Optional<SoupGain> soup;

    private RecipeSummary(RecipeOutcomes outcomes) {
        this.outcomes = outcomes;
        List<List<String>> soups = outcomes.soups().values().stream()
                .map(grid -> grid.conditions())
                .toList();
        List<List<String>> candidates = soups.isEmpty()
                ? outcomes.models().values().stream().map(Outcomes::conditions).toList()
                : soups;
        this.headline = Headline.of(outcomes.how().conditions(), candidates);
        this.models = headline.map(outcomes::modelsUnder).orElse(Map.of());
        this.soup = headline.flatMap(measure -> SoupGain.of(outcomes, measure));
    }

    /** Returns the box for the top of the page. */
    static InShort of(RecipeOutcomes outcomes) {
        return new RecipeSummary(outcomes).box();
    }

    private InShort box() {
        List<String> sentences = new ArrayList<>();
        Optional<Quote> quote = Optional.empty();
        if (soup.isPresent()) {
            sentences.add(gain(soup.get()));
            quote = Optional.of(quote(soup.get()));
        } else if (!models.isEmpty()) {
            sentences.add(bestModel());
            quote = Optional.of(quote(ranked().get(0)));
        }
        price().ifPresent(sentences::add);
        List<String> seasoned = new ArrayList<>();
        for (Map.Entry<String, SeasoningOutcomes> seasoning :
                outcomes.seasonings().entrySet()) {
            SeasoningGain gain = SeasoningGain.of(seasoning.getValue());
            seasoned.add(seasoned(seasoning.getKey(), gain));
            quote = quote.or(() -> Optional.of(quote(gain)));
        }
        Optional<String> how = models.isEmpty() ? Optional.empty() : Optional.of(how());
        int room = InShort.MOST - sentences.size() - (how.isPresent() ? 1 : 0);
        seasoned.stream().limit(room).forEach(sentences::add);
        how.ifPresent(sentences::add);
        if (sentences.isEmpty()) {
            sentences.add("Nothing was measured, so nothing was learnt.");
        }
        return new InShort(quote, sentences);
    }

    private Headline measure() {
        return headline.orElseThrow();
    }

    private Accuracy accuracy(Outcomes measured) {
        return measure().in(measured).orElseThrow().accuracy(measure().label());
    }

    private String gain(SoupGain best) {
        String where = measure().words();
        String gain = best.gain().points() + " points (" + best.gain().intervalPoints() + ")";
        if (best.nothingRight(measure())) {
            return "No model and no soup is right on any image " + where
                    + ": nothing was learnt; take smaller radii, or more robust models.";
        }
        if (best.gain().low() > 0) {
            return best.soup().formula() + " is " + bestOf(best.soups()) + " " + where + ": expect "
                    + best.expected().percent() + " (" + best.expected().intervalPercent()
                    + ") on images that did not choose it, " + gain + " against the best model alone, " + best.model()
                    + ", which is more than chance.";
        }
        String comparison = best.gain().high() < 0
                ? "No soup is as good as " + best.model() + " alone " + where
                : "No soup is better than " + best.model() + " alone " + where + " by more than chance";
        return comparison + ": " + best.soup().formula() + ", " + bestOf(best.soups()) + ", gains " + gain
                + " on images that chose neither.";
    }

    private static String bestOf(int soups) {
        return soups == 1 ? "the only soup" : "the best of " + soups + " soups";
    }

    private Quote quote(SoupGain best) {
        if (best.gain().low() > 0) {
            return new Quote(
                    best.expected().percent(),
                    "expected of " + best.soup().formula() + " " + measure().words() + ", on images that did not choose"
                            + " it (" + best.expected().intervalPercent() + ")");
        }
        return quote(Map.entry(best.model(), best.alone()));
    }

    private Quote quote(Map.Entry<String, Outcomes> model) {
        Accuracy accuracy = accuracy(model.getValue());
        return new Quote(
                accuracy.percent(),
                "of the images: " + model.getKey() + " alone " + measure().words() + " (" + accuracy.intervalPercent()
                        + ")");
    }

    private static Quote quote(SeasoningGain gain) {
        return new Quote(
                gain.accuracy().percent(),
                "of images of " + shifts(gain) + " that chose no soup: a soup for each shift ("
                        + gain.accuracy().intervalPercent() + ")");
    }

    /** Returns the models from the best to the worst; of equals, the first of the recipe comes first. */
    private List<Map.Entry<String, Outcomes>> ranked() {
        Comparator<Map.Entry<String, Outcomes>> byAccuracy = Comparator.comparing(model -> accuracy(model.getValue()));
        return models.entrySet().stream().sorted(byAccuracy.reversed()).toList();
    }

    private String bestModel() {
        List<Map.Entry<String, Outcomes>> ranked = ranked();
        String best = ranked.get(0).getKey();
        Accuracy accuracy = accuracy(ranked.get(0).getValue());
        String number = accuracy.percent() + " (" + accuracy.intervalPercent() + ")";
        if (ranked.size() == 1) {
            return best + " is right on " + number + " of the images "
                    + measure().words() + ".";
        }
        Outcomes first = measure().in(ranked.get(0).getValue()).orElseThrow();
        Outcomes second = measure().in(ranked.get(1).getValue()).orElseThrow();
        double p = PairedTest.of(first, second, measure().label()).pValue();
        Estimate ahead = Estimate.ofDifference(first, second);
        return best + " is the best of " + ranked.size() + " models "
                + measure().words() + ", right on " + number
                + "; that is " + ahead.points() + " points against "
                + ranked.get(1).getKey() + ", which "
                + (p < CHANCE ? "is more than chance" : "may be chance")
                + String.format(Locale.ROOT, " (p = %.2g).", p);
    }

    /** Returns what the winner's robustness costs on clean images, if it was attacked and they were looked at. */
    private Optional<String> price() {
        if (models.isEmpty() || !measure().attacked()) {
            return Optional.empty();
        }
        Optional<SoupGain> winner = soup.filter(best -> best.gain().low() > 0);
        String model = soup.map(SoupGain::model).orElseGet(() -> ranked().get(0).getKey());
        Outcomes measured = winner.map(SoupGain::measured).orElseGet(() -> models.get(model));
        if (!measured.conditions().contains(Labels.CLEAN)) {
            return Optional.empty();
        }
        Accuracy clean = measured.accuracy(Labels.CLEAN);
        String against = winner.flatMap(best -> best.difference(Labels.CLEAN))
                .map(difference ->
                        ", " + difference.points() + " points (" + difference.intervalPoints() + ") against " + model)
                .orElse("");
        String most = mostAccurate()
                .filter(name -> !name.equals(model))
                .map(name -> "; the most accurate model there, " + name + ", on "
                        + models.get(name).accuracy(Labels.CLEAN).percent())
                .orElse("");
        return Optional.of("On clean images " + (winner.isPresent() ? "this soup" : model) + " is right on "
                + clean.percent() + " (" + clean.intervalPercent() + ")" + against + most + ".");
    }

    private Optional<String> mostAccurate() {
        return models.entrySet().stream()
                .filter(model -> model.getValue().conditions().contains(Labels.CLEAN))
                .max(Comparator.comparing(model -> model.getValue().accuracy(Labels.CLEAN)))
                .map(Map.Entry::getKey);
    }

    /** Returns e.g. "the 2 shifts", "the 2 shifts as they are and the attacked one". */
    private static String shifts(SeasoningGain gain) {
        int asTheyAre = gain.shifts() - gain.attacked();
        if (asTheyAre == 0) {
            return gain.attacked() == 1 ? "the attacked shift" : "the " + gain.attacked() + " attacked shifts";
        }
        String shifts = asTheyAre == 1 ? "the shift" : "the " + asTheyAre + " shifts";
        if (gain.attacked() == 0) {
            return shifts;
        }
        return shifts + (asTheyAre == 1 ? " as it is" : " as they are") + " and "
                + (gain.attacked() == 1 ? "the attacked one" : "the " + gain.attacked() + " attacked ones");
    }

    /** Returns what choosing soups for shifts brings. */
    static String seasoned(String name, SeasoningGain gain) {
        Estimate ahead = gain.gain();
        String average = gain.shifts() == 1 ? "" : " on average";
        String what = "Choosing a soup for " + (gain.shifts() == 1 ? "" : "each of ") + shifts(gain) + " (" + name
                + ") gives "
                + gain.accuracy().percent() + " (" + gain.accuracy().intervalPercent() + ")" + average
                + " on images that chose none, " + ahead.points() + " points (" + ahead.intervalPoints()
                + ") against the best model alone, " + gain.model();
        if (ahead.low() > 0) {
            return what + ", which is more than chance.";
        }
        return what + (ahead.high() < 0 ? ": a loss; take that model." : ", which may be chance.");
    }

    private String how() {
        Measuring how = outcomes.how();
        String attacked = measure().attacked()
                ? "Attacked by " + how.attacksInWords() + " (revision " + how.revision() + " of the attacks) on "
                : "Not attacked; measured on ";
        List<String> doubts = doubts();
        return attacked
                + how.images()
                + (doubts.isEmpty() ? "; no serious warning." : "; distrust it because " + listed(doubts) + ".");
    }

    private List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        soup.ifPresent(best -> doubts.add("the same images chose and judged the soup (corrected: " + best.resamples()
                + " resamples, each image judged by soups chosen without it)"));
        Accuracy best = accuracy(
                soup.map(SoupGain::measured).orElseGet(() -> ranked().get(0).getValue()));
        if (best.total() < FEW_IMAGES) {
            double half = 50 * (best.interval().high() - best.interval().low());
            doubts.add(String.format(Locale.ROOT, "%d images are few (± %.1f points)", best.total(), half));
        }
        if (measure().attacked() && outcomes.how().attacksAreShort()) {
            doubts.add("the attacks are short (longer ones break more)");
        }
        int serious = outcomes.how().serious();
        if (serious > 0) {
            doubts.add(
                    serious == 1
                            ? "there is 1 serious warning below"
                            : "there are " + serious + " serious warnings below");
        }
        return doubts;
    }

    private static String listed(List<String> parts) {
        int last = parts.size() - 1;
        return last == 0 ? parts.get(0) : String.join(", ", parts.subList(0, last)) + ", and " + parts.get(last);
    }
}
