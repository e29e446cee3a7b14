package io.stockpot.data;

import io.stockpot.base.Seed;
import io.stockpot.base.Split;
import io.stockpot.tensor.FloatArrays;
import io.stockpot.tensor.Torch;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Images and their labels, immutable. Pixels stay outside the tensor engine, in memory or in files; {@link #images} turns
 * the few that a batch needs into a tensor. Subsets share the pixels of the whole.
 */
public final class LabelledImages {
    /** Pixel / 255 for every pixel. */
    private static final float[] UNIT_INTERVAL = unitInterval();

    private final String name;
    private final ImageShape shape;
    private final List<String> classNames;
    /** Of the whole. */
    private final Pixels pixels;
    /** Where each image lies in the whole, counted in images. */
    private final int[] places;

    private final int[] labels;
    /** Of each place of the whole, what group it is of. */
    private final Optional<int[]> groups;

    private volatile String digest;

    /**
     * Copies images and labels.
     *
     * @param name what the images are called in messages and reports
     * @param shape of every image
     * @param pixels N×C×H×W unsigned bytes
     * @param labels N class numbers, each the place of a class name
     * @param classNames the name of each class
     * @throws IllegalArgumentException if the lengths disagree or a label has no class name
     */
    public LabelledImages(String name, ImageShape shape, byte[] pixels, int[] labels, List<String> classNames) {
        this(name, classNames, inMemory(name, shape, pixels.clone(), labels.length), labels.clone());
    }

    /** Keeps the arrays themselves. */
    private LabelledImages(String name, List<String> classNames, Pixels pixels, int[] labels) {
        this.name = Objects.requireNonNull(name, "name");
        this.shape = pixels.shape();
        this.classNames = List.copyOf(classNames);
        this.pixels = pixels;
        this.places = IntStream.range(0, labels.length).toArray();
        this.labels = labels;
        this.groups = Optional.empty();
        check();
    }

    /** Shares the pixels of the whole. */
    private LabelledImages(LabelledImages whole, int[] places, int[] labels, Optional<int[]> groups) {
        this.name = whole.name;
        this.shape = whole.shape;
        this.classNames = whole.classNames;
        this.pixels = whole.pixels;
        this.places = places;
        this.labels = labels;
        this.groups = groups;
    }

    /** Creates images from arrays without copying them: the caller must never write to them again. */
    public static LabelledImages adopt(
            String name, ImageShape shape, byte[] pixels, int[] labels, List<String> classNames) {
        return new LabelledImages(name, classNames, inMemory(name, shape, pixels, labels.length), labels);
    }

    /**
     * Creates images of pixels that are wherever they are.
     *
     * @param name what the images are called in messages and reports
     * @param labels N class numbers, each the place of a class name
     * @throws IllegalArgumentException if there are not as many labels as images, or a label has no class name
     */
    public static LabelledImages of(String name, Pixels pixels, int[] labels, List<String> classNames) {
        return new LabelledImages(name, classNames, pixels, labels.clone());
    }

    private static Pixels inMemory(String name, ImageShape shape, byte[] pixels, int images) {
        long needed = (long) images * shape.length();
        if (pixels.length != needed) {
            throw new IllegalArgumentException(
                    "%s: %d images of %s need %d pixels, not %d".formatted(name, images, shape, needed, pixels.length));
        }
        return MemoryPixels.adopt(shape, pixels);
    }

    private void check() {
        if (pixels.count() != size()) {
            throw new IllegalArgumentException(
                    "%s: %d labels are not for %d images of %s".formatted(name, size(), pixels.count(), shape));
        }
        for (int i = 0; i < size(); i++) {
            if (labels[i] < 0 || labels[i] >= classes()) {
                throw new IllegalArgumentException(
                        "%s: label %d of image %d must be from 0 to %d".formatted(name, labels[i], i, classes() - 1));
            }
        }
    }

    /** Returns what the images are called in messages and reports. */
    public String name() {
        return name;
    }

    /** Returns the shape of every image. */
    public ImageShape shape() {
        return shape;
    }

    /** Returns the number of planes of an image. */
    public int channels() {
        return shape.channels();
    }

    /** Returns the rows of an image. */
    public int height() {
        return shape.height();
    }

    /** Returns the columns of an image. */
    public int width() {
        return shape.width();
    }

    /** Returns the name of each class. */
    public List<String> classNames() {
        return classNames;
    }

    /** Returns the number of classes. */
    public int classes() {
        return classNames.size();
    }

    /** Returns the number of images. */
    public int size() {
        return labels.length;
    }

    /** Returns the class number of one image. */
    public int label(int index) {
        return labels[checked(index)];
    }

    /** Returns the class number of each image, in a new array. */
    public int[] labels() {
        return labels.clone();
    }

    /**
     * Returns one pixel.
     *
     * @return from 0 to 255
     */
    public int pixel(int index, int channel, int row, int column) {
        Objects.checkIndex(channel, channels());
        Objects.checkIndex(row, height());
        Objects.checkIndex(column, width());
        return pixels(index)[(channel * height() + row) * width() + column] & 0xff;
    }

    /** Returns the pixels of one image, plane by plane, as unsigned bytes; the caller's to write to. */
    public byte[] pixels(int index) {
        return pixels.prepared(place(index)).planes().clone();
    }

    /** Returns where an image lies in the whole that subsets were taken from, counted in images. */
    public int place(int index) {
        return places[checked(index)];
    }

    /**
     * Returns the images at the indices, in their order; an index may come twice.
     *
     * @throws IllegalArgumentException if an index is not from 0 to size − 1
     */
    public LabelledImages subset(int[] indices) {
        int[] chosenPlaces = Arrays.stream(indices).map(i -> places[checked(i)]).toArray();
        int[] chosenLabels = Arrays.stream(indices).map(i -> labels[i]).toArray();
        return new LabelledImages(this, chosenPlaces, chosenLabels, groups);
    }

    /**
     * Returns the first images.
     *
     * @param count from 0 to size
     * @throws IllegalArgumentException if there are fewer images
     */
    public LabelledImages first(int count) {
        if (count < 0 || count > size()) {
            throw new IllegalArgumentException(
                    "cannot take the first %d images of %s, which has %d".formatted(count, name, size()));
        }
        return subset(IntStream.range(0, count).toArray());
    }

    /**
     * Returns the same images, of which some belong together, such as the frames of one track or the slices of one
     * patient.
     *
     * @param numbers of each image of the whole, a number that those of its group share
     * @throws IllegalArgumentException if there are not as many numbers as images
     */
    public LabelledImages inGroups(int[] numbers) {
        if (numbers.length != pixels.count()) {
            throw new IllegalArgumentException(
                    "%s: %d groups are not for %d images".formatted(name, numbers.length, pixels.count()));
        }
        return new LabelledImages(this, places, labels, Optional.of(numbers.clone()));
    }

    /** Returns of each image a number that those of its group share; empty if each is by itself. */
    public Optional<int[]> groups() {
        return groups.map(all -> Arrays.stream(places).map(place -> all[place]).toArray());
    }

    /**
     * Sets images apart; none of those that are left belongs to a group of theirs.
     *
     * @param heldOut how many, from 1
     * @throws IllegalArgumentException if none would be left
     */
    public Split holdOut(int heldOut, Seed seed) {
        return groups().map(all -> Split.holdOut(all, heldOut, seed))
                .orElseGet(() -> Split.holdOut(size(), heldOut, seed));
    }

    /** Returns whether an image takes long enough to read that it should be read ahead, by several threads. */
    public boolean decodes() {
        return pixels.decodes();
    }

    /**
     * Returns images as a tensor, which belongs to the caller's scope.
     *
     * @return float32 N×C×H×W in [0, 1]: pixel / 255
     */
    public Tensor images(int[] indices) {
        return tensor(values(indices, index -> pixels.prepared(place(index))));
    }

    /**
     * Returns augmented images as a tensor, which belongs to the caller's scope.
     *
     * @param seed of this pass over the images; give every epoch a child of its own
     * @return float32 N×C×H×W in [0, 1]: pixel / 255
     * @see #augmented
     */
    public Tensor images(int[] indices, Augmentation augmentation, Seed seed) {
        return tensor(augmented(indices, augmentation, seed));
    }

    /**
     * Returns the values of augmented images. The result for an image depends on the seed and on its index only, not on
     * the other images of the batch, nor on how many threads make it. The engine has no part in it, so another thread
     * may do this while the engine works.
     *
     * @param seed of this pass over the images
     * @return N×C×H×W in [0, 1]: pixel / 255
     * @throws UncheckedIOException if a picture cannot be read, naming its file
     */
    public float[] augmented(int[] indices, Augmentation augmentation, Seed seed) {
        return values(indices, index -> {
            int place = place(index);
            Raster image = augmentation.takesOriginal() ? pixels.original(place) : pixels.prepared(place);
            return augmentation.apply(seed.child(index).generator(), image, shape);
        });
    }

    /** Makes images one by one, by several threads where that pays. */
    private float[] values(int[] indices, IntFunction<Raster> image) {
        float[] values = new float[Math.multiplyExact(indices.length, shape.length())];
        IntStream places = IntStream.range(0, indices.length);
        (pixels.decodes() ? places.parallel() : places)
                .forEach(place -> scale(image.apply(indices[place]), values, place * shape.length()));
        return values;
    }

    /**
     * Returns values of images as a tensor, which belongs to the caller's scope.
     *
     * @param values N×C×H×W
     */
    public Tensor tensor(float[] values) {
        Torch.boot();
        return FloatArrays.tensor(values, values.length / shape.length(), channels(), height(), width());
    }

    /**
     * Returns class numbers as a tensor, which belongs to the caller's scope.
     *
     * @return int64, one per index
     */
    public Tensor labels(int[] indices) {
        Torch.boot();
        long[] values = Arrays.stream(indices).mapToLong(this::label).toArray();
        return Tensor.create(values, values.length);
    }

    /** Returns the mean of each channel over all pixels of all images, in [0, 1]. */
    public List<Double> channelMeans() {
        return channels(0);
    }

    /** Returns the standard deviation of each channel over all pixels of all images, in [0, 1]. */
    public List<Double> channelDeviations() {
        List<Double> means = channelMeans();
        List<Double> squares = channels(1);
        return IntStream.range(0, channels())
                .mapToObj(channel -> Math.sqrt(squares.get(channel) - means.get(channel) * means.get(channel)))
                .toList();
    }

    /** Returns the mean of the pixels (0) or of their squares (1) of each channel, exact up to one division. */
    private List<Double> channels(int power) {
        long[] sums = new long[channels()];
        int plane = height() * width();
        for (int image = 0; image < size(); image++) {
            byte[] planes = pixels.prepared(places[image]).planes();
            for (int place = 0; place < shape.length(); place++) {
                int value = planes[place] & 0xff;
                sums[place / plane] += power == 0 ? value : value * value;
            }
        }
        double scale = (double) size() * plane * (power == 0 ? 255 : 255 * 255);
        return Arrays.stream(sums).mapToObj(sum -> sum / scale).toList();
    }

    /**
     * Returns the SHA-256, in hexadecimal, of the number of images, their shape, pixels and labels. It is
     * computed once, when first asked for; names do not enter it.
     */
    public String digest() {
        String known = digest;
        if (known == null) {
            known = new ImagesDigest(size(), shape).add(this).text();
            digest = known;
        }
        return known;
    }

    /** Feeds the pixels of all images, one after another. */
    void updateWithPixels(MessageDigest hash) {
        for (int i = 0; i < size(); i++) {
            hash.update(pixels.prepared(places[i]).planes());
        }
    }

    private void scale(Raster from, float[] to, int offset) {
        if (!from.shape().equals(shape)) {
            throw new IllegalStateException(name + ": an image became one of " + from.shape() + ", not of " + shape);
        }
        byte[] planes = from.planes();
        for (int i = 0; i < planes.length; i++) {
            to[offset + i] = UNIT_INTERVAL[planes[i] & 0xff];
        }
    }

    private int checked(int index) {
        if (index < 0 || index >= size()) {
            throw new IllegalArgumentException(
                    "%s has no image %d: indices go from 0 to %d".formatted(name, index, size() - 1));
        }
        return index;
    }

    private static float[] unitInterval() {
        float[] values = new float[256];
        for (int pixel = 0; pixel < values.length; pixel++) {
            values[pixel] = pixel / 255f;
        }
        return values;
    }

    @Override
    public String toString() {
        return "%s (%d images of %s, %d classes)".formatted(name, size(), shape, classes());
    }
}
