package io.stockpot.claim;

import io.stockpot.base.Seed;
import java.util.List;

/**
 * A claim of the paper (Croce et al. 2023) and the rule by which measurements decide it. Its components name these
 * measurements.
 */
public sealed interface Claim
        permits NormPairs,
                CleanFront,
                Triangle,
                Extrapolation,
                ShiftGains,
                SeasonTable,
                Compositions,
                FewShot,
                Severities,
                RankingTransfer,
                NominalBase {
    /** The experiments whose claims are examined, in the order of the paper. */
    List<String> IDS = List.of("E1", "E3", "E4", "E6", "E7", "E8", "E9", "E10", "E11", "E12", "E14");

    /** Returns the experiment, e.g. "E1". */
    String id();

    /** Returns where the paper claims it, e.g. "Fig. 1". */
    String place();

    /** Returns the claim in a few words, for tables. */
    String title();

    /** Returns what the paper states, and its numbers. */
    String stated();

    /**
     * Decides the claim by measurements.
     *
     * @param seed of resamples and draws
     * @throws IllegalArgumentException if measurements are missing, naming them
     */
    Finding examine(Evidence evidence, Seed seed);
}
