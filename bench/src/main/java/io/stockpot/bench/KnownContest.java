package io.stockpot.bench;

import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.Contest;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixedNetwork;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A contest whose every answer is known. Versions of an image are images of their own here.
 *
 * @param mixtures of the grid
 * @param scores of each; of two answers, where only bits are known
 * @param hasNetwork whether searches may see more than bits
 */
record KnownContest(List<MixingWeights> mixtures, List<Scores> scores, boolean hasNetwork) implements Contest {
    /** Returns a contest over stored outcomes, in which images are bits. */
    static KnownContest of(GridOutcomes stored) {
        List<Scores> scores = new ArrayList<>();
        for (GridOutcomes.Point point : stored.points()) {
            List<String> versions = point.outcomes().conditions();
            int images = stored.images();
            BitSet right = new BitSet();
            for (int version = 0; version < versions.size(); version++) {
                int before = version * images;
                point.outcomes().correct(versions.get(version)).stream().forEach(image -> right.set(before + image));
            }
            scores.add(new Scores(2, new float[2 * images * versions.size()], right));
        }
        return new KnownContest(stored.weights(), scores, false);
    }

    /** Returns the contest over some of the images. */
    KnownContest subset(int[] images) {
        return new KnownContest(
                mixtures, scores.stream().map(all -> subset(all, images)).toList(), hasNetwork);
    }

    private static Scores subset(Scores all, int[] images) {
        int answers = all.answers();
        float[] values = all.values();
        float[] some = new float[images.length * answers];
        BitSet bits = all.right();
        BitSet right = new BitSet();
        for (int i = 0; i < images.length; i++) {
            System.arraycopy(values, images[i] * answers, some, i * answers, answers);
            right.set(i, bits.get(images[i]));
        }
        return new Scores(answers, some, right);
    }

    /** Returns the accuracy of a mixture, in [0, 1]. */
    double accuracy(MixingWeights weights) {
        return scores.get(mixtures.indexOf(weights)).accuracy().value();
    }

    @Override
    public int images() {
        return scores.get(0).images();
    }

    @Override
    public int versions() {
        return 1;
    }

    @Override
    public int[][] judge(int[] some, int[] images) {
        return Arrays.stream(some)
                .mapToObj(mixture -> scores.get(mixture).right())
                .map(right -> Arrays.stream(images)
                        .map(image -> right.get(image) ? 1 : 0)
                        .toArray())
                .toArray(int[][]::new);
    }

    @Override
    public GridOutcomes judgeAll() {
        List<Outcomes> outcomes = scores.stream()
                .map(known -> new Outcomes("0", images(), Map.of("clean", known.right())))
                .toList();
        List<String> names = IntStream.range(0, mixtures.get(0).size())
                .mapToObj(i -> "model " + i)
                .toList();
        return GridOutcomes.of(names, mixtures, outcomes);
    }

    @Override
    public Optional<MixedNetwork> network() {
        Map<MixingWeights, Scores> known = new HashMap<>();
        for (int i = 0; i < scores.size(); i++) {
            known.put(mixtures.get(i), scores.get(i));
        }
        return Optional.of(known)
                .filter(any -> hasNetwork)
                .map(all -> (what, some) -> some.stream().map(all::get).toList());
    }
}
