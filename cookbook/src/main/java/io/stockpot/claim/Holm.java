package io.stockpot.claim;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The correction for several statements of one claim (Holm 1979): the probability that any true hypothesis is
 * rejected stays below the level, whatever their number and dependence.
 */
final class Holm {
    /** The level of one side, so that both together are that of a 95 % interval. */
    static final double LEVEL = 0.025;

    private Holm() {}

    /** Returns what the p-values of all statements of a claim say about each of them. */
    static List<Support> supports(List<PValues> statements) {
        boolean[] supported =
                rejected(statements.stream().mapToDouble(PValues::claimed).toArray());
        boolean[] contradicted =
                rejected(statements.stream().mapToDouble(PValues::opposite).toArray());
        return IntStream.range(0, supported.length)
                .mapToObj(i ->
                        supported[i] ? Support.SUPPORTED : contradicted[i] ? Support.CONTRADICTED : Support.UNDECIDED)
                .toList();
    }

    /** Returns the level at which the firmest of several statements is tested. */
    static double first(int statements) {
        return LEVEL / statements;
    }

    private static boolean[] rejected(double[] p) {
        List<Integer> rising = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .toList();
        boolean[] rejected = new boolean[p.length];
        for (int rank = 0; rank < p.length && p[rising.get(rank)] <= LEVEL / (p.length - rank); rank++) {
            rejected[rising.get(rank)] = true;
        }
        return rejected;
    }
}
