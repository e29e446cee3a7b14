package io.stockpot.data;

import java.util.Objects;

/**
 * Images of one size in memory. They may be more than fit into one array: they lie in blocks of whole images. Places that
 * were not written are black.
 */
public final class MemoryPixels implements Pixels {
    /** Bytes of a block, unless an image is larger. */
    private static final int BLOCK = 1 << 30;

    private final ImageShape shape;
    private final int count;
    private final int perBlock;
    private final byte[][] blocks;

    /**
     * Makes room for images.
     *
     * @throws OutOfMemoryError if there is not enough
     */
    public MemoryPixels(ImageShape shape, int count) {
        this(shape, count, Math.max(1, BLOCK / shape.length()));
    }

    /** Makes room with so many images in a block, of which tests take few. */
    MemoryPixels(ImageShape shape, int count, int perBlock) {
        this.shape = Objects.requireNonNull(shape, "shape");
        this.count = count;
        this.perBlock = perBlock;
        this.blocks = new byte[(count + perBlock - 1) / perBlock][];
        for (int block = 0; block < blocks.length; block++) {
            int images = Math.min(perBlock, count - block * perBlock);
            blocks[block] = new byte[images * shape.length()];
        }
    }

    private MemoryPixels(ImageShape shape, byte[] pixels) {
        this.shape = shape;
        this.count = pixels.length / shape.length();
        this.perBlock = Math.max(1, count);
        this.blocks = new byte[][] {pixels};
    }

    /** Keeps an array of whole images, N×C×H×W, without copying it: the caller must never write to it again. */
    static MemoryPixels adopt(ImageShape shape, byte[] pixels) {
        return new MemoryPixels(shape, pixels);
    }

    /**
     * Writes an image, before any is read. Several threads may write to different places.
     *
     * @throws IllegalArgumentException if it has another size
     */
    public void write(int place, Raster image) {
        Objects.checkIndex(place, count);
        if (!image.shape().equals(shape)) {
            throw new IllegalArgumentException("an image of " + image.shape() + " is not of " + shape);
        }
        System.arraycopy(image.planes(), 0, blocks[place / perBlock], offset(place), shape.length());
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public Raster prepared(int place) {
        Objects.checkIndex(place, count);
        byte[] planes = new byte[shape.length()];
        System.arraycopy(blocks[place / perBlock], offset(place), planes, 0, planes.length);
        return Raster.of(shape, planes);
    }

    private int offset(int place) {
        return place % perBlock * shape.length();
    }
}
