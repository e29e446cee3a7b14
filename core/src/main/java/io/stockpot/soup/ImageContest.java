package io.stockpot.soup;

import io.stockpot.base.Progress;
import io.stockpot.data.LabelledImages;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.Contest;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A contest of the mixtures of a soup on images in memory. */
final class ImageContest implements Contest, AutoCloseable {
    private final MixtureEvaluation evaluation;
    private final List<MixingWeights> mixtures;
    private final LabelledImages images;
    private final Progress progress;
    private Optional<Progress.Task> blocks = Optional.empty();
    private long judged;

    ImageContest(MixtureEvaluation evaluation, List<MixingWeights> mixtures, LabelledImages images, Progress progress) {
        this.evaluation = evaluation;
        this.mixtures = List.copyOf(mixtures);
        this.images = images;
        this.progress = progress;
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
        int[][] right = new int[some.length][indices.length];
        for (int i = 0; i < some.length; i++) {
            int[] counts = right[i];
            evaluation.judge(mixtures.get(some[i]), block).correct(Labels.CLEAN).stream()
                    .forEach(image -> counts[image] = 1);
            judged += indices.length;
            blocks.get().advanceTo(judged);
        }
        return right;
    }

    @Override
    public GridOutcomes judgeAll() throws IOException {
        List<Outcomes> outcomes = new ArrayList<>();
        try (Progress.Task task = progress.start("soups", mixtures.size(), "soups")) {
            for (MixingWeights weights : mixtures) {
                outcomes.add(evaluation.judge(weights, images));
                task.advanceTo(outcomes.size());
            }
        }
        return GridOutcomes.of(evaluation.names(), mixtures, outcomes);
    }

    /** Ends the display of progress. */
    @Override
    public void close() {
        blocks.ifPresent(Progress.Task::close);
    }
}
