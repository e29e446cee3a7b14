package io.stockpot.data.shift;

import io.stockpot.base.Checksum;
import io.stockpot.base.Progress;
import io.stockpot.data.Answers;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.TensorBytes;
import io.stockpot.tensor.file.NumpyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Images in arrays of NumPy: N×H×W×C or N×H×W unsigned bytes, one range of rows for each version. */
final class PackedArrays implements ShiftImages {
    private final String name;
    private final Map<String, Rows> versions;
    private final int[] labels;
    private final List<String> classNames;
    private final IntFunction<String> photos;

    /**
     * Some rows of an array.
     *
     * @param file a .npy file, or an archive .npz of named arrays
     * @param array its name
     * @param first the row of the first image
     */
    record Rows(Path file, String array, int first) {}

    /**
     * Creates images from rows of arrays.
     *
     * @param versions where the images of each version are
     * @param labels of the images, the same in all versions
     * @param photos the names of the photos
     */
    PackedArrays(
            String name,
            Map<String, Rows> versions,
            int[] labels,
            List<String> classNames,
            IntFunction<String> photos) {
        this.name = name;
        this.versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        this.labels = labels;
        this.classNames = List.copyOf(classNames);
        this.photos = photos;
    }

    /**
     * Reads labels.
     *
     * @param classNames names of the classes; if there are none, numbers stand for them
     * @throws IOException if they are not whole numbers from 0 to the number of classes
     */
    static int[] labels(Path file, String array, List<String> classNames) throws IOException {
        try (Scope scope = Scope.open()) {
            Tensor values = NumpyFile.open(file).read(array);
            if (values.dim() != 1 || values.is_floating_point()) {
                throw new IOException(file + " does not hold labels: they are one whole number for each image");
            }
            long[] numbers = new long[Math.toIntExact(values.numel())];
            ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.nativeOrder());
            TensorBytes.slices(values.to(ScalarType.Long).contiguous()).forEach(bytes::put);
            bytes.flip().asLongBuffer().get(numbers);
            int classes = classNames.isEmpty() ? Integer.MAX_VALUE : classNames.size();
            for (int image = 0; image < numbers.length; image++) {
                if (numbers[image] < 0 || numbers[image] >= classes) {
                    throw new IOException(file + " has the label " + numbers[image] + " for image " + image
                            + "; the classes are numbered from 0 to " + (classes - 1));
                }
            }
            return Arrays.stream(numbers).mapToInt(Math::toIntExact).toArray();
        }
    }

    /**
     * Returns the number of images in an array.
     *
     * @throws IOException if it is not an array of images
     */
    static int rows(Path file, String array) throws IOException {
        NumpyFile numpy = NumpyFile.open(file);
        if (!numpy.names().contains(array)) {
            throw new IOException(file + " has no array '" + array + "'; it has " + String.join(", ", numpy.names()));
        }
        long[] shape = numpy.shape(array);
        if (!numpy.type(array).equals("U8") || shape.length < 3 || shape.length > 4) {
            throw new IOException(file + " does not hold images as N×H×W×C unsigned bytes but " + Arrays.toString(shape)
                    + " of " + numpy.type(array));
        }
        return Math.toIntExact(shape[0]);
    }

    @Override
    public List<String> versions() {
        return List.copyOf(versions.keySet());
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public String photo(int index) {
        return photos.apply(index);
    }

    @Override
    public Optional<ImageShape> shape() throws IOException {
        Rows rows = versions.values().iterator().next();
        long[] extents = NumpyFile.open(rows.file()).shape(rows.array());
        int channels = extents.length == 3 ? 1 : Math.toIntExact(extents[3]);
        return Optional.of(new ImageShape(channels, Math.toIntExact(extents[1]), Math.toIntExact(extents[2])));
    }

    @Override
    public OptionalInt answers() {
        return OptionalInt.of(names().size());
    }

    @Override
    public LabelMap labelMap() {
        return new LabelMap.AllClasses();
    }

    @Override
    public String fingerprint(int[] indices) {
        StringBuilder identity = new StringBuilder(Arrays.toString(indices));
        versions.forEach((version, rows) -> identity.append('\n')
                .append(version)
                .append(' ')
                .append(rows.first())
                .append(' ')
                .append(described(rows.file()))
                .append(rows.array().equals(NumpyFile.SINGLE) ? "" : " " + rows.array()));
        identity.append('\n').append(Answers.of(labels).subset(indices).digest());
        return Checksum.SHA_256.of(identity.toString());
    }

    private static String described(Path file) {
        try {
            return file.getFileName() + " " + Files.size(file) + " "
                    + Files.getLastModifiedTime(file).toMillis();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public ShiftSample load(String version, int[] indices, Progress progress) throws IOException {
        Rows rows = Objects.requireNonNull(versions.get(version), version);
        int[] chosen = Arrays.stream(indices).map(index -> labels[index]).toArray();
        try (Scope scope = Scope.open()) {
            Tensor all = NumpyFile.open(rows.file()).read(rows.array());
            if (all.dim() == 3) {
                all = all.unsqueeze(3);
            }
            ImageShape shape = new ImageShape((int) all.size(3), (int) all.size(1), (int) all.size(2));
            long[] places = Arrays.stream(indices)
                    .mapToLong(index -> index + rows.first())
                    .toArray();
            Tensor some = all.index_select(0, Tensor.create(places, places.length));
            byte[] pixels = new byte[Math.multiplyExact(indices.length, shape.length())];
            ByteBuffer target = ByteBuffer.wrap(pixels);
            TensorBytes.slices(some.permute(0, 3, 1, 2).contiguous()).forEach(target::put);
            return ShiftSample.of(LabelledImages.adopt(name, shape, pixels, chosen, names()));
        }
    }

    private List<String> names() {
        if (!classNames.isEmpty()) {
            return classNames;
        }
        int classes = Arrays.stream(labels).max().orElse(0) + 1;
        return IntStream.range(0, classes).mapToObj(number -> "class " + number).toList();
    }

    @Override
    public List<String> remarks() {
        return List.of();
    }
}
