package io.stockpot.soup;

import io.stockpot.model.BatchNormStatistics;
import io.stockpot.model.Classifier;
import io.stockpot.soup.choice.MixingWeights;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * A memory of measured batch-norm statistics, so that a mixture that is made again, for other images, need not be
 * measured again. It serves soups of the same ingredients, policy, training images and seed only.
 */
public final class StatisticsMemory {
    /** Remembers nothing. */
    static final StatisticsMemory NONE = new StatisticsMemory(0);

    /** Share of the memory that Java may have. */
    private static final int SHARE = 8;

    private final Map<MixingWeights, byte[]> kept = new HashMap<>();
    private final long limit;
    private long used;

    /** How statistics are measured. */
    @FunctionalInterface
    interface Measurement {
        void into(Classifier mixed) throws IOException;
    }

    /** Prepares an empty memory. */
    public StatisticsMemory() {
        this(Runtime.getRuntime().maxMemory() / SHARE);
    }

    /**
     * Prepares an empty memory.
     *
     * @param limit of bytes; mixtures beyond it are measured each time
     */
    StatisticsMemory(long limit) {
        this.limit = limit;
    }

    /** Sets the statistics of a mixture in its classifier: the remembered ones, else measured ones. */
    void apply(MixingWeights weights, Classifier mixed, Measurement measurement) throws IOException {
        byte[] known = kept.get(weights);
        if (known != null) {
            BatchNormStatistics.restore(mixed, known);
            return;
        }
        measurement.into(mixed);
        if (used < limit) {
            keep(weights, BatchNormStatistics.save(mixed));
        }
    }

    private void keep(MixingWeights weights, byte[] measured) {
        if (used + measured.length <= limit) {
            kept.put(weights, measured);
            used += measured.length;
        }
    }
}
