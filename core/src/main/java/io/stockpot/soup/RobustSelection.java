package io.stockpot.soup;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.base.Shuffle;
import io.stockpot.data.LabelledImages;
import io.stockpot.evaluate.Evaluator;
import io.stockpot.evaluate.Findings;
import io.stockpot.evaluate.Warning;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.ChoiceEvidence;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.GridScores;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.RobustFloor;
import io.stockpot.soup.choice.Robustness;
import io.stockpot.soup.choice.Robustness.MostRobust;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Measures mixtures under threats on some of the images that choose, and chooses by that. The images are drawn by
 * class, in an order of which every prefix is a sample too, so what was found on few of them serves when more are
 * attacked.
 */
final class RobustSelection {
    /** Mixtures that are attacked on few images. */
    private static final int SCREENED = 200;

    /** Mixtures that are attacked on all images. */
    private static final int FINALISTS = 10;

    /** Few images are this share of all. */
    private static final int SHARE = 5;

    /** Mixtures that are held against floors. */
    private static final int TRIED = 500;

    private final MixtureEvaluation mixtures;
    private final RobustnessWish wish;
    private final LabelledImages attacked;
    private final int[] places;
    private final String data;
    private final Seed seed;
    private final Progress progress;

    RobustSelection(
            MixtureEvaluation mixtures, RobustnessWish wish, LabelledImages choosing, Seed seed, Progress progress) {
        this.mixtures = mixtures;
        this.wish = wish;
        this.data = choosing.digest();
        this.seed = seed;
        this.progress = progress;
        int[] order = Shuffle.byClass(choosing.labels(), seed.child("attacked"));
        this.places = Arrays.copyOf(order, Math.min(order.length, wish.images()));
        this.attacked = choosing.subset(places);
    }

    /** A mixture that satisfies all floors, and how many were held against them. */
    record Kept(MixingWeights weights, int tried) {}

    /**
     * Returns the mixture of the highest accuracy that satisfies all floors.
     *
     * @param outcomes of all mixtures on all images that choose
     * @throws IOException if none does, naming the most robust found
     */
    Kept robustEnough(GridOutcomes outcomes) throws IOException {
        String only = "";
        List<MixingWeights> ranking = GridScores.of(ShiftOutcomes.of(only, outcomes)).ranking(List.of(only)).stream()
                .map(GridScores.Ranked::weights)
                .toList();
        List<MixingWeights> some = ranking.subList(0, Math.min(TRIED, ranking.size()));
        List<MixingWeights> refused = new ArrayList<>();
        try (Progress.Task task = progress.start("robust enough?", some.size(), "soups at most")) {
            for (MixingWeights weights : some) {
                task.note(weights.formula(mixtures.names()));
                if (keeps(weights, outcomes.at(weights).correct(Labels.CLEAN))) {
                    return new Kept(weights, refused.size() + 1);
                }
                refused.add(weights);
                task.advanceTo(refused.size());
            }
        }
        throw new IOException(noneKeeps(refused));
    }

    /** Attacks more and more images, until it is certain whether a mixture satisfies all floors. */
    private boolean keeps(MixingWeights weights, BitSet clean) throws IOException {
        int all = attacked.size();
        for (int images : new int[] {0, (all + 3) / 4, (all + 1) / 2, all}) {
            int rest = (int) IntStream.range(images, all)
                    .filter(image -> clean.get(places[image]))
                    .count();
            Optional<Outcomes> found = images == 0 ? Optional.empty() : Optional.of(mixture(weights, images));
            for (RobustFloor floor : wish.floors()) {
                int right = found.map(some -> some.accuracy(floor.condition()).correct())
                        .orElse(0);
                if (right + rest < floor.least(all)) {
                    return false;
                }
            }
        }
        return true;
    }

    private String noneKeeps(List<MixingWeights> refused) throws IOException {
        MixingWeights best = mostRobust(refused).weights();
        Outcomes outcomes = mixture(best);
        List<String> values = outcomes.conditions().stream()
                .map(label -> outcomes.accuracy(label).percent() + " under " + label)
                .toList();
        List<String> floors = wish.floors().stream().map(RobustFloor::toString).toList();
        return "none of " + refused.size() + " mixtures, the most accurate first, keeps " + String.join(" and ", floors)
                + " on " + attacked.size() + " of these images; the most robust found, "
                + best.formula(mixtures.names()) + ", gets " + String.join(" and ", values)
                + ": ask for less, or mix more robust models. Nothing was written";
    }

    /** Returns the most robust of the mixtures that cannot be told from the best; of equals, the most accurate. */
    MostRobust mostRobust(ChoiceEvidence evidence) throws IOException {
        List<MixingWeights> equals =
                new ArrayList<>(List.of(evidence.best().best().weights()));
        evidence.best().others().forEach(other -> equals.add(other.weights()));
        return mostRobust(equals);
    }

    private MostRobust mostRobust(List<MixingWeights> all) throws IOException {
        List<MixingWeights> some = all.subList(0, Math.min(SCREENED, all.size()));
        int few = (attacked.size() + SHARE - 1) / SHARE;
        List<MixingWeights> finalists = some;
        try (Progress.Task task = progress.start("most robust", some.size() + FINALISTS, "soups")) {
            if (some.size() > FINALISTS) {
                finalists = ranked(some, few, 0, task).subList(0, FINALISTS);
            }
            MixingWeights best =
                    ranked(finalists, attacked.size(), some.size(), task).get(0);
            return new MostRobust(best, mixture(best), all.size(), some.size(), few, finalists.size());
        }
    }

    /** Sorts by how many of the first images stay right, the most robust first; of equals, in the given order. */
    private List<MixingWeights> ranked(List<MixingWeights> some, int images, int done, Progress.Task task)
            throws IOException {
        Map<MixingWeights, Integer> right = new LinkedHashMap<>();
        for (MixingWeights weights : some) {
            task.note(weights.formula(mixtures.names()));
            right.put(weights, Robustness.right(mixture(weights, images)));
            task.advanceTo(done + right.size());
        }
        return some.stream()
                .sorted(Comparator.<MixingWeights>comparingInt(right::get).reversed())
                .toList();
    }

    /** Measures the chosen mixture and every model. */
    Robustness measure(MixingWeights chosen, Optional<MostRobust> equals, int tried) throws IOException {
        int models = mixtures.names().size();
        List<Outcomes> alone = new ArrayList<>();
        try (Progress.Task task = progress.start("robustness", models + 1, "models")) {
            for (int i = 0; i < models; i++) {
                task.note(mixtures.names().get(i));
                alone.add(mixtures.attackAlone(i, evaluator(attacked.size()), data)
                        .outcomes());
                task.advanceTo(i + 1);
            }
            Findings soup = mixtures.attack(chosen, evaluator(attacked.size()), data);
            List<String> warnings =
                    soup.warnings().stream().map(Warning::toString).toList();
            return new Robustness(wish.attack(), alone, soup.outcomes(), equals, wish.floors(), tried, warnings);
        }
    }

    /** Returns what a mixture gets right of all attacked images. */
    Outcomes mixture(MixingWeights weights) throws IOException {
        return mixture(weights, attacked.size());
    }

    private Outcomes mixture(MixingWeights weights, int images) throws IOException {
        return mixtures.attack(weights, evaluator(images), data).outcomes();
    }

    private Evaluator evaluator(int images) {
        return new Evaluator(attacked.first(images), wish.conditions(), mixtures.batchSize(), seed);
    }
}
