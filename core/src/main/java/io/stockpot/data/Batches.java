package io.stockpot.data;

import io.stockpot.base.Guards;
import io.stockpot.base.Seed;
import io.stockpot.base.Shuffle;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * Indices of images, cut into batches; immutable. The consumer makes the tensors of a batch, in a scope
 * of its own. Training shuffles anew each epoch, and any batch of any epoch is known without drawing
 * those before it, so an interrupted epoch can go on where it stopped:
 *
 * <pre>{@code
 * Batches batches = Batches.inOrder(images.size(), 128);
 * for (int[] indices : batches.shuffled(seed.child("order").child(epoch)).dropLast()) { … }
 * }</pre>
 */
public final class Batches implements Iterable<int[]> {
    private final int[] indices;
    private final int batchSize;

    private Batches(int[] indices, int batchSize) {
        Guards.requireAtLeast("batch size", 1, batchSize);
        this.indices = indices;
        this.batchSize = batchSize;
    }

    /** Cuts the indices, in their order, into batches; the last may be smaller. */
    public static Batches of(int[] indices, int batchSize) {
        return new Batches(indices.clone(), batchSize);
    }

    /** Cuts the indices from 0 to images − 1 into batches; the last may be smaller. */
    public static Batches inOrder(int images, int batchSize) {
        return new Batches(IntStream.range(0, images).toArray(), batchSize);
    }

    /**
     * Returns batches of the same size over the same indices in an order drawn from the seed.
     *
     * @param seed of one epoch
     */
    public Batches shuffled(Seed seed) {
        int[] order = Shuffle.permutation(indices.length, seed);
        return new Batches(Arrays.stream(order).map(i -> indices[i]).toArray(), batchSize);
    }

    /**
     * Returns the same batches without the last one if that is smaller. To train, shuffle before dropping;
     * dropping first would never show the dropped images.
     */
    public Batches dropLast() {
        return new Batches(Arrays.copyOf(indices, indices.length / batchSize * batchSize), batchSize);
    }

    /** Returns the number of batches. */
    public int count() {
        return (indices.length + batchSize - 1) / batchSize;
    }

    /** Returns the number of images in all batches. */
    public int images() {
        return indices.length;
    }

    /**
     * Returns the indices of one batch.
     *
     * @param batch from 0 to count − 1
     */
    public int[] get(int batch) {
        if (batch < 0 || batch >= count()) {
            throw new IllegalArgumentException("there is no batch %d of %d".formatted(batch, count()));
        }
        int begin = batch * batchSize;
        return Arrays.copyOfRange(indices, begin, Math.min(begin + batchSize, indices.length));
    }

    @Override
    public Iterator<int[]> iterator() {
        return IntStream.range(0, count()).mapToObj(this::get).iterator();
    }
}
