package io.stockpot.bench;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Accuracy;
import io.stockpot.soup.choice.Contest;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.Race;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Aim: a race finds the best soup with at least 5 times fewer judgements than an exhaustive search, at a mean
 * regret of at most 0.2 points. Runs races over stored outcomes, as <code>stockpot season --outcomes</code>
 * writes them: <code>bench/run RaceBenchmark FILE…</code>. A regret is the accuracy of the best soup less that
 * of the winner, on the images of the file; each race sees them in another order. A mixing is one soup made
 * once; an exhaustive search makes each soup once.
 */
public final class RaceBenchmark {
    private static final int RACES = 100;
    private static final List<Double> ERROR_PROBABILITIES = List.of(0.05, 0.2, 0.5, 0.8);
    private static final Race USUAL = new Race(0.05, 10, 1.25);

    private RaceBenchmark() {}

    /** Prints a table; takes seconds. */
    public static void main(String[] arguments) throws IOException {
        System.out.printf(
                "%d races each, first block %d, growth %.2f; seeds 0 … %d%n",
                RACES, USUAL.firstBlock(), USUAL.growth(), RACES - 1);
        System.out.printf(
                "%-18s %6s %6s %7s %6s %8s %8s %7s %8s%n",
                "data set", "soups", "images", "best", "error", "fewer", "mixings", "regret", "not best");
        for (String file : arguments) {
            for (Map.Entry<String, GridOutcomes> dataSet :
                    ShiftOutcomes.read(Path.of(file)).dataSets().entrySet()) {
                for (double error : ERROR_PROBABILITIES) {
                    print(dataSet.getKey(), dataSet.getValue(), error);
                }
            }
        }
    }

    private static void print(String name, GridOutcomes grid, double error) throws IOException {
        Race race = new Race(error, USUAL.firstBlock(), USUAL.growth());
        int[] scores = grid.points().stream()
                .mapToInt(point -> point.outcomes().conditions().stream()
                        .mapToInt(condition ->
                                point.outcomes().accuracy(condition).correct())
                        .sum())
                .toArray();
        int best = 0;
        for (int score : scores) {
            best = Math.max(best, score);
        }
        int total = grid.images() * grid.conditions().size();
        double judgements = 0;
        double mixings = 0;
        double regret = 0;
        int missed = 0;
        for (int seed = 0; seed < RACES; seed++) {
            Race.Finish finish = race.run(Contest.of(grid), new Seed(seed));
            judgements += (double) finish.cost().judgements() / finish.cost().exhaustive() / RACES;
            mixings += (double) finish.cost().mixings() / scores.length / RACES;
            regret += 100.0 * (best - scores[finish.winner()]) / total / RACES;
            missed += scores[finish.winner()] < best ? 1 : 0;
        }
        System.out.printf(
                "%-18s %6d %6d %7s %6.2f %7.1f× %7.1f× %7.3f %7d%%%n",
                name,
                scores.length,
                grid.images(),
                new Accuracy(best, total).percent(),
                error,
                1 / judgements,
                mixings,
                regret,
                missed * 100 / RACES);
    }
}
