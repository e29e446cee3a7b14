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
 */
public record Choice(MixingWeights weights, SearchCost cost, Optional<GridOutcomes> outcomes, List<String> assurance) {
    /** Copies the list. */
    public Choice {
        assurance = List.copyOf(assurance);
    }

    /** Returns the choice of another mixture by what the same search has left. */
    public Choice of(MixingWeights other) {
        return new Choice(other, cost, outcomes, assurance);
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
