package io.stockpot.data;

import io.stockpot.base.Seed;
import io.stockpot.tensor.Torch;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Images and their labels, immutable. Pixels are kept as bytes outside the tensor engine; {@link
 * #images} turns the few that a batch needs into a tensor. Subsets share the pixels of the whole.
 */
public final class LabelledImages {
    /** Pixel / 255 for every pixel. */
    private static final float[] UNIT_INTERVAL = unitInterval();

    private final String name;
    private final ImageShape shape;
    private final List<String> classNames;
    /** Planar pixels of the whole, N×C×H×W; never written. */
    private final byte[] pixels;
    /** Where each image lies in the whole, counted in images. */
    private final int[] places;

    private final int[] labels;
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
        this(name, shape, classNames, pixels.clone(), labels.clone());
    }

    /** Keeps the arrays themselves. */
    private LabelledImages(String name, ImageShape shape, List<String> classNames, byte[] pixels, int[] labels) {
        this.name = Objects.requireNonNull(name, "name");
        this.shape = Objects.requireNonNull(shape, "shape");
        this.classNames = List.copyOf(classNames);
        this.pixels = pixels;
        this.places = IntStream.range(0, labels.length).toArray();
        this.labels = labels;
        check();
    }

    /** Shares the pixels of the whole. */
    private LabelledImages(LabelledImages whole, int[] places, int[] labels) {
        this.name = whole.name;
        this.shape = whole.shape;
        this.classNames = whole.classNames;
        this.pixels = whole.pixels;
        this.places = places;
        this.labels = labels;
    }

    /** Creates images from arrays without copying them: the caller must never write to them again. */
    public static LabelledImages adopt(
            String name, ImageShape shape, byte[] pixels, int[] labels, List<String> classNames) {
        return new LabelledImages(name, shape, classNames, pixels, labels);
    }

    private void check() {
        if (pixels.length != (long) size() * shape.length()) {
            throw new IllegalArgumentException("%s: %d images of %s need %d pixels, not %d"
                    .formatted(name, size(), shape, (long) size() * shape.length(), pixels.length));
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

    /**
     * Returns one pixel.
     *
     * @return from 0 to 255
     */
    public int pixel(int index, int channel, int row, int column) {
        Objects.checkIndex(channel, channels());
        Objects.checkIndex(row, height());
        Objects.checkIndex(column, width());
        return pixels[offset(index) + (channel * height() + row) * width() + column] & 0xff;
    }

    /** Returns a copy of the pixels of one image, plane by plane, as unsigned bytes. */
    public byte[] pixels(int index) {
        return Arrays.copyOfRange(pixels, offset(index), offset(index) + shape.length());
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
        return new LabelledImages(this, chosenPlaces, chosenLabels);
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
     * Returns images as a tensor, which belongs to the caller's scope.
     *
     * @return float32 N×C×H×W in [0, 1]: pixel / 255
     */
    public Tensor images(int[] indices) {
        float[] values = new float[Math.multiplyExact(indices.length, shape.length())];
        for (int i = 0; i < indices.length; i++) {
            scale(pixels, offset(indices[i]), values, i * shape.length());
        }
        return tensor(values, indices.length);
    }

    /**
     * Returns augmented images as a tensor, which belongs to the caller's scope. The result for an image
     * depends on the seed and on its index only, not on the other images of the batch.
     *
     * @param seed of this pass over the images; give every epoch a child of its own
     * @return float32 N×C×H×W in [0, 1]: pixel / 255
     */
    public Tensor images(int[] indices, Augmentation augmentation, Seed seed) {
        float[] values = new float[Math.multiplyExact(indices.length, shape.length())];
        byte[] image = new byte[shape.length()];
        for (int i = 0; i < indices.length; i++) {
            RandomGenerator draws = seed.child(indices[i]).generator();
            augmentation.apply(draws, shape, pixels, offset(indices[i]), image);
            scale(image, 0, values, i * shape.length());
        }
        return tensor(values, indices.length);
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
            for (int place = 0; place < shape.length(); place++) {
                int value = pixels[offset(image) + place] & 0xff;
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
            hash.update(pixels, offset(i), shape.length());
        }
    }

    private void scale(byte[] from, int fromOffset, float[] to, int toOffset) {
        for (int i = 0; i < shape.length(); i++) {
            to[toOffset + i] = UNIT_INTERVAL[from[fromOffset + i] & 0xff];
        }
    }

    private Tensor tensor(float[] values, int count) {
        Torch.boot();
        return Tensor.create(values, count, channels(), height(), width());
    }

    private int offset(int index) {
        return places[checked(index)] * shape.length();
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
