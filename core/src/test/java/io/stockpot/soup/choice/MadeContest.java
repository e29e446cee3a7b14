package io.stockpot.soup.choice;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Outcomes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A contest over images whose margins are quadratic in the weights: each image has a mixture of its own that it likes
 * best, near one that all like, and is lost some way from it.
 */
final class MadeContest implements Contest {
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

    Margins margins(MixingWeights weights) {
        float[] margins = new float[liked.length];
        for (int image = 0; image < margins.length; image++) {
            margins[image] = (float) margin(weights, image);
        }
        return new Margins(margins);
    }

    /** Returns the mixtures that were asked for, in order. */
    List<MixingWeights> asked() {
        return asked;
    }

    /** Returns the largest accuracy of the grid. */
    double best() {
        return grid.stream()
                .mapToDouble(weights -> margins(weights).accuracy().value())
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
                        "0", liked.length, Map.of("clean", margins(weights).correct())))
                .toList();
        List<String> names = IntStream.range(0, grid.get(0).size())
                .mapToObj(i -> "model " + i)
                .toList();
        return GridOutcomes.of(names, grid, outcomes);
    }

    @Override
    public Optional<MixedNetwork> network() {
        return Optional.of((what, mixtures) -> {
            asked.addAll(mixtures);
            return mixtures.stream().map(this::margins).toList();
        });
    }

    /** A contest in which one mixture and its neighbours answer with no numbers. */
    record Ruined(MadeContest contest, MixingWeights ruined) implements Contest {
        private boolean near(MixingWeights weights) {
            double distance = 0;
            for (int i = 0; i < weights.size(); i++) {
                distance += Math.abs(weights.value(i) - ruined.value(i));
            }
            return distance < 0.9;
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
            return 1;
        }

        @Override
        public int[][] judge(int[] mixtures, int[] images) {
            return contest.judge(mixtures, images);
        }

        @Override
        public GridOutcomes judgeAll() {
            return contest.judgeAll();
        }

        @Override
        public Optional<MixedNetwork> network() {
            float[] none = new float[contest.images()];
            Arrays.fill(none, Float.NaN);
            return Optional.of((what, mixtures) -> mixtures.stream()
                    .map(weights -> near(weights) ? new Margins(none) : contest.margins(weights))
                    .toList());
        }
    }
}
