package io.stockpot.report;

import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.GroupedImages;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.ChoiceEvidence;
import io.stockpot.soup.choice.ChoiceStability;
import io.stockpot.soup.choice.RobustFloor;
import io.stockpot.soup.choice.Robustness;
import io.stockpot.soup.choice.Robustness.MostRobust;
import io.stockpot.soup.choice.Seasoned;
import io.stockpot.soup.choice.Seasoned.HeldOut;
import io.stockpot.soup.choice.Seasoned.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The sentences of a {@link SeasonSummary}.
 *
 * @param names of the models
 * @param found what was found
 */
record SeasonSentences(List<String> names, Seasoned found) {
    private static final String CLEAN = Labels.CLEAN;
    private static final int DIGEST = 12;
    private static final String UNSEEN = " on unseen images of this kind";

    List<String> all() {
        List<String> sentences = new ArrayList<>();
        sentences.add(soup() + " " + number());
        sentences.addAll(behind());
        return List.copyOf(sentences);
    }

    /** Returns the answer: the number to quote, what was chosen, what it gains, how robust it is, and what flatters. */
    InShort inShort() {
        List<String> sentences = new ArrayList<>();
        sentences.add(soup());
        comparison().ifPresent(sentences::add);
        sentences.add(String.join(" ", robustness()));
        if (!isRough()) {
            sentences.add("It gets " + flattered());
        }
        return new InShort(quote(), sentences);
    }

    /** Returns what the answer rests on: all sentences that are not in {@link #inShort}. */
    List<String> rest() {
        List<String> sentences = new ArrayList<>(behind());
        comparison().ifPresent(sentences::remove);
        sentences.removeAll(robustness());
        return List.copyOf(sentences);
    }

    /** Returns how the soup compares with the best alternative, by the images that know it best. */
    private Optional<String> comparison() {
        return found.heldOut()
                .flatMap(this::judged)
                .or(this::best)
                .or(() -> found.evidence().filter(any -> byAccuracy()).map(all -> gain(all.stability())));
    }

    private List<String> behind() {
        List<String> sentences = new ArrayList<>();
        found.evidence().ifPresent(all -> {
            if (byAccuracy()) {
                sentences.add(resampled(all));
                sentences.add(gain(all.stability()));
            }
            sentences.add(firmness(all));
        });
        sentences.addAll(found.choice().assurance());
        best().ifPresent(sentences::add);
        found.heldOut().flatMap(this::judged).ifPresent(sentences::add);
        sentences.addAll(robustness());
        found.robustness().ifPresent(robust -> sentences.addAll(attacked(robust)));
        if (found.reestimated()) {
            sentences.add("Mixtures were judged with batch-norm statistics that were measured anew, models alone with"
                    + " their own.");
        }
        return List.copyOf(sentences);
    }

    private boolean byAccuracy() {
        return found.reason() == Reason.ACCURACY;
    }

    /** Returns what was chosen, and why. */
    private String soup() {
        String same = found.model()
                .map(model -> " (its file has the same weights, digest "
                        + found.digests().get(model).substring(0, DIGEST) + "…)")
                .orElse("");
        String formula = found.choice().weights().formula(names);
        boolean single = found.choice().weights().single().isPresent();
        String use = found.model().isPresent() ? "use " + formula + " alone" + same : "Soup: " + formula;
        return switch (found.reason()) {
            case ACCURACY ->
                found.model().isPresent()
                        ? "No mixture helps: " + use + "."
                        : use + (single ? ", with new batch-norm statistics." : ".");
            case ROBUST_ENOUGH -> capital(use) + ", the most accurate mixture that keeps " + floors() + ".";
            case MOST_ROBUST_EQUAL ->
                capital(use) + ", the most robust mixture found that cannot be told from the best.";
        };
    }

    private static String capital(String sentence) {
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    private String floors() {
        return found.robustness().orElseThrow().floors().stream()
                .map(RobustFloor::toString)
                .collect(Collectors.joining(" and "));
    }

    /** Returns the number to quote first, and then the one that flatters. */
    private String number() {
        Optional<InShort.Quote> quote = quote();
        if (quote.isEmpty()) {
            return "It gets " + flattered();
        }
        String expected = "Expect " + quote.get().number() + " " + quote.get().meaning();
        return isRough() ? expected + "." : expected + "; it gets " + flattered();
    }

    /** Returns whether what to expect can only be estimated roughly: no image judges a soup of another wish than accuracy. */
    private boolean isRough() {
        return found.heldOut().isEmpty() && !byAccuracy() && found.evidence().isPresent();
    }

    private String flattered() {
        Accuracy there = found.adaptation().accuracy(CLEAN);
        return there.percent() + " of the " + there.total() + " images" + inWords(found.groups())
                + " that chose it, which flatters it.";
    }

    /** Returns what to expect, if anything tells. */
    private Optional<InShort.Quote> quote() {
        if (found.heldOut().isPresent()) {
            HeldOut held = found.heldOut().get();
            Estimate soup = held.groups()
                    .map(groups ->
                            groups.accuracy(held.soup().select(List.of(CLEAN)).shares()))
                    .orElseGet(() -> Estimate.of(held.soup().accuracy(CLEAN)));
            return Optional.of(new InShort.Quote(
                    soup.percent(),
                    "(" + soup.intervalPercent() + ")" + UNSEEN + ", as on " + soup.images() + " held-out images"
                            + inWords(held.groups())));
        }
        Optional<ChoiceStability> stability = found.evidence().map(ChoiceEvidence::stability);
        return stability.map(known -> isRough() ? rough(known) : quote(known.expected()));
    }

    /** Returns of how many groups images are, to be written behind their number; nothing if each is by itself. */
    static String inWords(Optional<GroupedImages> groups) {
        return groups.map(GroupedImages::inWords).orElse("");
    }

    private static InShort.Quote quote(Estimate expected) {
        return new InShort.Quote(expected.percent(), "(" + expected.intervalPercent() + ")" + UNSEEN);
    }

    private InShort.Quote rough(ChoiceStability stability) {
        Accuracy there = found.adaptation().accuracy(CLEAN);
        double luck = Math.max(0, stability.optimism());
        return new InShort.Quote(
                "about " + percent(Math.max(0, there.value() - luck)),
                UNSEEN.strip() + ": " + there.percent() + " of the " + there.total()
                        + " images that chose it, less the "
                        + String.format(Locale.ROOT, "%.1f", 100 * luck)
                        + " points by which they flatter the best mixture");
    }

    private String resampled(ChoiceEvidence all) {
        Estimate expected = all.stability().expected();
        String how = all.resamples() + " resamples, each image judged by soups chosen without it"
                + (found.groups().isPresent() ? " and its group." : ".");
        return found.heldOut().isPresent()
                ? "The images that chose it promise " + expected.percent() + " (" + expected.intervalPercent() + "): "
                        + how
                : "What to expect comes from " + how;
    }

    private String gain(ChoiceStability stability) {
        Accuracy best = found.alone().get(found.bestAlone()).accuracy(CLEAN);
        if (found.model().isPresent() && found.adaptation().accuracy(CLEAN).compareTo(best) >= 0) {
            return "No mixture does better on these images than that model alone.";
        }
        if (stability.gain().isEmpty()) {
            return "Not every model alone was measured, so the gain is not known.";
        }
        // a difference of accuracies, whatever the interval of few photos
        Estimate gain = stability.gain().orElseThrow().within(-1, 1);
        return "Gain over the best model alone, '" + names.get(found.bestAlone()) + "' (" + best.percent()
                + "), on unseen images: " + points(gain.value()) + " points (" + points(gain.low()) + " to "
                + points(gain.high()) + "): "
                + (stability.gains()
                        ? "more than chance."
                        : gain.high() < 0 ? "a loss: take that model." : "may be chance; take more images to see.");
    }

    private static String firmness(ChoiceEvidence all) {
        return all.best().size() + " of " + all.best().mixtures() + " mixtures cannot be told from the best with "
                + Math.round(100 * (1 - all.best().level())) + " % confidence; the same one is chosen on "
                + Math.round(100 * all.stability().repeated()) + " % of the resamples.";
    }

    /** Returns what the soup was preferred to, if accuracy alone would have chosen another. */
    private Optional<String> best() {
        return found.rival(Reason.ACCURACY)
                .map(best -> "The best on these images, "
                        + best.weights().formula(names) + ", gets "
                        + best.adaptation().accuracy(CLEAN).percent()
                        + " of them" + robustly(best.robust()) + ". "
                        + versus(Compared.of(found.adaptation(), best.adaptation(), found.groups()), "that one") + ".");
    }

    private static String robustly(Optional<Outcomes> robust) {
        return robust.map(outcomes -> ", and " + under(outcomes)).orElse("");
    }

    private static String under(Outcomes outcomes) {
        return outcomes.conditions().stream()
                .map(condition -> outcomes.accuracy(condition).percent() + " under " + condition)
                .collect(Collectors.joining(", "));
    }

    private Optional<String> judged(HeldOut held) {
        int model = found.bestAlone();
        if (found.model().stream().anyMatch(chosen -> chosen == model)) {
            return Optional.empty();
        }
        Compared test = Compared.of(held.soup(), held.models().get(model), held.groups());
        return Optional.of("On the " + held.soup().images() + " held-out images" + inWords(held.groups())
                + ", drawn by class, the soup gets "
                + held.soup().accuracy(CLEAN).percent() + ", the best model alone, '" + names.get(model) + "', "
                + held.models().get(model).accuracy(CLEAN).percent() + ". " + versus(test, "the model") + ", "
                + (test.real()
                        ? test.wins() > test.losses() ? "a real gain." : "a real loss: take the model."
                        : "may be chance."));
    }

    private static String versus(Compared test, String other) {
        return "Only the soup is right on " + test.wins() + ", only " + other + " on " + test.losses() + ": "
                + test.probability();
    }

    /** Returns how robust the soup and the models are, a sentence for each condition, or that nobody knows. */
    private List<String> robustness() {
        if (found.robustness().isEmpty()) {
            return List.of("Chosen for clean accuracy on these photos; robustness was not measured (--condition"
                    + " \"Linf 8/255\" measures it).");
        }
        Robustness robust = found.robustness().get();
        List<String> sentences = new ArrayList<>();
        for (String condition : robust.conditions()) {
            List<String> all = new ArrayList<>();
            all.add("the soup " + withInterval(robust.soup().accuracy(condition)));
            for (int i = 0; i < names.size(); i++) {
                all.add(names.get(i) + " "
                        + robust.alone().get(i).accuracy(condition).percent());
            }
            sentences.add("Under " + condition + ": " + String.join(", ", all) + ".");
        }
        return List.copyOf(sentences);
    }

    private List<String> attacked(Robustness robust) {
        List<String> sentences = new ArrayList<>();
        sentences.add("These are upper bounds, by a short attack (" + robust.attack() + ") on " + robust.images()
                + " of the images that chose, drawn by class; 'stockpot evaluate' measures one model better.");
        robust.equals().ifPresent(equal -> sentences.add(equal(equal, robust)));
        if (robust.tried() > 0) {
            sentences.add("Mixtures were held against " + floors()
                    + " in the order of their accuracy; this one is number " + robust.tried() + ".");
        }
        return sentences;
    }

    private String equal(MostRobust equal, Robustness robust) {
        String measured = measured(equal, robust.images());
        if (equal.mixtures() == 1) {
            return "All other mixtures are surely worse than the best, so none was asked whether it is more robust.";
        }
        String among = "the " + equal.mixtures() + " mixtures that cannot be told from the best";
        if (!byAccuracy()) {
            return "It is the most robust found of " + among + " (" + measured + ").";
        }
        return found.rival(Reason.MOST_ROBUST_EQUAL)
                .map(other -> "Of " + among + ", " + other.weights().formula(names) + " is the most robust found: "
                        + under(equal.outcomes()) + ", and "
                        + other.adaptation().accuracy(CLEAN).percent() + " of the images that chose (" + measured
                        + "); --among-equals robust takes it.")
                .orElse("Of " + among + ", none was found to be more robust (" + measured + ").");
    }

    private static String measured(MostRobust equal, int images) {
        String some = equal.attacked() < equal.mixtures() ? "the " + equal.attacked() + " best" : "all";
        return equal.finalists() == equal.attacked()
                ? some + " were attacked on " + images + " images"
                : some + " were attacked on " + equal.screened() + " images, the " + equal.finalists()
                        + " most robust of these on " + images;
    }

    private static String withInterval(Accuracy accuracy) {
        return accuracy.percent() + " (" + accuracy.intervalPercent() + ")";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String points(double difference) {
        String number = String.format(Locale.ROOT, "%.1f", Math.abs(100 * difference));
        return (difference < 0 && !number.equals("0.0") ? "−" : "+") + number;
    }
}
