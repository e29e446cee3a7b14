package io.stockpot.data.shift;

import io.stockpot.base.Checksum;
import io.stockpot.base.Progress;
import io.stockpot.data.BoxResampler;
import io.stockpot.data.ImageShape;
import io.stockpot.data.Interpolation;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringTokenizer;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** The digits of a file of {@link Usps}, in the order of its lines. */
final class UspsDigits implements ShiftImages {
    private static final int DIGITS = 10;
    private static final ImageShape PUBLISHED = new ImageShape(1, 16, 16);
    /** The size of MNIST's digits, which fill this square in one direction as those of USPS fill theirs. */
    private static final int SIDE = 20;

    private static final int MARGIN = 4;
    private static final ImageShape PREPARED = new ImageShape(1, SIDE + 2 * MARGIN, SIDE + 2 * MARGIN);
    /** Text that a file may hold once it is inflated; the published ones have 15 MB. */
    private static final int MOST_BYTES = 1 << 26;

    private final String name;
    private final Path file;
    private final List<byte[]> pictures;
    private final int[] labels;
    private final String identity;

    private UspsDigits(String name, Path file, List<Line> lines) throws IOException {
        this.name = name;
        this.file = file;
        this.pictures = lines.stream().map(line -> line.pixels).toList();
        this.labels = lines.stream().mapToInt(line -> line.label).toArray();
        this.identity = file.getFileName() + " " + Files.size(file) + " "
                + Files.getLastModifiedTime(file).toMillis() + " " + SIDE + " in " + PREPARED;
    }

    /** What a line says. */
    private static final class Line {
        private final int label;
        private final byte[] pixels;

        Line(String text) {
            StringTokenizer numbers = new StringTokenizer(text);
            if (numbers.countTokens() != 1 + PUBLISHED.length()) {
                throw new IllegalArgumentException("has " + numbers.countTokens() + " numbers");
            }
            double digit = Double.parseDouble(numbers.nextToken());
            this.label = (int) digit;
            if (label != digit || label < 0 || label >= DIGITS) {
                throw new IllegalArgumentException("has the label " + digit);
            }
            this.pixels = new byte[PUBLISHED.length()];
            for (int place = 0; place < pixels.length; place++) {
                pixels[place] = grey(Double.parseDouble(numbers.nextToken()));
            }
        }

        private static byte grey(double value) {
            if (!(value >= -1 && value <= 1)) {
                throw new IllegalArgumentException("has the grey value " + value);
            }
            return (byte) Math.round(127.5 * (value + 1));
        }
    }

    /**
     * Reads a file.
     *
     * @param name of the shift
     * @throws IOException naming the file, and the line that is not as published
     */
    static UspsDigits read(String name, Path file) throws IOException {
        List<String> texts = text(file).lines().toList();
        return new UspsDigits(
                name,
                file,
                IntStream.range(0, texts.size())
                        .mapToObj(number -> line(file, number + 1, texts.get(number)))
                        .toList());
    }

    private static String text(Path file) throws IOException {
        try (InputStream input = new GZIPInputStream(Files.newInputStream(file))) {
            byte[] text = input.readNBytes(MOST_BYTES);
            if (text.length == MOST_BYTES) {
                throw new IOException("more than " + (MOST_BYTES >> 20) + " MiB");
            }
            return new String(text, StandardCharsets.ISO_8859_1);
        } catch (IOException damaged) {
            throw new IOException(file + " does not hold digits of USPS: " + damaged.getMessage(), damaged);
        }
    }

    private static Line line(Path file, int number, String text) {
        try {
            return new Line(text);
        } catch (IllegalArgumentException misfit) {
            throw new IllegalArgumentException(
                    file + " line " + number + " " + misfit.getMessage()
                            + "; a digit of USPS is a label from 0 to 9 and " + PUBLISHED.length()
                            + " values in [-1, 1]",
                    misfit);
        }
    }

    @Override
    public List<String> versions() {
        return List.of(ONLY);
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public String photo(int index) {
        return file.getFileName() + " " + index;
    }

    @Override
    public Optional<ImageShape> shape() {
        return Optional.of(PREPARED);
    }

    @Override
    public OptionalInt answers() {
        return OptionalInt.of(DIGITS);
    }

    @Override
    public LabelMap labelMap() {
        return new LabelMap.AllClasses();
    }

    @Override
    public String fingerprint(int[] indices) {
        return Checksum.SHA_256.of(identity + Arrays.toString(indices));
    }

    @Override
    public ShiftSample load(String version, int[] indices, Progress progress) {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        for (int index : indices) {
            pixels.writeBytes(prepared(pictures.get(index)));
        }
        int[] chosen = Arrays.stream(indices).map(index -> labels[index]).toArray();
        List<String> classes =
                IntStream.range(0, DIGITS).mapToObj(Integer::toString).toList();
        return ShiftSample.of(LabelledImages.adopt(name, PREPARED, pixels.toByteArray(), chosen, classes));
    }

    private static byte[] prepared(byte[] picture) {
        Raster digit = BoxResampler.resized(
                Raster.of(PUBLISHED, picture), BoxResampler.Box.of(PUBLISHED), SIDE, SIDE, Interpolation.BILINEAR);
        byte[] framed = new byte[PREPARED.length()];
        for (int row = 0; row < SIDE; row++) {
            System.arraycopy(digit.planes(), row * SIDE, framed, (row + MARGIN) * PREPARED.width() + MARGIN, SIDE);
        }
        return framed;
    }

    @Override
    public List<String> remarks() {
        return List.of();
    }
}
