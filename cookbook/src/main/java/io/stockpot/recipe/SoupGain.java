package io.stockpot.recipe;

import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Measurement.Mixture;
import io.stockpot.soup.choice.ChoiceEvidence;
import io.stockpot.soup.choice.ChoiceStability;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Resampling;
import io.stockpot.soup.choice.Selection;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The best soup of a recipe beside its best model. Both are chosen on the images they are measured on, which flatters
 * the soup more than the model, because there are more soups; what is expected of them on other images is therefore
 * measured by {@link Resampling}: each image is judged by what was chosen without it.
 *
 * @param soup how it is mixed
 * @param measured what it got right, under all conditions
 * @param model name of the best model
 * @param alone what that got right
 * @param soups how many there were to choose from
 * @param resamples how many times the choice was repeated
 * @param stability of the choice, its gain included
 */
record SoupGain(
        Mixture soup,
        Outcomes measured,
        String model,
        Outcomes alone,
        int soups,
        int resamples,
        ChoiceStability stability) {
    /** A mixture of several models, and what it got right. */
    private record Candidate(Mixture mixture, MixingWeights weights, Outcomes outcomes) {}

    /**
     * Compares the mixtures and the models of a recipe that tell the headline.
     *
     * @return nothing if there is no mixture or no model
     */
    static Optional<SoupGain> of(RecipeOutcomes outcomes, Headline headline) {
        List<Candidate> candidates = candidates(outcomes, headline);
        Map<String, Outcomes> models = outcomes.modelsUnder(headline);
        if (candidates.isEmpty() || models.isEmpty()) {
            return Optional.empty();
        }
        GridOutcomes grid = GridOutcomes.of(
                axes(candidates.get(0).weights().size()),
                candidates.stream().map(Candidate::weights).toList(),
                candidates.stream()
                        .map(candidate -> headline.in(candidate.outcomes()).orElseThrow())
                        .toList());
        List<String> names = List.copyOf(models.keySet());
        GridOutcomes alone = GridOutcomes.of(
                names,
                vertices(names.size()),
                names.stream()
                        .map(name -> headline.in(models.get(name)).orElseThrow())
                        .toList());
        int resamples = ChoiceEvidence.resamples(grid);
        ChoiceStability stability =
                repeat(grid, alone, new Resampling(resamples, outcomes.seed().child("in-short")));
        Candidate best =
                candidates.get(grid.weights().indexOf(stability.chosen().weights()));
        String model =
                names.get(alone.weights().indexOf(alone.best(headline.label()).weights()));
        return Optional.of(new SoupGain(
                best.mixture(), best.outcomes(), model, models.get(model), candidates.size(), resamples, stability));
    }

    private static ChoiceStability repeat(GridOutcomes grid, GridOutcomes alone, Resampling resampling) {
        String name = grid.conditions().get(0);
        return resampling.repeat(
                ShiftOutcomes.of(name, grid), new Selection.BestOf(name), Optional.of(ShiftOutcomes.of(name, alone)));
    }

    /** Mixtures of different soups lie on axes of their own: one of the same models may have other statistics. */
    private static List<Candidate> candidates(RecipeOutcomes outcomes, Headline headline) {
        List<GridOutcomes> grids = outcomes.soups().values().stream()
                .filter(grid -> headline.in(grid.points().get(0).outcomes()).isPresent())
                .toList();
        int size = grids.stream().mapToInt(grid -> grid.ingredients().size()).sum();
        List<Candidate> candidates = new ArrayList<>();
        int from = 0;
        for (GridOutcomes grid : grids) {
            for (GridOutcomes.Point point : grid.points()) {
                Mixture mixture = new Mixture(grid.ingredients(), point.weights());
                if (mixture.single().isEmpty()) {
                    candidates.add(new Candidate(mixture, shifted(point.weights(), from, size), point.outcomes()));
                }
            }
            from += grid.ingredients().size();
        }
        return candidates;
    }

    private static MixingWeights shifted(MixingWeights weights, int from, int size) {
        List<Integer> numerators = new ArrayList<>(Collections.nCopies(size, 0));
        for (int i = 0; i < weights.size(); i++) {
            numerators.set(from + i, weights.numerators().get(i));
        }
        return new MixingWeights(numerators, weights.denominator());
    }

    private static List<String> axes(int number) {
        return IntStream.range(0, number).mapToObj(Integer::toString).toList();
    }

    private static List<MixingWeights> vertices(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> MixingWeights.vertex(i, number))
                .toList();
    }

    /** Returns by how much the soup is ahead of the model on images that chose neither. */
    Estimate gain() {
        return stability.gain().orElseThrow();
    }

    /** Returns the accuracy of the soup to expect on images that did not choose it. */
    Estimate expected() {
        return stability.expected();
    }

    /** Returns whether soup and model are wrong on every image. */
    boolean nothingRight(Headline headline) {
        return headline.in(measured).orElseThrow().accuracy(headline.label()).correct() == 0
                && headline.in(alone).orElseThrow().accuracy(headline.label()).correct() == 0;
    }

    /** Returns the difference of soup and model under another condition, if both were measured. */
    Optional<Estimate> difference(String condition) {
        if (!measured.conditions().contains(condition) || !alone.conditions().contains(condition)) {
            return Optional.empty();
        }
        return Optional.of(
                Estimate.ofDifference(measured.select(List.of(condition)), alone.select(List.of(condition))));
    }
}
