package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Seed;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaceTest {
    private static final List<MixingWeights> LATTICE = new WeightGrid.Lattice("-0.4", "1.4", "0.2").points(4);
    private static final Race RACE = new Race(0.05, 10, 1.25);

    @Test
    void findsTheBestOfFourHundredAndEightyWithAFifthOfTheWork() throws IOException {
        for (MadeShifts kind : List.of(MadeShifts.CLEAR, MadeShifts.INNER)) {
            GridOutcomes grid = kind.draw(LATTICE, 1000, 1, 1);
            double[] scores = ImageScores.of(grid).means();
            double best = Arrays.stream(scores).max().orElseThrow();
            long judgements = 0;
            double regret = 0;
            for (int trial = 0; trial < 20; trial++) {
                Race.Finish finish = RACE.run(Contest.of(grid), new Seed(trial));
                judgements += finish.cost().judgements();
                regret += (best - scores[finish.winner()]) / 20;
                assertThat(finish.finalists()).contains(finish.winner());
                assertThat(finish.cost().exhaustive()).isEqualTo(480_000);
            }
            assertThat(20 * 480_000.0 / judgements).as(kind.toString()).isGreaterThan(5);
            assertThat(regret).as(kind.toString()).isLessThan(0.002);
        }
    }

    /** Mixtures that differ by chance only are the hardest case: the best leads by a few images of 200. */
    @Test
    void losesTheBestNoMoreOftenThanStated() throws IOException {
        List<MixingWeights> grid = new WeightGrid.Simplex(5).points(3);
        MadeShifts flat = new MadeShifts(List.of(0.5, 0.5, 0.5), 0.9, 0.05, 0);
        Race careless = new Race(0.3, 10, 1.5);
        int lost = 0;
        for (int trial = 0; trial < 200; trial++) {
            GridOutcomes drawn = flat.draw(grid, 200, 1, trial);
            double[] scores = ImageScores.of(drawn).means();
            int winner = careless.run(Contest.of(drawn), new Seed(trial)).winner();
            lost += scores[winner] < Arrays.stream(scores).max().orElseThrow() ? 1 : 0;
        }
        // 30 % of 200 are 60; a few are lost, or the bets were too timid to test anything
        assertThat(lost).isBetween(1, 60);
    }

    @Test
    void countsVersionsOfAnImageTogether() throws IOException {
        List<MixingWeights> grid = new WeightGrid.Simplex(5).points(4);
        GridOutcomes fog = MadeShifts.INNER.draw(grid, 400, 5, 3);
        double[] scores = ImageScores.of(fog).means();
        Race.Finish finish = RACE.run(Contest.of(fog), new Seed(1));
        assertThat(scores[finish.winner()])
                .isEqualTo(Arrays.stream(scores).max().orElseThrow());
        assertThat(finish.cost().saving()).isGreaterThan(1.5);
    }

    @Test
    void showsEachImageOnceToThoseThatAreLeft() throws IOException {
        GridOutcomes stored = MadeShifts.CLEAR.draw(LATTICE, 130, 1, 4);
        BitSet[] seen = new BitSet[LATTICE.size()];
        Arrays.setAll(seen, any -> new BitSet());
        long[] asked = new long[1];
        Race.Finish finish = RACE.run(
                new Watched(Contest.of(stored), (mixtures, images) -> {
                    for (int mixture : mixtures) {
                        for (int image : images) {
                            assertThat(seen[mixture].get(image)).isFalse();
                            seen[mixture].set(image);
                            asked[0]++;
                        }
                    }
                }),
                new Seed(5));
        assertThat(finish.cost().judgements()).isEqualTo(asked[0]);
        assertThat(finish.finalists()).allMatch(mixture -> seen[mixture].cardinality() == finish.seen());
        Contest failing = new Watched(Contest.of(stored), (mixtures, images) -> {
            throw new IOException("the disk is gone");
        });
        assertThatThrownBy(() -> RACE.run(failing, new Seed(5)))
                .isInstanceOf(IOException.class)
                .hasMessage("the disk is gone");
    }

    /** Sees what is asked for. */
    private interface Watcher {
        void see(int[] mixtures, int[] images) throws IOException;
    }

    /** A contest that is watched. */
    private static final class Watched extends ForwardingContest {
        private final Watcher watcher;

        Watched(Contest contest, Watcher watcher) {
            super(contest);
            this.watcher = watcher;
        }

        @Override
        public int[][] judge(int[] mixtures, int[] images) throws IOException {
            watcher.see(mixtures, images);
            return super.judge(mixtures, images);
        }
    }

    @Test
    void findsTheSameAsAnExhaustiveSearchAndSaysHowSureItIs() throws IOException {
        Contest contest = Contest.of(MadeShifts.CLEAR.draw(new WeightGrid.Simplex(5).points(4), 400, 1, 2));
        Choice raced = new Race(0.015, 10, 1.25).find(contest, new Seed(1));
        Choice all = new Search.Exhaustive().find(contest, new Seed(1));
        assertThat(raced.weights()).isEqualTo(all.weights());
        assertThat(raced.outcomes()).isEmpty();
        assertThat(raced.assurance()).singleElement().asString().contains("a race of 56 mixtures", "at least 98.5 %");
        assertThat(all.outcomes()).contains(contest.judgeAll());
        assertThat(all.cost()).isEqualTo(new SearchCost(56 * 400, 56 * 400, 56));
    }

    @Test
    void refusesNumbersThatMakeNoRace() {
        assertThatThrownBy(() -> new Race(0, 50, 1.25)).hasMessageContaining("error probability");
        assertThatThrownBy(() -> new Race(0.05, 0, 1.25)).hasMessageContaining("first block");
        assertThatThrownBy(() -> new Race(0.05, 50, 0.5)).hasMessageContaining("growth");
    }
}
