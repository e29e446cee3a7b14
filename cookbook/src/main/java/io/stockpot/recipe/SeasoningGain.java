package io.stockpot.recipe;

import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.MeanOverDataSets;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.Photos;
import io.stockpot.soup.choice.MixingWeights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The soups of a seasoning beside its best model, on images that chose none of the soups. The best model is the one
 * that is best on average on these very images, which flatters it, if anything.
 *
 * @param shifts how many were averaged over, those whose images were attacked among them
 * @param attacked how many of these were attacked
 * @param accuracy of the soups, on average over the shifts
 * @param model name of the best model
 * @param gain of the soups over it, on average over the shifts
 */
record SeasoningGain(int shifts, int attacked, Estimate accuracy, String model, Estimate gain) {
    /**
     * Compares a soup for each shift with models alone.
     *
     * @param soups what the soup of each shift got right there, by shift
     * @param models what each model got right, by name and shift
     * @param photos which images of different shifts show the same photo
     */
    static SeasoningGain of(Map<String, Outcomes> soups, Map<String, Map<String, Outcomes>> models, Photos photos) {
        List<String> shifts = List.copyOf(soups.keySet());
        String best = "";
        double highest = -1;
        for (Map.Entry<String, Map<String, Outcomes>> model : models.entrySet()) {
            if (model.getValue().keySet().containsAll(shifts)) {
                double score = accuracy(model.getValue(), shifts, photos).value();
                best = score > highest ? model.getKey() : best;
                highest = Math.max(score, highest);
            }
        }
        Map<String, Outcomes> alone = models.get(best);
        MeanOverDataSets gain = new MeanOverDataSets(photos);
        shifts.forEach(shift -> gain.add(shift, Estimate.differences(soups.get(shift), alone.get(shift))));
        return new SeasoningGain(shifts.size(), 0, accuracy(soups, shifts, photos), best, gain.mean());
    }

    /** Compares the soups that a seasoning chose for its shifts with its ingredients and further single models. */
    static SeasoningGain of(SeasoningOutcomes seasoned) {
        Map<String, Map<String, Outcomes>> models = new LinkedHashMap<>();
        List<String> ingredients = seasoned.chosen().ingredients();
        for (int i = 0; i < ingredients.size(); i++) {
            models.put(
                    ingredients.get(i),
                    seasoned.right(Collections.nCopies(
                            seasoned.shifts().size(), MixingWeights.vertex(i, ingredients.size()))));
        }
        seasoned.rows().forEach((name, row) -> {
            if (row.passes() == 1) {
                models.put(name, row.right());
            }
        });
        List<MixingWeights> chosen = seasoned.chosen().forEachShift().values().stream()
                .map(best -> best.get(0))
                .toList();
        SeasoningGain gain =
                of(seasoned.right(chosen), models, seasoned.judged().right().photos());
        return gain.withAttacked(gain.shifts - seasoned.asTheyAre().size());
    }

    private SeasoningGain withAttacked(int some) {
        return new SeasoningGain(shifts, some, accuracy, model, gain);
    }

    private static Estimate accuracy(Map<String, Outcomes> right, List<String> shifts, Photos photos) {
        MeanOverDataSets mean = new MeanOverDataSets(photos);
        shifts.forEach(shift -> mean.add(shift, right.get(shift)));
        return mean.mean();
    }
}
