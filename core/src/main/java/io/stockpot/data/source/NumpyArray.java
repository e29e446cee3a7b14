package io.stockpot.data.source;

import io.stockpot.data.ImageShape;
import io.stockpot.data.MemoryPixels;
import io.stockpot.data.Raster;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.TensorBytes;
import io.stockpot.tensor.file.NumpyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * An array of NumPy, of images or of whole numbers, that was found and not read yet.
 *
 * @param file a .npy file, or an archive .npz of named arrays
 * @param array its name
 */
record NumpyArray(Path file, String array) {
    /** Images that are turned into bytes of Java at once. */
    private static final int PORTION = 256;

    /**
     * Finds an array.
     *
     * @param key of the recipe, by which the array is told
     * @param told its name, if the user gave one
     * @param usual names that are looked for else, the first that is there
     * @throws IOException naming the arrays that there are, if it is not among them
     */
    static NumpyArray find(String file, String key, Optional<String> told, List<String> usual) throws IOException {
        Path path = Path.of(file);
        NumpyFile numpy = NumpyFile.open(path);
        if (!Numpy.isArchive(file) && told.isEmpty()) {
            return new NumpyArray(path, NumpyFile.SINGLE);
        }
        Set<String> there = numpy.names();
        List<String> wanted = told.map(List::of).orElse(usual);
        return wanted.stream()
                .filter(there::contains)
                .findFirst()
                .map(name -> new NumpyArray(path, name))
                .orElseThrow(() -> new IOException("'" + file + "' has no array '" + String.join("' or '", wanted)
                        + "'; it has " + String.join(", ", there) + ": name one by " + key));
    }

    /** Returns the extents of the axes. */
    private long[] extents() throws IOException {
        return NumpyFile.open(file).shape(array);
    }

    /** Returns the length of the first axis. */
    int rows() throws IOException {
        long[] extents = extents();
        return extents.length == 0 ? 0 : Math.toIntExact(extents[0]);
    }

    /**
     * Reads whole numbers.
     *
     * @param what they are, for messages
     * @return one for each row
     * @throws IOException if they are not N or N×1 whole numbers
     */
    long[] numbers(String what) throws IOException {
        long[] extents = extents();
        boolean column = extents.length == 2 && extents[1] == 1;
        if (extents.length != 1 && !column) {
            throw new IOException(this + " does not hold " + what + ": they are one whole number for each image, and it"
                    + " has " + shape(extents));
        }
        try (Scope scope = Scope.open()) {
            Tensor values = NumpyFile.open(file).read(array);
            if (values.is_floating_point()) {
                throw new IOException(this + " does not hold " + what + ": they are whole numbers, and it has "
                        + NumpyFile.open(file).type(array) + "; store labels.astype('int64')");
            }
            long[] numbers = new long[Math.toIntExact(values.numel())];
            ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.nativeOrder());
            TensorBytes.slices(values.to(ScalarType.Long).contiguous()).forEach(bytes::put);
            bytes.flip().asLongBuffer().get(numbers);
            return numbers;
        }
    }

    /**
     * Returns where the channels of images are; grey ones without an axis for them have them last.
     *
     * @param told by the user, if it is
     * @throws IOException if these are no images, or it must be told
     */
    Numpy.Layout layout(Optional<Numpy.Layout> told) throws IOException {
        long[] extents = extents();
        String type = NumpyFile.open(file).type(array);
        if (!type.equals("U8")) {
            throw new IOException(this + " does not hold images: they are unsigned bytes, from 0 to 255, and it has "
                    + type + "; of values in [0, 1], store (255 * images).round().astype('uint8')");
        }
        if (extents.length != 3 && extents.length != 4) {
            throw new IOException(
                    this + " does not hold images: they are N×H×W, N×H×W×C or N×C×H×W, and it has " + shape(extents));
        }
        if (extents.length == 3) {
            return Numpy.Layout.CHANNELS_LAST;
        }
        boolean last = extents[3] == 1 || extents[3] == 3;
        boolean first = extents[1] == 1 || extents[1] == 3;
        if (told.isEmpty() && last == first) {
            throw new IOException(this + " has " + shape(extents) + ", of which "
                    + (last ? "two axes" : "no axis") + " could be channels, 1 or 3; say which is, layout:"
                    + " channels-last (N×H×W×C) or channels-first (N×C×H×W)");
        }
        return told.orElse(last ? Numpy.Layout.CHANNELS_LAST : Numpy.Layout.CHANNELS_FIRST);
    }

    /** Returns the size of each image. */
    ImageShape imageShape(Numpy.Layout layout) throws IOException {
        long[] extents = extents();
        int[] axes = Arrays.stream(extents).mapToInt(Math::toIntExact).toArray();
        if (axes.length == 3) {
            return new ImageShape(1, axes[1], axes[2]);
        }
        return layout == Numpy.Layout.CHANNELS_LAST
                ? new ImageShape(axes[3], axes[1], axes[2])
                : new ImageShape(axes[1], axes[2], axes[3]);
    }

    /**
     * Reads images.
     *
     * @param rows those wanted, in their order
     * @throws IOException if they are more than Java's memory allows
     */
    MemoryPixels images(int[] rows, Numpy.Layout layout) throws IOException {
        ImageShape shape = imageShape(layout);
        long bytes = (long) rows.length * shape.length();
        long memory = Runtime.getRuntime().maxMemory();
        if (bytes > memory / 4 * 3) {
            throw new IOException(this + " has images of " + (bytes >> 20) + " MiB, and Java's memory is "
                    + (memory >> 20) + " MiB; give more, e.g. STOCKPOT_JAVA_OPTS=-Xmx8g");
        }
        MemoryPixels pixels = new MemoryPixels(shape, rows.length);
        try (Scope scope = Scope.open()) {
            Tensor all = NumpyFile.open(file).read(array);
            Tensor planes = all.dim() == 3
                    ? all.unsqueeze(1)
                    : layout == Numpy.Layout.CHANNELS_LAST ? all.permute(0, 3, 1, 2) : all;
            for (int from = 0; from < rows.length; from += PORTION) {
                int[] some = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + PORTION));
                write(planes, some, pixels, from);
            }
        }
        return pixels;
    }

    private static void write(Tensor planes, int[] rows, MemoryPixels pixels, int from) {
        ByteBuffer portion = ByteBuffer.allocate(rows.length * pixels.shape().length());
        try (Scope scope = Scope.open()) {
            long[] places = Arrays.stream(rows).asLongStream().toArray();
            Tensor some = planes.index_select(0, Tensor.create(places, places.length));
            TensorBytes.slices(some.contiguous()).forEach(portion::put);
        }
        portion.flip();
        for (int row = 0; row < rows.length; row++) {
            byte[] image = new byte[pixels.shape().length()];
            portion.get(image);
            pixels.write(from + row, Raster.of(pixels.shape(), image));
        }
    }

    /** Returns a text that differs whenever the array may: name, size and time of its file. */
    String identity() throws IOException {
        return file.getFileName() + " " + Files.size(file) + " "
                + Files.getLastModifiedTime(file).toMillis() + " " + array;
    }

    private static String shape(long[] extents) {
        return LongStream.of(extents).mapToObj(Long::toString).collect(Collectors.joining("×", "shape ", ""));
    }

    /** Returns the file, and of an archive the name of the array. */
    @Override
    public String toString() {
        return "'" + file + "'" + (Numpy.isArchive(file.toString()) ? ", array '" + array + "'," : "");
    }
}
