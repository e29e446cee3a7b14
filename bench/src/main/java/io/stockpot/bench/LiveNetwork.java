package io.stockpot.bench;

import io.stockpot.data.LabelledImages;
import io.stockpot.evaluate.ScoreOrder;
import io.stockpot.evaluate.ScorePass;
import io.stockpot.soup.MixtureSlopes;
import io.stockpot.soup.ScoreLog;
import io.stockpot.soup.Soup;
import io.stockpot.soup.choice.Contest;
import io.stockpot.soup.choice.MixedNetwork;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Scores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network that answers about any mixture, of the grid or not.
 *
 * @param soup mixes
 * @param photos that it answers about
 * @param log remembers its scores
 * @param what the photos and the statistics are called there
 */
record LiveNetwork(Soup soup, LabelledImages photos, ScoreLog log, String what) implements MixedNetwork, AskedMixtures {
    private static final int BATCH = 250;

    /** Returns the same network on some of the photos, with a memory of its own. */
    LiveNetwork on(int[] images) {
        return new LiveNetwork(soup, photos.subset(images), new ScoreLog(Optional.empty()), what);
    }

    @Override
    public Contest contest(KnownContest known) {
        return known.withNetwork(this);
    }

    @Override
    public double accuracy(MixingWeights weights) throws IOException {
        return scores("judging", List.of(weights)).get(0).accuracy().value();
    }

    @Override
    public List<Scores> scores(String question, List<MixingWeights> mixtures) throws IOException {
        List<Scores> scores = new ArrayList<>();
        for (MixingWeights weights : mixtures) {
            scores.add(log.get(weights.toString(), what, () -> ScorePass.of(soup.mix(weights)::logits, photos, BATCH)));
        }
        return scores;
    }

    @Override
    public List<Double> slopes(MixingWeights weights, float[] pulls) throws IOException {
        return new MixtureSlopes(soup, BATCH).of(weights, photos, ScoreOrder.of(photos), pulls);
    }
}
