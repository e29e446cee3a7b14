package io.stockpot.evaluate;

import io.stockpot.attack.Ruling;
import io.stockpot.base.ChannelIo;
import io.stockpot.tensor.Bits;
import io.stockpot.tensor.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The worst point that was found for each image under one condition, in a file with a slot for each image: what
 * the point is worth, how far the label is ahead there, and the point itself, all float32.
 */
final class FoundPoints {
    /** What a point is worth; a slot that was never written holds zero. */
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
            for (int i = 0; i < indices.size(); i++) {
                ByteBuffer before = read(channel, indices.get(i), BEFORE);
                float worth = withstood.get(i) ? WITHSTOOD : BROKEN;
                float known = before.getFloat(0);
                if (worth > known || (worth == known && margins[i] < before.getFloat(Float.BYTES))) {
                    ByteBuffer slot = slot(worth, margins[i]);
                    slot.asFloatBuffer().put(points, i * pixels, pixels);
                    ChannelIo.writeFully(channel, start(indices.get(i)), slot.rewind());
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

    /** Reads the first numbers of a slot; beyond the end of the file they are zero. */
    private ByteBuffer read(FileChannel channel, int index, int numbers) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(numbers * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        ChannelIo.readFully(channel, start(index), bytes);
        return bytes.clear();
    }

    /** Returns the bytes of a slot, positioned at the pixels. */
    private ByteBuffer slot(float worth, float margin) {
        ByteBuffer bytes = ByteBuffer.allocate((BEFORE + pixels) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.putFloat(worth).putFloat(margin);
    }

    private long start(int index) {
        return (long) index * (BEFORE + pixels) * Float.BYTES;
    }
}
