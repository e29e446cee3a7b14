package io.stockpot.evaluate;

import io.stockpot.attack.Ruling;
import io.stockpot.base.ChannelIo;
import io.stockpot.tensor.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Optional;

/**
 * The worst point that was found for each image under one condition, in a file with a place for each image:
 * what the point is worth, by how much the label is ahead there, and the point itself, as float32.
 */
final class FoundPoints {
    /** What a point is worth; a place that was never written holds zero. */
    private static final float WITHSTOOD = 1;

    private static final float BROKEN = 2;
    private static final int BEFORE = 2;

    private final Path file;
    private final int pixels;

    /**
     * Names the file.
     *
     * @param pixels of an image, all channels
     */
    FoundPoints(Path file, int pixels) {
        this.file = file;
        this.pixels = pixels;
    }

    /** Keeps the points that are misclassified, and those where the label is less ahead than at the one before. */
    void keep(int[] indices, Ruling ruling) throws IOException {
        float[] points = new float[indices.length * pixels];
        float[] margins = new float[indices.length];
        BitSet withstood;
        try (Scope scope = Scope.open()) {
            ruling.points().contiguous().data_ptr_float().get(points);
            ruling.margin().contiguous().data_ptr_float().get(margins);
            withstood = Ruling.bits(ruling.withstood());
        }
        Files.createDirectories(file.getParent());
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (int i = 0; i < indices.length; i++) {
                ByteBuffer before = read(channel, indices[i], BEFORE);
                float worth = withstood.get(i) ? WITHSTOOD : BROKEN;
                float known = before.getFloat(0);
                if (worth > known || (worth == known && margins[i] < before.getFloat(Float.BYTES))) {
                    ByteBuffer place = place(worth, margins[i]);
                    place.asFloatBuffer().put(points, i * pixels, pixels);
                    ChannelIo.writeFully(channel, start(indices[i]), place.rewind());
                }
            }
            channel.force(true);
        }
    }

    /**
     * Returns the point of an image as float32, little-endian, if one was found.
     *
     * @param broken whether only a misclassified point will do
     */
    Optional<ByteBuffer> find(int index, boolean broken) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer found = read(channel, index, BEFORE + pixels);
            return found.getFloat(0) >= (broken ? BROKEN : WITHSTOOD)
                    ? Optional.of(found.position(BEFORE * Float.BYTES).slice().order(ByteOrder.LITTLE_ENDIAN))
                    : Optional.empty();
        }
    }

    /** Reads the first numbers of a place; beyond the end of the file they are zero. */
    private ByteBuffer read(FileChannel channel, int index, int numbers) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(numbers * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        ChannelIo.readFully(channel, start(index), bytes);
        return bytes.clear();
    }

    /** Returns the bytes of a place, ready for the pixels. */
    private ByteBuffer place(float worth, float margin) {
        ByteBuffer bytes = ByteBuffer.allocate((BEFORE + pixels) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.putFloat(worth).putFloat(margin);
    }

    private long start(int index) {
        return (long) index * (BEFORE + pixels) * Float.BYTES;
    }
}
