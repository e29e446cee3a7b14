package io.stockpot.soup;

import io.stockpot.model.BatchNormStatistics;
import io.stockpot.model.Classifier;
import io.stockpot.soup.choice.LayeredWeights;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * A memory of measured batch-norm statistics, so that a mixture that is made again, for other images, need not be
 * measured again. It serves soups of the same ingredients, policy and seed only; other images have a {@linkplain #about
 * part} of their own.
 */
public final class StatisticsMemory {
    /** Remembers nothing. */
    static final StatisticsMemory NONE = new StatisticsMemory(0);

    /** Share of the memory that Java may have. */
    private static final int SHARE = 8;

    private final String images;
    private final Store store;

    /** What is kept, by the name of the images and the mixture. */
    private static final class Store {
        private final Map<Key, byte[]> kept = new HashMap<>();
        private final long limit;
        private long used;

        Store(long limit) {
            this.limit = limit;
        }
    }

    private record Key(String images, LayeredWeights weights) {}

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
        this("", new Store(limit));
    }

    private StatisticsMemory(String images, Store store) {
        this.images = images;
        this.store = store;
    }

    /**
     * Returns the part of this memory for other images.
     *
     * @param name of the images
     */
    public StatisticsMemory about(String name) {
        return new StatisticsMemory(name, store);
    }

    /** Sets the statistics of a mixture in its classifier: the remembered ones, else measured ones. */
    void apply(LayeredWeights weights, Classifier mixed, Measurement measurement) throws IOException {
        Key key = new Key(images, weights);
        byte[] known = store.kept.get(key);
        if (known != null) {
            BatchNormStatistics.restore(mixed, known);
            return;
        }
        measurement.into(mixed);
        if (store.used < store.limit) {
            keep(key, BatchNormStatistics.save(mixed));
        }
    }

    private void keep(Key key, byte[] measured) {
        if (store.used + measured.length <= store.limit) {
            store.kept.put(key, measured);
            store.used += measured.length;
        }
    }
}
