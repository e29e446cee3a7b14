package io.stockpot.report;

import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.PairedTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which entries of a column cannot be told from the best. On the same images that is McNemar's exact paired test,
 * one-sided at 5 % divided by the number of comparisons (Bonferroni); where the bits are not there, Newcombe's interval
 * of the difference of two independent proportions (Newcombe 1998, method 10), which is wider.
 */
final class Ties {
    /** Probability of telling the truly best from the best found. */
    static final double LEVEL = 0.05;

    private Ties() {}

    /** An accuracy and, if they are there, the bits behind it. */
    record Entry(Accuracy accuracy, Optional<Outcomes> outcomes) {}

    /**
     * Returns the places of the best and of all that cannot be told from it; none if fewer than two were measured, or if
     * all are equal.
     *
     * @param condition under which the bits are compared
     */
    static Set<Integer> ofColumn(List<Optional<Entry>> column, String condition) {
        List<Integer> measured = measured(column);
        Set<Integer> ties = new TreeSet<>();
        if (allEqual(column)) {
            return ties;
        }
        int best = measured.get(0);
        for (int place : measured) {
            best = entry(column, place).accuracy().compareTo(entry(column, best).accuracy()) > 0 ? place : best;
        }
        double each = LEVEL / (measured.size() - 1);
        for (int place : measured) {
            if (place == best || equal(entry(column, best), entry(column, place), condition, each)) {
                ties.add(place);
            }
        }
        return ties;
    }

    /** Returns whether there is nothing to choose in a column: no two entries differ. */
    static boolean allEqual(List<Optional<Entry>> column) {
        return column.stream()
                        .flatMap(Optional::stream)
                        .map(entry -> entry.accuracy().value())
                        .distinct()
                        .count()
                < 2;
    }

    /** Returns whether a difference of two estimates may be nought, if they are independent. */
    static boolean mayBeEqual(Estimate better, Estimate worse) {
        double below = Math.hypot(better.value() - better.low(), worse.high() - worse.value());
        return better.value() - worse.value() <= below;
    }

    private static boolean equal(Entry best, Entry other, String condition, double level) {
        if (comparable(best, other)) {
            PairedTest test = PairedTest.of(
                    best.outcomes().orElseThrow(), other.outcomes().orElseThrow(), condition);
            // the best found has at least as many wins as losses, so one tail is half of two
            return test.pValue() / 2 > level;
        }
        return mayBeEqual(Estimate.of(best.accuracy()), Estimate.of(other.accuracy()));
    }

    private static boolean comparable(Entry best, Entry other) {
        return best.outcomes().isPresent()
                && other.outcomes().isPresent()
                && best.outcomes().get().images() == other.outcomes().get().images()
                && best.outcomes()
                        .get()
                        .dataDigest()
                        .equals(other.outcomes().get().dataDigest());
    }

    private static List<Integer> measured(List<Optional<Entry>> column) {
        return new ArrayList<>(IntStream.range(0, column.size())
                .filter(place -> column.get(place).isPresent())
                .boxed()
                .toList());
    }

    private static Entry entry(List<Optional<Entry>> column, int place) {
        return column.get(place).orElseThrow();
    }
}
