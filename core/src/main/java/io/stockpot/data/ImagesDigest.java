package io.stockpot.data;

import io.stockpot.base.Checksum;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The SHA-256 of images that are not all in memory at once. It is that of the number of images, their shape,
 * their pixels and their labels, however many are added at a time.
 */
public final class ImagesDigest {
    private final ImageShape shape;
    private final int[] labels;
    private final MessageDigest hash = Checksum.SHA_256.start();
    private int added;

    /**
     * Starts a digest.
     *
     * @param images how many will be added
     * @param shape of every image
     */
    public ImagesDigest(int images, ImageShape shape) {
        this.shape = shape;
        this.labels = new int[images];
        hash.update(bigEndian(images, shape.channels(), shape.height(), shape.width()));
    }

    /**
     * Adds images behind those that were added before.
     *
     * @return this
     * @throws IllegalArgumentException if their shape is another, or if there are too many
     */
    public ImagesDigest add(LabelledImages images) {
        if (!images.shape().equals(shape)) {
            throw new IllegalArgumentException("images of " + images.name() + " differ in size: some have " + shape
                    + " and some " + images.shape() + "; tell resize and crop");
        }
        if (images.size() > labels.length - added) {
            throw new IllegalArgumentException(
                    added + " and " + images.size() + " images are more than " + labels.length);
        }
        images.updateWithPixels(hash);
        System.arraycopy(images.labels(), 0, labels, added, images.size());
        added += images.size();
        return this;
    }

    /**
     * Returns the digest in hexadecimal. Nothing can be added afterwards.
     *
     * @throws IllegalStateException if images are missing
     */
    public String text() {
        if (added < labels.length) {
            throw new IllegalStateException("only " + added + " of " + labels.length + " images were added");
        }
        hash.update(bigEndian(labels));
        return HexFormat.of().formatHex(hash.digest());
    }

    private static byte[] bigEndian(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Integer.BYTES, values.length));
        bytes.asIntBuffer().put(values);
        return bytes.array();
    }
}
