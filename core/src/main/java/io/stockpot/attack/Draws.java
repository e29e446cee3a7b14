package io.stockpot.attack;

import io.stockpot.base.Seed;
import io.stockpot.tensor.Bits;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Random numbers for a batch of images, drawn for each image from a seed and the image's number in its
 * data set. What an image gets depends on nothing else: not on its batch, its place in it, or the
 * images around it. The same draws always give the same numbers; children give others.
 */
public final class Draws implements Noise {
    /** One seed, or those of several runs, see {@link #together}. */
    private final List<Seed> seeds;
    /** Which of the seeds each image draws from. */
    private final int[] runs;

    private final long[] ids;
    private final long first;

    /**
     * Seeds draws for these images.
     *
     * @param ids the number of each image in its data set
     */
    public Draws(Seed seed, long... ids) {
        this(List.of(seed), new int[ids.length], ids.clone(), ids.length == 0 ? 0 : ids[0]);
    }

    private Draws(List<Seed> seeds, int[] runs, long[] ids, long first) {
        this.seeds = seeds;
        this.runs = runs;
        this.ids = ids;
        this.first = first;
    }

    /**
     * Returns the draws of several runs in one batch: the images of the first run, then those of the second, and so on.
     * Each image draws what it draws in its run.
     *
     * @param several at least one
     */
    static Draws together(List<Draws> several) {
        List<Seed> seeds = new ArrayList<>();
        IntStream.Builder runs = IntStream.builder();
        for (Draws draws : several) {
            int before = seeds.size();
            Arrays.stream(draws.runs).forEach(run -> runs.add(before + run));
            seeds.addAll(draws.seeds);
        }
        long[] ids = several.stream()
                .flatMapToLong(draws -> Arrays.stream(draws.ids))
                .toArray();
        return new Draws(List.copyOf(seeds), runs.build().toArray(), ids, several.get(0).first);
    }

    /** Makes draws for images whose numbers are their indices in the data set. */
    public Draws(Seed seed, int[] indices) {
        this(seed, Arrays.stream(indices).asLongStream().toArray());
    }

    /** Returns the draws of this name for the same images. */
    public Draws child(String name) {
        return children(seed -> seed.child(name));
    }

    /** Returns the draws of this number for the same images. */
    public Draws child(long number) {
        return children(seed -> seed.child(number));
    }

    private Draws children(UnaryOperator<Seed> child) {
        return new Draws(seeds.stream().map(child).toList(), runs, ids, first);
    }

    /**
     * Returns the same draws for some of the images.
     *
     * @param indices int64
     */
    public Draws select(Tensor indices) {
        try (Scope scope = Scope.open()) {
            int[] places = Arrays.stream(Bits.longs(indices))
                    .mapToInt(Math::toIntExact)
                    .toArray();
            return new Draws(
                    seeds,
                    Arrays.stream(places).map(place -> runs[place]).toArray(),
                    Arrays.stream(places).mapToLong(place -> ids[place]).toArray(),
                    first);
        }
    }

    /**
     * Returns the same draws for the images at the places from one to before another.
     *
     * @throws IndexOutOfBoundsException if there are no such places
     */
    public Draws part(int from, int to) {
        Objects.checkFromToIndex(from, to, ids.length);
        return new Draws(seeds, Arrays.copyOfRange(runs, from, to), Arrays.copyOfRange(ids, from, to), first);
    }

    /**
     * Returns draws for one image that stands for all, the first of the batch; the same for every part of the batch and
     * every selection from it.
     */
    public Draws ofTheBatch() {
        return new Draws(seeds.get(0), first);
    }

    /** Returns a fresh generator for an image, by its place in the batch. */
    RandomGenerator generator(int place) {
        return seeds.get(runs[place]).child(ids[place]).generator();
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
