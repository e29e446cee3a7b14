package io.stockpot.report;

import io.stockpot.soup.choice.UnlabelledChoice;
import io.stockpot.soup.choice.UnlabelledChoice.Estimate;
import io.stockpot.soup.choice.UnlabelledChoice.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What was found when a soup was chosen for pictures without labels, for readers.
 *
 * @param images what the pictures are called
 * @param source what the labelled images are called
 * @param sourceImages how many of these there are
 * @param pictures how many pictures there are
 * @param ingredients names of the models
 * @param choice what was found
 */
public record UnlabelledSummary(
        String images,
        String source,
        int sourceImages,
        int pictures,
        List<String> ingredients,
        UnlabelledChoice choice) {
    private static final int SHOWN = 5;

    /** Copies the list. */
    public UnlabelledSummary {
        ingredients = List.copyOf(ingredients);
    }

    /** Returns what is known of the mixture that is taken. */
    public Score taken() {
        return choice.scores().stream()
                .filter(score -> score.weights().equals(choice.weights()))
                .findFirst()
                .orElseThrow();
    }

    /** Returns everything in sentences for people, the number to quote first. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>(answer());
        sentences.add("Chosen by calibrated confidence and agreement with the ensemble"
                + (choice.informed()
                        ? " and mutual information."
                        : "; mutual information did not count, as the models answer with few of the classes."));
        sentences.add("On " + sourceImages + " labelled test images of " + source + " the soup gets "
                + percent(taken().source()) + ".");
        return List.copyOf(sentences);
    }

    private List<String> answer() {
        String accuracy = "Predicted of " + pictures + " pictures without labels: " + text(choice.accuracy()) + ", by "
                + choice.weights().formula(ingredients) + ".";
        return List.of(accuracy, decision());
    }

    private String decision() {
        if (choice.proposed().equals(choice.fallback())) {
            return "The pictures propose the soup that is best on " + source + ", which is taken.";
        }
        String gain = "the predicted gain of " + choice.proposed().formula(ingredients) + " on "
                + choice.fallback().formula(ingredients) + ", the best on " + source + ", is " + points(choice.gain());
        return choice.abstains()
                ? "Abstained: " + gain + ", which is no more than its error; the best on " + source + " is taken."
                : "Taken for its gain: " + gain + ".";
    }

    /** Returns what to distrust. */
    public List<String> warnings() {
        return List.of("the accuracy on " + images + " is predicted, not measured: the interval holds the chance of the"
                + " draw, and not that confidences mislead under a shift, where they were 8 to 53 points off in"
                + " measurements (docs/season.md); a hundred labelled pictures tell");
    }

    /** Returns everything as parts of a page. */
    public List<Block> blocks() {
        InShort.Quote quote = new InShort.Quote(
                percent(choice.accuracy().value()),
                "predicted of the pictures (" + interval(choice.accuracy()) + "), not measured");
        return List.of(
                new InShort(Optional.of(quote), answer()),
                new Text(
                        "What the answer rests on",
                        sentences().subList(2, sentences().size())),
                new Text("The mixtures of the highest predicted accuracy", best()));
    }

    private List<String> best() {
        return choice.scores().stream()
                .filter(Score::candidate)
                .sorted(Comparator.comparingDouble(Score::predicted).reversed())
                .limit(SHOWN)
                .map(score -> score.weights().formula(ingredients) + ": predicted " + percent(score.predicted())
                        + ", agreement with the ensemble " + percent(score.agreement()) + ", mutual information "
                        + String.format(Locale.ROOT, "%.2f nats", score.information()) + ", " + source + " "
                        + percent(score.source()))
                .toList();
    }

    private static String text(Estimate accuracy) {
        return percent(accuracy.value()) + " (" + interval(accuracy) + ")";
    }

    private static String interval(Estimate accuracy) {
        return String.format(Locale.ROOT, "%.1f – %.1f %%", 100 * accuracy.low(), 100 * accuracy.high());
    }

    private static String points(Estimate gain) {
        return String.format(Locale.ROOT, "%+.1f points ± %.1f", 100 * gain.value(), 100 * gain.error());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
