package io.stockpot.soup.choice;

import io.stockpot.outcome.GroupedImages;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import java.util.List;
import java.util.Optional;

/**
 * What was found when a mixture was chosen for somebody's images.
 *
 * @param choice the chosen mixture, and what the search leaves
 * @param reason why it was chosen
 * @param digests of the models' weights
 * @param alone each model on the images that chose, as it is
 * @param reestimated whether mixtures got batch-norm statistics of their own, also those of one model
 * @param adaptation the chosen mixture on the images that chose it
 * @param evidence how firm the choice of the best mixture is, if all mixtures judged all images
 * @param heldOut the chosen mixture and all models on images that chose nothing
 * @param robustness of the chosen mixture and the models, if it was measured
 * @param rivals mixtures that another reason would have chosen
 */
public record Seasoned(
        Choice choice,
        Reason reason,
        List<String> digests,
        List<Outcomes> alone,
        boolean reestimated,
        Outcomes adaptation,
        Optional<ChoiceEvidence> evidence,
        Optional<HeldOut> heldOut,
        Optional<Robustness> robustness,
        List<Rival> rivals) {
    /** Why a mixture was chosen. */
    public enum Reason {
        /** It has the highest accuracy on the images. */
        ACCURACY,
        /** It is the most robust of those that cannot be told from the best. */
        MOST_ROBUST_EQUAL,
        /** It has the highest accuracy of those that are robust enough. */
        ROBUST_ENOUGH
    }

    /**
     * A mixture that was not chosen.
     *
     * @param reason for which it would have been
     * @param weights of it
     * @param adaptation what it gets right of the images that chose
     * @param heldOut what it gets right of those that chose nothing, if there are any
     * @param robust what it gets right of the attacked images, if there are any
     */
    public record Rival(
            Reason reason,
            MixingWeights weights,
            Outcomes adaptation,
            Optional<Outcomes> heldOut,
            Optional<Outcomes> robust) {}

    /**
     * Images that chose nothing.
     *
     * @param soup the chosen mixture on them
     * @param models each model on them, as it is
     * @param groups of the images, if they belong together
     */
    public record HeldOut(Outcomes soup, List<Outcomes> models, Optional<GroupedImages> groups) {
        /** Copies the list. */
        public HeldOut {
            models = List.copyOf(models);
        }
    }

    /** Returns the groups of the images that chose, if they belong together and all mixtures judged them. */
    public Optional<GroupedImages> groups() {
        return evidence.flatMap(all -> {
            String name = all.outcomes().names().get(0);
            return all.outcomes().photos().grouped(name)
                    ? Optional.of(
                            GroupedImages.of(all.outcomes().photos().names().get(name)))
                    : Optional.empty();
        });
    }

    /** Copies the lists. */
    public Seasoned {
        digests = List.copyOf(digests);
        alone = List.copyOf(alone);
        rivals = List.copyOf(rivals);
    }

    /** Returns the mixture that would have been chosen for a reason, if it is another than the chosen one. */
    public Optional<Rival> rival(Reason other) {
        return rivals.stream().filter(rival -> rival.reason() == other).findFirst();
    }

    /** Returns the place of the model that is best alone on the images that chose the soup; of equals, the first. */
    public int bestAlone() {
        int best = 0;
        for (int i = 1; i < alone.size(); i++) {
            if (alone.get(i).accuracy(Labels.CLEAN).compareTo(alone.get(best).accuracy(Labels.CLEAN)) > 0) {
                best = i;
            }
        }
        return best;
    }

    /** Returns the place of the model that was chosen, if it is one: a mixture of a single model, as that model is. */
    public Optional<Integer> model() {
        return choice.weights().single().stream()
                .filter(any -> !reestimated)
                .boxed()
                .findFirst();
    }
}
