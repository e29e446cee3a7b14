package io.stockpot.attack;

import io.stockpot.base.Seed;
import io.stockpot.tensor.Bits;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Noise;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Random numbers for a batch of images, drawn for each image from a seed and the image's number in its
 * data set. What an image gets depends on nothing else: not on its batch, its place in it, or the
 * images around it. The same draws always give the same numbers; children give others.
 */
public final class Draws implements Noise {
    private final Seed seed;
    private final long[] ids;
    private final long first;

    /**
     * Seeds draws for these images.
     *
     * @param ids the number of each image in its data set
     */
    public Draws(Seed seed, long... ids) {
        this(seed, ids, ids.length == 0 ? 0 : ids[0]);
    }

    private Draws(Seed seed, long[] ids, long first) {
        this.seed = seed;
        this.ids = ids.clone();
        this.first = first;
    }

    /** Makes draws for images whose numbers are their indices in the data set. */
    public Draws(Seed seed, int[] indices) {
        this(seed, Arrays.stream(indices).asLongStream().toArray());
    }

    /** Returns the draws of this name for the same images. */
    public Draws child(String name) {
        return new Draws(seed.child(name), ids, first);
    }

    /** Returns the draws of this number for the same images. */
    public Draws child(long number) {
        return new Draws(seed.child(number), ids, first);
    }

    /**
     * Returns the same draws for some of the images.
     *
     * @param indices int64
     */
    public Draws select(Tensor indices) {
        try (Scope scope = Scope.open()) {
            LongStream positions = LongStream.of(Bits.longs(indices));
            return new Draws(seed, positions.map(i -> ids[Math.toIntExact(i)]).toArray(), first);
        }
    }

    /**
     * Returns the same draws for the images at the places from one to before another.
     *
     * @throws IndexOutOfBoundsException if there are no such places
     */
    public Draws part(int from, int to) {
        Objects.checkFromToIndex(from, to, ids.length);
        return new Draws(seed, Arrays.copyOfRange(ids, from, to), first);
    }

    /**
     * Returns draws for one image that stands for all, the first of the batch; the same for every part of the batch and
     * every selection from it.
     */
    public Draws ofTheBatch() {
        return new Draws(seed, first);
    }

    /** Returns a fresh generator for an image, by its place in the batch. */
    RandomGenerator generator(int place) {
        return seed.child(ids[place]).generator();
    }

    @Override
    public Tensor uniform(long... imageShape) {
        return draw(RandomGenerator::nextFloat, imageShape);
    }

    @Override
    public Tensor gaussian(long... imageShape) {
        return draw(generator -> (float) generator.nextGaussian(), imageShape);
    }

    private Tensor draw(Distribution distribution, long... imageShape) {
        int pixels = Math.toIntExact(LongStream.of(imageShape).reduce(1, Math::multiplyExact));
        float[] numbers = new float[Math.multiplyExact(ids.length, pixels)];
        for (int image = 0; image < ids.length; image++) {
            RandomGenerator generator = generator(image);
            for (int pixel = 0; pixel < pixels; pixel++) {
                numbers[image * pixels + pixel] = distribution.draw(generator);
            }
        }
        long[] shape = LongStream.concat(LongStream.of(ids.length), LongStream.of(imageShape))
                .toArray();
        return Tensor.create(numbers, shape);
    }

    /** How to draw one number. */
    private interface Distribution {
        float draw(RandomGenerator generator);
    }
}
