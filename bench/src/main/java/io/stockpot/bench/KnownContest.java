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
 * @param network answers searches that look at more than bits, if they may
 */
record KnownContest(List<MixingWeights> mixtures, List<Scores> scores, Optional<MixedNetwork> network)
        implements Contest, AskedMixtures {
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
        return new KnownContest(stored.weights(), scores, Optional.empty());
    }

    /** Returns the contest over some of the images; if it has a network, one that knows the mixtures of the grid. */
    KnownContest subset(int[] images) {
        KnownContest some = new KnownContest(
                mixtures, scores.stream().map(all -> subset(all, images)).toList(), Optional.empty());
        return network.isPresent() ? some.withNetwork() : some;
    }

    /** Returns the same contest, in which searches may see the scores that are known. */
    KnownContest withNetwork() {
        Map<MixingWeights, Scores> known = new HashMap<>();
        for (int i = 0; i < scores.size(); i++) {
            known.put(mixtures.get(i), scores.get(i));
        }
        return withNetwork((what, some) -> some.stream().map(known::get).toList());
    }

    /** Returns the same contest, in which another answers searches that see more than bits. */
    KnownContest withNetwork(MixedNetwork other) {
        return new KnownContest(mixtures, scores, Optional.of(other));
    }

    @Override
    public Contest contest(KnownContest known) {
        return this;
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

    @Override
    public double accuracy(MixingWeights weights) {
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
}
