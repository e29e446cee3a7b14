package io.stockpot.soup.choice;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.soup.choice.GridScores.Ranked;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Chooses one mixture of a grid by its scores on few labelled images. */
public sealed interface Selection {
    /**
     * Chooses a mixture.
     *
     * @throws IllegalArgumentException if the grid lacks the mixtures that this selection compares
     */
    Ranked choose(GridScores scores);

    /** Returns the data sets whose mean score the chosen mixture is judged by. */
    List<String> dataSets(GridScores scores);

    /**
     * The best on one data set: the paper's dataset-specific soup (§5.1).
     *
     * @param dataSet its name
     */
    record BestOf(String dataSet) implements Selection {
        @Override
        public Ranked choose(GridScores scores) {
            return scores.best(List.of(dataSet));
        }

        @Override
        public List<String> dataSets(GridScores scores) {
            return List.of(dataSet);
        }
    }

    /**
     * The best plain mean over data sets: the paper's single soup (§5.1).
     *
     * @param averaged their names; none means all
     */
    record BestOnAverage(@JsonProperty(defaultValue = "[]") List<String> averaged) implements Selection {
        /** Copies the list. */
        public BestOnAverage {
            averaged = List.copyOf(averaged);
        }

        @Override
        public Ranked choose(GridScores scores) {
            return scores.best(dataSets(scores));
        }

        @Override
        public List<String> dataSets(GridScores scores) {
            return averaged.isEmpty() ? scores.dataSets() : averaged;
        }
    }

    /** Equal shares of all ingredients, whatever the scores (Wortsman et al. 2022, "uniform soup"). */
    record Uniform() implements Selection {
        @Override
        public Ranked choose(GridScores scores) {
            return equalShares(
                    scores, scores.dataSets(), all(scores.weights().get(0).size()));
        }

        @Override
        public List<String> dataSets(GridScores scores) {
            return scores.dataSets();
        }

        private static List<Integer> all(int size) {
            List<Integer> models = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                models.add(i);
            }
            return models;
        }
    }

    /**
     * Equal shares of some ingredients: the best alone comes first, and each next one stays if the score
     * does not fall (Wortsman et al. 2022, "greedy soup").
     *
     * @param averaged the data sets of the score; none means all
     */
    record Greedy(@JsonProperty(defaultValue = "[]") List<String> averaged) implements Selection {
        /** Copies the list. */
        public Greedy {
            averaged = List.copyOf(averaged);
        }

        @Override
        public Ranked choose(GridScores scores) {
            List<String> judged = dataSets(scores);
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < scores.weights().get(0).size(); i++) {
                order.add(i);
            }
            order.sort(Comparator.comparingDouble(
                    i -> -equalShares(scores, judged, List.of(i)).score()));
            List<Integer> taken = new ArrayList<>(order.subList(0, 1));
            Ranked best = equalShares(scores, judged, taken);
            for (int next : order.subList(1, order.size())) {
                taken.add(next);
                Ranked tried = equalShares(scores, judged, taken);
                if (tried.score() < best.score()) {
                    taken.remove(taken.size() - 1);
                } else {
                    best = tried;
                }
            }
            return best;
        }

        @Override
        public List<String> dataSets(GridScores scores) {
            return averaged.isEmpty() ? scores.dataSets() : averaged;
        }
    }

    private static Ranked equalShares(GridScores scores, List<String> judged, List<Integer> models) {
        List<Integer> numerators =
                new ArrayList<>(Collections.nCopies(scores.weights().get(0).size(), 0));
        models.forEach(model -> numerators.set(model, 1));
        MixingWeights equal = new MixingWeights(numerators, models.size());
        int index = scores.index(equal);
        if (index < 0) {
            throw new IllegalArgumentException("equal shares " + equal + " are not on this grid of "
                    + scores.weights().size() + " mixtures; a simplex whose denominator is a multiple of 1 … "
                    + numerators.size() + " has all equal shares");
        }
        return scores.best(judged, new int[] {index});
    }
}
