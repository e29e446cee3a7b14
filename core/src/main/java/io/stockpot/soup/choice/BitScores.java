package io.stockpot.soup.choice;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The scores of a contest that keeps right and wrong only: 1 for the right answer and 0 for all others together, or the
 * reverse. Knows the mixtures of the grid. Of the versions of an image only the number that is right is known: the first
 * ones are taken to be.
 *
 * @param contest with the bits
 */
record BitScores(Contest contest) implements MixedNetwork {
    @Override
    public List<Scores> scores(String what, List<MixingWeights> mixtures) throws IOException {
        int[] indices = mixtures.stream().mapToInt(contest.mixtures()::indexOf).toArray();
        int[] images = IntStream.range(0, contest.images()).toArray();
        return Arrays.stream(contest.judge(indices, images)).map(this::scores).toList();
    }

    private Scores scores(int[] counts) {
        int versions = contest.versions();
        BitSet right = new BitSet(counts.length * versions);
        float[] values = new float[2 * counts.length * versions];
        for (int place = 0; place < counts.length * versions; place++) {
            boolean isRight = place % versions < counts[place / versions];
            right.set(place, isRight);
            values[2 * place + (isRight ? 0 : 1)] = 1;
        }
        return new Scores(2, values, right);
    }
}
