package io.stockpot.evaluate;

import io.stockpot.attack.Ruling;
import io.stockpot.base.ChannelIo;
import io.stockpot.tensor.Bits;
import io.stockpot.tensor.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The worst point that was found for each image under one condition, in a file with a slot for each image: what
 * the point is worth, how far the label is ahead there, and the point itself, all float32. A slot counts by its
 * worth, which is cleared before the rest changes and written after it: whenever the process dies, a slot is whole
 * or does not count.
 */
final class FoundPoints {
    /** What a point is worth; a slot that was never written, or not to its end, holds zero. */
    private static final float UNWRITTEN = 0;

    private static final float WITHSTOOD = 1;

    private static final float BROKEN = 2;
    private static final int BEFORE = 2;

    private final Path file;
    private final int pixels;

    /**
     * Names the file, which is created with the first point.
     *
     * @param pixels of an image, all channels
     */
    FoundPoints(Path file, int pixels) {
        this.file = file;
        this.pixels = pixels;
    }

    /** Keeps the points that are worse than those known: misclassified, or closer to it than the one before. */
    void keep(List<Integer> indices, Ruling ruling) throws IOException {
        float[] points = new float[indices.size() * pixels];
        float[] margins = new float[indices.size()];
        BitSet withstood;
        try (Scope scope = Scope.open()) {
            ruling.points().contiguous().data_ptr_float().get(points);
            ruling.margin().contiguous().data_ptr_float().get(margins);
            withstood = Bits.of(ruling.withstood());
        }
        Files.createDirectories(file.getParent());
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            BitSet worse = worse(channel, indices, withstood, margins);
            for (int i : worse.stream().toArray()) {
                write(channel, start(indices.get(i)), UNWRITTEN);
            }
            channel.force(true);
            for (int i : worse.stream().toArray()) {
                ByteBuffer rest = bytes(1 + pixels).putFloat(margins[i]);
                rest.asFloatBuffer().put(points, i * pixels, pixels);
                ChannelIo.writeFully(channel, start(indices.get(i)) + Float.BYTES, rest.rewind());
            }
            channel.force(true);
            for (int i : worse.stream().toArray()) {
                write(channel, start(indices.get(i)), withstood.get(i) ? WITHSTOOD : BROKEN);
            }
            channel.force(true);
        }
    }

    /**
     * Returns which new points are worse than those known. One that is as bad is written again: it may be the same,
     * found anew because the process died before the journal knew of it.
     */
    private BitSet worse(FileChannel channel, List<Integer> indices, BitSet withstood, float[] margins)
            throws IOException {
        BitSet worse = new BitSet();
        for (int i = 0; i < indices.size(); i++) {
            ByteBuffer known = read(channel, indices.get(i), BEFORE);
            float worth = withstood.get(i) ? WITHSTOOD : BROKEN;
            float knownWorth = known.getFloat(0);
            worse.set(i, worth > knownWorth || (worth == knownWorth && !(margins[i] > known.getFloat(Float.BYTES))));
        }
        return worse;
    }

    /** Four bytes at a multiple of four, which no page and no sector cuts. */
    private static void write(FileChannel channel, long place, float worth) throws IOException {
        ChannelIo.writeFully(channel, place, bytes(1).putFloat(worth).rewind());
    }

    /**
     * What a slot holds.
     *
     * @param broken whether the point is misclassified
     * @param margin how far the label is ahead at the point
     * @param pixels of the point
     */
    record Point(boolean broken, float margin, FloatBuffer pixels) {}

    /**
     * Returns the point of an image, if one was found.
     *
     * @throws IOException if the slot cannot be read, or holds what is never written
     */
    Optional<Point> find(int index) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer slot = read(channel, index, BEFORE + pixels);
            float worth = slot.getFloat();
            if (worth == UNWRITTEN) {
                return Optional.empty();
            }
            if (worth != BROKEN && worth != WITHSTOOD) {
                throw new DamagedPointException(file, index);
            }
            float margin = slot.getFloat();
            float[] point = new float[pixels];
            slot.asFloatBuffer().get(point);
            return Optional.of(new Point(worth == BROKEN, margin, FloatBuffer.wrap(point)));
        }
    }

    /** Returns the file, for messages. */
    Path file() {
        return file;
    }

    /** Reads the first numbers of a slot; beyond the end of the file they are zero. */
    private ByteBuffer read(FileChannel channel, int index, int numbers) throws IOException {
        ByteBuffer bytes = bytes(numbers);
        ChannelIo.readFully(channel, start(index), bytes);
        return bytes.clear();
    }

    private static ByteBuffer bytes(int numbers) {
        return ByteBuffer.allocate(numbers * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    private long start(int index) {
        return (long) index * (BEFORE + pixels) * Float.BYTES;
    }
}
