package io.stockpot.data.corruption;

import io.stockpot.base.AtomicFile;
import io.stockpot.base.ChannelIo;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.tensor.file.NumpyWriter;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.TextException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder of corrupted images in the published layout of CIFAR-10-C: one array {@code NAME.npy} of unsigned
 * bytes, 5·N×H×W×C, for each corruption, its rows by severity and then in the order of the images, and
 * {@code labels.npy}, of 5·N unsigned bytes. A note says what it was made of, so that what is there can be
 * kept and nothing else is mixed with it.
 */
public final class CorruptionFolder {
    private static final String NOTE = "corruptions.json";
    private static final String LABELS = "labels.npy";
    private static final String SUFFIX = ".npy";
    /** Images that are in memory at the same time. */
    private static final int CHUNK = 500;

    private static final int MOST_CLASSES = 256;

    private final Path folder;
    private final LabelledImages images;
    private final Seed seed;

    private CorruptionFolder(Path folder, LabelledImages images, Seed seed) {
        this.folder = folder;
        this.images = images;
        this.seed = seed;
    }

    /**
     * What a folder was made of.
     *
     * @param images digest of the images before corruption
     * @param seed of all corruptions
     */
    private record Note(String images, long seed) {}

    /**
     * Creates a folder, or continues one that was made of the same images and seed.
     *
     * @throws IOException if the folder holds arrays of other images, of another seed, or of unknown origin;
     *     they are left as they are
     */
    public static CorruptionFolder open(Path folder, LabelledImages images, Seed seed) throws IOException {
        if (images.classes() > MOST_CLASSES) {
            throw new IllegalArgumentException("labels are written as bytes: " + images + " has too many classes");
        }
        CorruptionFolder opened = new CorruptionFolder(folder, images, seed);
        opened.claim(new Note(images.digest(), seed.value()));
        if (!Files.exists(folder.resolve(LABELS))) {
            opened.writeLabels();
        }
        return opened;
    }

    private void claim(Note note) throws IOException {
        Path file = folder.resolve(NOTE);
        if (Files.exists(file)) {
            requireSame(note, read(file));
            return;
        }
        if (Files.exists(folder)) {
            requireFree();
        }
        AtomicFile.writeText(file, CanonicalJson.of(note) + "\n");
    }

    private static Note read(Path file) throws IOException {
        try {
            return CanonicalJson.read(Files.readString(file), Note.class);
        } catch (TextException broken) {
            throw new IOException(file + " cannot be read: " + broken.sentence() + "; choose another folder", broken);
        }
    }

    private void requireSame(Note note, Note found) throws IOException {
        if (!note.equals(found)) {
            String difference = note.images().equals(found.images())
                    ? "with seed " + found.seed() + " instead of " + note.seed()
                    : "of other images";
            throw new IOException(folder + " was made " + difference + "; choose another folder");
        }
    }

    private void requireFree() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> arrays = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .sorted()
                    .toList();
            if (!arrays.isEmpty()) {
                throw new IOException(folder + " holds " + arrays.get(0) + ", and no " + NOTE
                        + " that would tell what it was made of; choose another folder");
            }
        }
    }

    private void writeLabels() throws IOException {
        byte[] labels = new byte[Corruption.SEVERITIES * images.size()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = (byte) images.label(row % images.size());
        }
        NumpyWriter.write(folder.resolve(LABELS), NumpyWriter.Array.ofBytes(labels, labels.length));
    }

    /** Returns the file of a corruption. */
    public Path file(Corruption corruption) {
        return folder.resolve(corruption.text() + SUFFIX);
    }

    /** Returns whether the images of a corruption are there, which they are only when complete. */
    public boolean holds(Corruption corruption) {
        return Files.exists(file(corruption));
    }

    /**
     * Corrupts all images at all severities and writes them.
     *
     * @throws IOException if writing fails; no file appears then
     */
    public void write(Corruption corruption, Progress progress) throws IOException {
        long rows = (long) Corruption.SEVERITIES * images.size();
        try (Progress.Task task = progress.start(corruption.text(), rows, "images")) {
            NumpyWriter.Array array = NumpyWriter.Array.ofBytes(
                    channel -> write(corruption, channel, task),
                    rows,
                    images.height(),
                    images.width(),
                    images.channels());
            NumpyWriter.write(file(corruption), array);
        }
    }

    private void write(Corruption corruption, WritableByteChannel channel, Progress.Task task) throws IOException {
        for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
            for (int start = 0; start < images.size(); start += CHUNK) {
                int end = Math.min(images.size(), start + CHUNK);
                LabelledImages chunk = images.subset(IntStream.range(start, end).toArray());
                ByteBuffer rows = ByteBuffer.wrap(interleaved(corruption.apply(chunk, severity, seed)));
                ChannelIo.writeFully(channel, rows);
                task.advanceTo((severity - 1L) * images.size() + end);
            }
        }
    }

    /** Returns the pixels with the channels last. */
    private static byte[] interleaved(LabelledImages images) {
        int length = images.shape().length();
        int channels = images.channels();
        byte[] rows = new byte[images.size() * length];
        for (int image = 0; image < images.size(); image++) {
            byte[] planes = images.pixels(image);
            for (int place = 0; place < length; place++) {
                int channel = place % channels;
                rows[image * length + place] = planes[channel * (length / channels) + place / channels];
            }
        }
        return rows;
    }
}
