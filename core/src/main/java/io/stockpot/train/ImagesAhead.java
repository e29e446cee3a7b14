package io.stockpot.train;

import io.stockpot.base.Seed;
import io.stockpot.data.Augmentation;
import io.stockpot.data.LabelledImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/**
 * The augmented images of a training, step by step. Where they are decoded from files, those of the next steps are made
 * while the engine works on this one; how far ahead that is bounds the memory and changes no bit.
 */
final class ImagesAhead implements AutoCloseable {
    /** Steps whose images are made before they are needed. */
    private static final int AHEAD = 2;

    private final LabelledImages images;
    private final Augmentation augmentation;
    private final LongFunction<Order> orders;
    private final long steps;
    private final Map<Long, Future<float[]>> made = new HashMap<>();
    private final ExecutorService worker;

    /** Which images a step shows, and the seed of their augmentation. */
    static final class Order {
        private final int[] indices;
        private final Seed seed;

        Order(int[] indices, Seed seed) {
            this.indices = indices;
            this.seed = seed;
        }
    }

    /**
     * Makes nothing yet.
     *
     * @param orders what each step shows; asked by one thread, for growing numbers
     * @param steps of the training in all
     * @throws IllegalArgumentException if the images cannot be augmented like this
     */
    ImagesAhead(LabelledImages images, Augmentation augmentation, LongFunction<Order> orders, long steps) {
        augmentation.requireSuits(images.shape());
        this.images = images;
        this.augmentation = augmentation;
        this.orders = orders;
        this.steps = steps;
        this.worker = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "images ahead");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Returns the images of a step, N×C×H×W.
     *
     * @param step not before the last one that was asked for
     * @throws IOException if a picture cannot be read, naming its file
     */
    float[] of(long step) throws IOException {
        if (!images.decodes()) {
            return make(orders.apply(step));
        }
        for (long next = step; next <= Math.min(step + AHEAD, steps - 1); next++) {
            if (!made.containsKey(next)) {
                Order order = orders.apply(next);
                made.put(next, worker.submit(() -> make(order)));
            }
        }
        return await(made.remove(step));
    }

    private float[] make(Order order) {
        return images.augmented(order.indices, augmentation, order.seed);
    }

    private static float[] await(Future<float[]> values) throws IOException {
        try {
            return values.get();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while images were read", stop);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof UncheckedIOException unreadable) {
                throw unreadable.getCause();
            }
            throw new IllegalStateException(failure.getCause());
        }
    }

    /** Ends the work that is under way. */
    @Override
    public void close() {
        worker.shutdownNow();
    }
}
