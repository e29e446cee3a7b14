package io.stockpot.soup.choice;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A contest that answers as another does, but for what a subclass answers itself. */
class ForwardingContest implements Contest {
    private final Contest contest;

    ForwardingContest(Contest contest) {
        this.contest = contest;
    }

    @Override
    public List<MixingWeights> mixtures() {
        return contest.mixtures();
    }

    @Override
    public int images() {
        return contest.images();
    }

    @Override
    public int versions() {
        return contest.versions();
    }

    @Override
    public int[][] judge(int[] mixtures, int[] images) throws IOException {
        return contest.judge(mixtures, images);
    }

    @Override
    public GridOutcomes judgeAll() throws IOException {
        return contest.judgeAll();
    }

    @Override
    public Optional<MixedNetwork> network() {
        return contest.network();
    }
}
