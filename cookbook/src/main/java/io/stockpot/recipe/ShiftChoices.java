package io.stockpot.recipe;

import io.stockpot.outcome.Photos;
import io.stockpot.report.Measurement;
import io.stockpot.soup.choice.Choice;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.GridScores;
import io.stockpot.soup.choice.GridScores.Ranked;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The mixtures that were chosen for the shifts of a seasoning: for each shift, and on average over them. A search that
 * does not let all mixtures judge all images chooses one for each shift, and none on average.
 *
 * @param ingredients names of the models
 * @param choices by the name of the shift, in the order of reports
 * @param photos which of the images that choose show the same photo
 * @param best how many mixtures are chosen for each shift and on average
 */
record ShiftChoices(List<String> ingredients, Map<String, Choice> choices, Photos photos, int best) {
    ShiftChoices {
        ingredients = List.copyOf(ingredients);
        choices = Collections.unmodifiableMap(new LinkedHashMap<>(choices));
    }

    /** Returns the names of the shifts. */
    List<String> shifts() {
        return List.copyOf(choices.keySet());
    }

    /** Returns what all mixtures answered to the images that choose, if all were asked on all shifts. */
    Optional<ShiftOutcomes> outcomes() {
        Map<String, GridOutcomes> answered = new LinkedHashMap<>();
        choices.forEach((shift, choice) ->
                choice.outcomes().ifPresent(grid -> answered.put(shift, new GridOutcomes(ingredients, grid.points()))));
        return answered.size() == choices.size() ? Optional.of(new ShiftOutcomes(answered, photos)) : Optional.empty();
    }

    private Optional<GridScores> scores() {
        return outcomes().map(GridScores::of);
    }

    /** Returns the best mixtures on average over the shifts; none if that was not searched for. */
    List<MixingWeights> onAverage() {
        return scores().map(scores -> best(scores, shifts())).orElse(List.of());
    }

    /** Returns the best mixtures of each shift, as many of each. */
    Map<String, List<MixingWeights>> forEachShift() {
        Optional<GridScores> scores = scores();
        Map<String, List<MixingWeights>> each = new LinkedHashMap<>();
        choices.forEach((shift, choice) ->
                each.put(shift, scores.map(all -> best(all, List.of(shift))).orElse(List.of(choice.weights()))));
        return each;
    }

    private List<MixingWeights> best(GridScores scores, List<String> judges) {
        return scores.ranking(judges).stream().limit(best).map(Ranked::weights).toList();
    }

    /** Returns the models alone, the best mixtures on average, and those of each shift, each once. */
    List<MixingWeights> withModels() {
        Set<MixingWeights> all = new LinkedHashSet<>();
        for (int i = 0; i < ingredients.size(); i++) {
            all.add(MixingWeights.vertex(i, ingredients.size()));
        }
        all.addAll(onAverage());
        forEachShift().values().forEach(all::addAll);
        return List.copyOf(all);
    }

    /** Returns in words which mixtures are the best, and how sure that is. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add(onAverage().stream()
                .findFirst()
                .map(weights -> "On average over the shifts: " + formula(weights) + ".")
                .orElse("No soup is chosen on average over the shifts: that takes all mixtures on all images"
                        + " ('search: exhaustive')."));
        forEachShift().forEach((shift, weights) -> {
            List<String> words = new ArrayList<>(List.of("For " + shift + ": " + formula(weights.get(0)) + "."));
            words.addAll(choices.get(shift).assurance());
            sentences.add(String.join(" ", words));
        });
        return sentences;
    }

    /** Returns a mixture as a sum of its models. */
    String formula(MixingWeights weights) {
        return new Measurement.Mixture(ingredients, weights).formula();
    }
}
