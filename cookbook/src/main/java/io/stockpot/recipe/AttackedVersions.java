package io.stockpot.recipe;

import io.stockpot.base.Progress;
import io.stockpot.soup.choice.MixedNetwork;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Scores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One network on all versions of the images of a shift under attack; the scores of one version come after another's.
 *
 * @param versions the network on each, all with scores of the same number
 */
record AttackedVersions(List<MixedNetwork> versions, Progress progress) implements MixedNetwork {
    @Override
    public List<Scores> scores(String what, List<MixingWeights> mixtures) throws IOException {
        List<Scores> all = new ArrayList<>();
        try (Progress.Task task = progress.start(what + " under attack", mixtures.size(), "soups")) {
            for (MixingWeights weights : mixtures) {
                List<Scores> parts = new ArrayList<>();
                for (MixedNetwork version : versions) {
                    parts.addAll(version.scores(what, List.of(weights)));
                }
                all.add(Scores.joined(parts));
                task.advanceTo(all.size());
            }
        }
        return all;
    }

    @Override
    public List<Double> slopes(MixingWeights weights, float[] pulls) throws IOException {
        int length = pulls.length / versions.size();
        double[] sum = new double[weights.size()];
        for (int i = 0; i < versions.size(); i++) {
            float[] part = Arrays.copyOfRange(pulls, i * length, (i + 1) * length);
            List<Double> found = versions.get(i).slopes(weights, part);
            Arrays.setAll(sum, model -> sum[model] + found.get(model));
        }
        return Arrays.stream(sum).boxed().toList();
    }
}
