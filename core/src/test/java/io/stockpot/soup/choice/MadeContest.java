package io.stockpot.soup.choice;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Outcomes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A contest over images of three answers whose margins are quadratic in the weights: each image has a mixture of its own that it likes
 * best, near one that all like, and is lost some way from it.
 */
final class MadeContest implements Contest {
    private static final float UNLIKELY = 1000;

    private final List<MixingWeights> grid;
    private final double[][] liked;
    private final double[] reach;
    private final List<MixingWeights> asked = new ArrayList<>();

    MadeContest(List<MixingWeights> grid, double[] best, int images, long seed) {
        this.grid = grid;
        this.liked = new double[images][best.length];
        this.reach = new double[images];
        RandomGenerator draws = new Seed(seed).generator();
        for (int image = 0; image < images; image++) {
            for (int i = 0; i < best.length; i++) {
                liked[image][i] = best[i] + 0.2 * draws.nextGaussian();
            }
            reach[image] = draws.nextDouble();
        }
    }

    double margin(MixingWeights weights, int image) {
        double margin = reach[image];
        for (int i = 0; i < weights.size(); i++) {
            double distance = weights.value(i) - liked[image][i];
            margin -= distance * distance;
        }
        return margin;
    }

    /** Returns the scores of three answers; the last is so unlikely that all mixtures have scores of nearly one size. */
    Scores scores(MixingWeights weights) {
        float[] scores = new float[3 * liked.length];
        BitSet right = new BitSet();
        for (int image = 0; image < liked.length; image++) {
            double margin = margin(weights, image);
            scores[3 * image] = (float) margin;
            scores[3 * image + 2] = -UNLIKELY;
            right.set(image, margin > 0);
        }
        return new Scores(3, scores, right);
    }

    private List<Double> slopes(MixingWeights weights, float[] pulls) {
        List<Double> slopes = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            slopes.add(slope(weights, i, pulls, 0));
        }
        return slopes;
    }

    /** Returns the derivative in one weight of the scores, times pulls from some place on. */
    double slope(MixingWeights weights, int model, float[] pulls, int from) {
        double slope = 0;
        for (int image = 0; image < liked.length; image++) {
            slope -= pulls[from + 3 * image] * 2 * (weights.value(model) - liked[image][model]);
        }
        return slope;
    }

    /** Returns the mixtures that were asked for, in order. */
    List<MixingWeights> asked() {
        return asked;
    }

    /** Returns the largest accuracy of the grid. */
    double best() {
        return grid.stream()
                .mapToDouble(weights -> scores(weights).accuracy().value())
                .max()
                .orElseThrow();
    }

    @Override
    public List<MixingWeights> mixtures() {
        return grid;
    }

    @Override
    public int images() {
        return liked.length;
    }

    @Override
    public int versions() {
        return 1;
    }

    @Override
    public int[][] judge(int[] mixtures, int[] images) {
        throw new AssertionError("asks for margins");
    }

    @Override
    public GridOutcomes judgeAll() {
        List<Outcomes> outcomes = grid.stream()
                .map(weights -> new Outcomes(
                        "0", liked.length, Map.of("clean", scores(weights).right())))
                .toList();
        List<String> names = IntStream.range(0, grid.get(0).size())
                .mapToObj(i -> "model " + i)
                .toList();
        return GridOutcomes.of(names, grid, outcomes);
    }

    @Override
    public Optional<MixedNetwork> network() {
        return Optional.of(new MixedNetwork() {
            @Override
            public List<Scores> scores(String what, List<MixingWeights> mixtures) {
                asked.addAll(mixtures);
                return mixtures.stream().map(MadeContest.this::scores).toList();
            }

            @Override
            public List<Double> slopes(MixingWeights weights, float[] pulls) {
                return MadeContest.this.slopes(weights, pulls);
            }
        });
    }

    /** A contest in which one mixture and its neighbours answer with no numbers. */
    static final class Ruined extends ForwardingContest {
        private final MadeContest contest;
        private final MixingWeights ruined;

        Ruined(MadeContest contest, MixingWeights ruined) {
            super(contest);
            this.contest = contest;
            this.ruined = ruined;
        }

        private boolean near(MixingWeights weights) {
            double distance = 0;
            for (int i = 0; i < weights.size(); i++) {
                distance += Math.abs(weights.value(i) - ruined.value(i));
            }
            return distance < 0.9;
        }

        @Override
        public Optional<MixedNetwork> network() {
            float[] numbers = new float[3 * contest.images()];
            Arrays.fill(numbers, Float.NaN);
            Scores none = new Scores(3, numbers, new BitSet());
            return Optional.of((what, mixtures) -> mixtures.stream()
                    .map(weights -> near(weights) ? none : contest.scores(weights))
                    .toList());
        }
    }
}
