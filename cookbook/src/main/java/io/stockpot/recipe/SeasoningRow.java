package io.stockpot.recipe;

import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.Photos;
import io.stockpot.run.Inputs;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A further model, or an ensemble, beside the soups of a seasoning.
 *
 * @param name in the table
 * @param judging its answers to the images that judge, one step per shift
 * @param choosing its answers to those that choose; empty for ensembles
 */
record SeasoningRow(String name, List<ShiftRowStep> judging, List<ShiftRowStep> choosing) {
    SeasoningRow {
        judging = List.copyOf(judging);
        choosing = List.copyOf(choosing);
    }

    /**
     * What a row got right.
     *
     * @param passes forward passes that an image takes
     * @param right of the images that judge, by the name of the shift
     * @param chosen of the images that choose, by the name of the shift; empty for ensembles
     */
    record Answers(int passes, Map<String, Outcomes> right, Map<String, Outcomes> chosen) {
        Answers {
            right = Collections.unmodifiableMap(new LinkedHashMap<>(right));
            chosen = Collections.unmodifiableMap(new LinkedHashMap<>(chosen));
        }
    }

    /** Reads what it got right. */
    Answers answers(Inputs inputs) throws IOException {
        return new Answers(judging.get(0).members().size(), right(judging, inputs), right(choosing, inputs));
    }

    private static Map<String, Outcomes> right(List<ShiftRowStep> steps, Inputs inputs) throws IOException {
        Map<String, Outcomes> right = new LinkedHashMap<>();
        for (ShiftRowStep step : steps) {
            right.put(step.shift().name(), inputs.get(step).right());
        }
        return right;
    }

    /**
     * Reads the bits behind its numbers, as those of a grid of one model.
     *
     * @param steps {@link #judging} or {@link #choosing}
     * @param photos behind these images
     */
    ShiftOutcomes evidence(List<ShiftRowStep> steps, Photos photos, Inputs inputs) throws IOException {
        Map<String, GridOutcomes> grids = new LinkedHashMap<>();
        right(steps, inputs)
                .forEach((shift, right) -> grids.put(
                        shift, GridOutcomes.of(List.of(name), List.of(MixingWeights.vertex(0, 1)), List.of(right))));
        return new ShiftOutcomes(grids, photos);
    }
}
