package io.stockpot.soup;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.Contest;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.LayerGroups;
import io.stockpot.soup.choice.LayeredWeights;
import io.stockpot.soup.choice.MixedNetwork;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Scores;
import io.stockpot.soup.choice.TensorGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A contest of the mixtures of a soup on images in memory. */
final class ImageContest implements Contest, MixedNetwork, AutoCloseable {
    private final MixtureEvaluation evaluation;
    private final List<MixingWeights> mixtures;
    private final LabelledImages images;
    private final Progress progress;
    private final int[] right;
    private final int[] seen;
    private Optional<Progress.Task> blocks = Optional.empty();
    private long judged;
    private int best = -1;

    ImageContest(MixtureEvaluation evaluation, List<MixingWeights> mixtures, LabelledImages images, Progress progress) {
        this.evaluation = evaluation;
        this.mixtures = List.copyOf(mixtures);
        this.images = images;
        this.progress = progress;
        this.right = new int[mixtures.size()];
        this.seen = new int[mixtures.size()];
    }

    @Override
    public List<MixingWeights> mixtures() {
        return mixtures;
    }

    @Override
    public int images() {
        return images.size();
    }

    @Override
    public int versions() {
        return 1;
    }

    @Override
    public int[][] judge(int[] some, int[] indices) throws IOException {
        if (blocks.isEmpty()) {
            long most = (long) mixtures.size() * images.size();
            blocks = Optional.of(progress.start("race", most, "judgements at most"));
        }
        LabelledImages block = images.subset(indices);
        int[][] answers = new int[some.length][indices.length];
        for (int i = 0; i < some.length; i++) {
            int[] counts = answers[i];
            Outcomes outcomes = evaluation.judge(mixtures.get(some[i]), block);
            outcomes.correct(Labels.CLEAN).stream().forEach(image -> counts[image] = 1);
            judged += indices.length;
            show(some[i], outcomes, blocks.get());
            blocks.get().advanceTo(judged);
        }
        return answers;
    }

    @Override
    public GridOutcomes judgeAll() throws IOException {
        List<Outcomes> outcomes = new ArrayList<>();
        try (Progress.Task task = progress.start("soups", mixtures.size(), "soups")) {
            for (int mixture = 0; mixture < mixtures.size(); mixture++) {
                Outcomes found = evaluation.judge(mixtures.get(mixture), images);
                outcomes.add(found);
                show(mixture, found, task);
                task.advanceTo(outcomes.size());
            }
        }
        return GridOutcomes.of(evaluation.names(), mixtures, outcomes);
    }

    @Override
    public Optional<MixedNetwork> network() {
        return Optional.of(this);
    }

    @Override
    public List<Double> slopes(MixingWeights weights, float[] pulls) throws IOException {
        return evaluation.slopes(weights, images, pulls);
    }

    @Override
    public List<Scores> scores(String what, List<MixingWeights> some) throws IOException {
        return scores(what, some, weights -> evaluation.scores(weights, images));
    }

    /** How one mixture is asked. */
    @FunctionalInterface
    private interface Question {
        Scores ask(MixingWeights weights) throws IOException;
    }

    private List<Scores> scores(String what, List<MixingWeights> some, Question question) throws IOException {
        List<Scores> scores = new ArrayList<>();
        try (Progress.Task task = progress.start(what, some.size(), "soups")) {
            for (MixingWeights weights : some) {
                task.note(weights.formula(evaluation.names()));
                scores.add(question.ask(weights));
                task.advanceTo(scores.size());
            }
        }
        return scores;
    }

    @Override
    public MixedNetwork attacked(List<String> threats, int steps, Seed seed) throws IOException {
        MixedNetwork attacked = evaluation.attacked(images, InnerAttack.of(threats, steps, seed));
        return new MixedNetwork() {
            @Override
            public List<Scores> scores(String what, List<MixingWeights> some) throws IOException {
                return ImageContest.this.scores(
                        what + " under attack",
                        some,
                        weights -> attacked.scores(what, List.of(weights)).get(0));
            }

            @Override
            public List<Double> slopes(MixingWeights weights, float[] pulls) throws IOException {
                return attacked.slopes(weights, pulls);
            }
        };
    }

    @Override
    public List<TensorGroup> groups(LayerGroups by) {
        return evaluation.groups(by);
    }

    @Override
    public Scores scores(LayeredWeights weights) throws IOException {
        return evaluation.scores(weights, images);
    }

    @Override
    public List<List<Double>> slopes(LayeredWeights weights, List<TensorGroup> groups, float[] pulls)
            throws IOException {
        return evaluation.slopes(weights, groups, images, pulls);
    }

    /** Shows the best so far of those that have judged most images, in the order of the grid. */
    private void show(int mixture, Outcomes found, Progress.Task task) {
        right[mixture] += found.accuracy(Labels.CLEAN).correct();
        seen[mixture] += found.images();
        boolean more = best < 0 || seen[mixture] > seen[best];
        if (more || (seen[mixture] == seen[best] && right[mixture] > right[best])) {
            best = mixture;
            Accuracy accuracy = new Accuracy(right[best], seen[best]);
            task.note("best " + accuracy.percent() + ": " + mixtures.get(best).formula(evaluation.names()));
        }
    }

    /** Ends the display of progress. */
    @Override
    public void close() {
        blocks.ifPresent(Progress.Task::close);
    }
}
