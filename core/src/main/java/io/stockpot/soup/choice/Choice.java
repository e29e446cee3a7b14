package io.stockpot.soup.choice;

import java.util.List;
import java.util.Optional;

/**
 * The mixture that a search has chosen, and what the search leaves for later questions.
 *
 * @param weights of the chosen mixture
 * @param cost of the search
 * @param outcomes of all mixtures on all images, if the search {@linkplain Search#judgesAll judged} them
 * @param assurance sentences for people on how sure the choice is, as far as the search itself knows; may be empty
 * @param trials the mixtures that judged all images, in order, if the search did not let all do so and says which did
 */
public record Choice(
        MixingWeights weights,
        SearchCost cost,
        Optional<GridOutcomes> outcomes,
        List<String> assurance,
        List<SearchTrial> trials) {
    /** Copies the lists. */
    public Choice {
        assurance = List.copyOf(assurance);
        trials = List.copyOf(trials);
    }

    /** Holds the choice of a search that does not say which mixtures judged all images. */
    public Choice(MixingWeights weights, SearchCost cost, Optional<GridOutcomes> outcomes, List<String> assurance) {
        this(weights, cost, outcomes, assurance, List.of());
    }

    /** Returns the choice of another mixture by what the same search has left. */
    public Choice of(MixingWeights other) {
        return new Choice(other, cost, outcomes, assurance, trials);
    }

    /** Chooses the best of all mixtures; see {@link GridScores} for the order of equals. */
    public static Choice of(GridOutcomes outcomes) {
        String only = "";
        MixingWeights best = GridScores.of(ShiftOutcomes.of(only, outcomes))
                .best(List.of(only))
                .weights();
        long mixtures = outcomes.points().size();
        long judgements = mixtures * outcomes.images();
        return new Choice(best, new SearchCost(judgements, judgements, mixtures), Optional.of(outcomes), List.of());
    }
}
