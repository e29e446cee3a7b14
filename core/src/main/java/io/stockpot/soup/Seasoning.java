package io.stockpot.soup;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.outcome.GroupedImages;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.Photos;
import io.stockpot.soup.choice.Choice;
import io.stockpot.soup.choice.ChoiceEvidence;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Robustness.MostRobust;
import io.stockpot.soup.choice.Search;
import io.stockpot.soup.choice.Seasoned;
import io.stockpot.soup.choice.Seasoned.Reason;
import io.stockpot.soup.choice.Seasoned.Rival;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The choice of a mixture for somebody's own labelled images. What the evaluation's memory knows is not judged again,
 * so one that was killed goes on.
 *
 * <pre>{@code
 * Seasoned found = new Seasoning(new Search.Exhaustive(), grid, Optional.empty(), seed)
 *         .run(new MixtureEvaluation(soup, 250), photos, Optional.empty(), Progress.NONE);
 * }</pre>
 *
 * @param search how the mixture is found
 * @param grid all mixtures
 * @param robustness what is to be found out about robustness, if anything
 * @param seed of all that is random
 */
public record Seasoning(Search search, List<MixingWeights> grid, Optional<RobustnessWish> robustness, Seed seed) {
    /** Copies the grid, and checks that the search leaves what the wish for robustness chooses by. */
    public Seasoning {
        grid = List.copyOf(grid);
        if (!search.judgesAll() && robustness.stream().anyMatch(RobustnessWish::chooses)) {
            throw new IllegalArgumentException("to choose by robustness takes the accuracy of all mixtures, which a "
                    + search.title() + " does not measure; take the exhaustive search");
        }
    }

    /** A mixture, and why it was chosen. */
    private record Pick(MixingWeights weights, Reason reason, Optional<MostRobust> equals, int tried) {}

    /** Images that choose, and those that judge. */
    private record Sets(LabelledImages choosing, Optional<LabelledImages> heldOut) {}

    /**
     * Chooses.
     *
     * @param mixtures of the models
     * @param choosing the images that choose
     * @param heldOut images that judge the chosen mixture and all models, if any
     * @throws IOException if the memory fails, or no mixture is as robust as it must be
     */
    public Seasoned run(
            MixtureEvaluation mixtures, LabelledImages choosing, Optional<LabelledImages> heldOut, Progress progress)
            throws IOException {
        List<Outcomes> alone = mixtures.ingredients(choosing);
        Choice found = mixtures.find(search, grid, choosing, seed, progress);
        Optional<ChoiceEvidence> evidence = found.outcomes()
                .map(all -> ChoiceEvidence.of(
                        new ShiftOutcomes(Map.of(choosing.name(), all), groups(choosing)),
                        alone,
                        seed.child("resampling")));
        Optional<RobustSelection> robust = robustness.map(
                wish -> new RobustSelection(mixtures, wish, choosing, seed.child("robustness"), progress));
        Pick pick = robust.isPresent()
                ? pick(robust.get(), found, evidence)
                : new Pick(found.weights(), Reason.ACCURACY, Optional.empty(), 0);
        return new Seasoned(
                found.of(pick.weights()),
                pick.reason(),
                mixtures.soup().digests(),
                alone,
                mixtures.soup().reestimates(),
                mixtures.judge(pick.weights(), choosing),
                evidence,
                heldOut(mixtures, pick.weights(), heldOut),
                robust.isPresent()
                        ? Optional.of(robust.get().measure(pick.weights(), pick.equals(), pick.tried()))
                        : Optional.empty(),
                rivals(mixtures, pick, found.weights(), new Sets(choosing, heldOut), robust));
    }

    private Pick pick(RobustSelection selection, Choice found, Optional<ChoiceEvidence> evidence) throws IOException {
        RobustnessWish wish = robustness.orElseThrow();
        if (!wish.floors().isEmpty()) {
            RobustSelection.Kept kept = selection.robustEnough(found.outcomes().orElseThrow());
            return new Pick(kept.weights(), Reason.ROBUST_ENOUGH, Optional.empty(), kept.tried());
        }
        if (evidence.isEmpty()) {
            return new Pick(found.weights(), Reason.ACCURACY, Optional.empty(), 0);
        }
        MostRobust equal = selection.mostRobust(evidence.get());
        return wish.amongEquals()
                ? new Pick(equal.weights(), Reason.MOST_ROBUST_EQUAL, Optional.of(equal), 0)
                : new Pick(found.weights(), Reason.ACCURACY, Optional.of(equal), 0);
    }

    private static List<Rival> rivals(
            MixtureEvaluation mixtures, Pick pick, MixingWeights best, Sets images, Optional<RobustSelection> robust)
            throws IOException {
        Map<Reason, MixingWeights> others = new EnumMap<>(Reason.class);
        others.put(Reason.ACCURACY, best);
        pick.equals().ifPresent(equal -> others.put(Reason.MOST_ROBUST_EQUAL, equal.weights()));
        List<Rival> rivals = new ArrayList<>();
        for (Map.Entry<Reason, MixingWeights> other : others.entrySet()) {
            MixingWeights weights = other.getValue();
            if (!weights.equals(pick.weights())) {
                rivals.add(new Rival(
                        other.getKey(),
                        weights,
                        mixtures.judge(weights, images.choosing()),
                        images.heldOut().isPresent()
                                ? Optional.of(
                                        mixtures.judge(weights, images.heldOut().get()))
                                : Optional.empty(),
                        robust.isPresent() ? Optional.of(robust.get().mixture(weights)) : Optional.empty()));
            }
        }
        return rivals;
    }

    private static Photos groups(LabelledImages images) {
        List<String> names = images.groups()
                .map(numbers ->
                        Arrays.stream(numbers).mapToObj(Integer::toString).toList())
                .orElse(List.of());
        return Photos.of(Map.of(images.name(), names));
    }

    private static Optional<Seasoned.HeldOut> heldOut(
            MixtureEvaluation mixtures, MixingWeights chosen, Optional<LabelledImages> images) throws IOException {
        if (images.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Seasoned.HeldOut(
                mixtures.judge(chosen, images.get()),
                mixtures.ingredients(images.get()),
                images.get().groups().map(GroupedImages::of)));
    }
}
