package io.stockpot.soup.choice;

import io.stockpot.base.Seed;
import io.stockpot.base.Shuffle;
import io.stockpot.soup.choice.LayerChoice.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** One search for weights of single layers or blocks. */
final class LayerRun {
    private final LayerDescent search;
    private final Contest contest;
    private final MixedNetwork network;
    private final List<TensorGroup> groups;
    private final WeightRange range;
    private final int all;
    private final List<Trial> trials = new ArrayList<>();
    private long passes;

    /** Images that judge, and the way that the others have found. */
    private record Fold(PartNetwork judging, LayerPath path) {}

    LayerRun(LayerDescent search, Contest contest, Seed seed) throws IOException {
        this.search = search;
        this.contest = contest;
        this.network = contest.network()
                .orElseThrow(() -> new IOException("gradient descent per layer needs the models, and of these mixtures"
                        + " only right and wrong were kept: search where the models are"));
        if (contest.images() < search.folds()) {
            throw new IllegalArgumentException("folds must be at most the number of images, which is "
                    + contest.images() + ", not " + search.folds());
        }
        this.groups = network.groups(search.by());
        this.range = WeightRange.of(contest.mixtures(), search.denominator());
        this.all = contest.images() * contest.versions();
        judgePenalties(folds(seed));
    }

    /** Shares out images, all versions of an image together. */
    private List<Fold> folds(Seed seed) throws IOException {
        int[] order = Shuffle.permutation(contest.images(), seed);
        int[] foldOf = new int[order.length];
        for (int place = 0; place < order.length; place++) {
            foldOf[order[place]] = place % search.folds();
        }
        List<Fold> folds = new ArrayList<>();
        for (int number = 0; number < search.folds(); number++) {
            int fold = number;
            int[] judging = IntStream.range(0, all)
                    .filter(row -> foldOf[row % foldOf.length] == fold)
                    .toArray();
            int[] choosing = IntStream.range(0, all)
                    .filter(row -> foldOf[row % foldOf.length] != fold)
                    .toArray();
            folds.add(new Fold(new PartNetwork(network, judging, all), path(new PartNetwork(network, choosing, all))));
        }
        return folds;
    }

    /** Finds the common weights by some images. */
    private LayerPath path(MixedNetwork some) throws IOException {
        Choice common = search.common().find(contest, some);
        passes += common.cost().judgements() / contest.images();
        return new LayerPath(search, some, groups, range, common.weights());
    }

    /** Tries penalties on all folds, as long as easing them helps. */
    private void judgePenalties(List<Fold> folds) throws IOException {
        trials.add(judged(Double.POSITIVE_INFINITY, folds));
        for (double penalty : search.penalties()) {
            for (Fold fold : folds) {
                fold.path().descend(penalty);
            }
            Trial trial = judged(penalty, folds);
            boolean worse = trial.loss() > trials.get(trials.size() - 1).loss();
            trials.add(trial);
            if (worse) {
                break;
            }
        }
        folds.forEach(fold -> passes += fold.path().passes());
    }

    private Trial judged(double penalty, List<Fold> folds) throws IOException {
        double loss = 0;
        int right = 0;
        for (Fold fold : folds) {
            Scores scores = fold.judging().scores(fold.path().weights());
            loss += new ScoreLoss(scores, search.sharpness()).value()
                    * fold.judging().share();
            right += scores.accuracy().correct();
        }
        return new Trial(penalty, loss, right);
    }

    /** Goes the same way with all images, to the penalty of the least loss. */
    LayerChoice choice() throws IOException {
        Trial best = trials.get(0);
        for (Trial trial : trials) {
            best = trial.loss() < best.loss() ? trial : best;
        }
        double chosen = best.penalty();
        LayerPath path = path(network);
        MixingWeights common = path.weights().common();
        for (double penalty : search.penalties()) {
            if (penalty >= chosen) {
                path.descend(penalty);
            }
        }
        passes += path.passes();
        SearchCost cost = new SearchCost(passes * all, (long) contest.mixtures().size() * all, passes);
        OptionalDouble penalty = Double.isInfinite(chosen) ? OptionalDouble.empty() : OptionalDouble.of(chosen);
        return new LayerChoice(path.weights(), common, penalty, trials, cost);
    }
}
