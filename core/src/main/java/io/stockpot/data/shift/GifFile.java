package io.stockpot.data.shift;

import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** The beginning of GIF files, up to their first frame, which is the one that is read. */
final class GifFile {
    private static final int SIGNATURE_BYTES = 6;
    private static final int TABLE = 0x80;
    private static final int FRAME = 0x2c;
    private static final int EXTENSION = 0x21;

    private GifFile() {}

    /** Refuses files whose first frame is not a picture by itself: one that leaves a part of the screen open. */
    static PictureHeader inspect(ImageInputStream gif) throws IOException {
        gif.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        gif.seek(SIGNATURE_BYTES);
        int width = gif.readUnsignedShort();
        int height = gif.readUnsignedShort();
        int flags = gif.readUnsignedByte();
        gif.skipBytes(2);
        skipTable(gif, flags);
        skipExtensions(gif);
        int left = gif.readUnsignedShort();
        int top = gif.readUnsignedShort();
        int frameWidth = gif.readUnsignedShort();
        int frameHeight = gif.readUnsignedShort();
        if (left != 0 || top != 0 || frameWidth != width || frameHeight != height) {
            throw PictureFormat.refusal(
                    "it is a GIF file of " + width + "×" + height + " pixels whose first frame covers " + frameWidth
                            + "×" + frameHeight + " of them, from (" + left + ", " + top + ")");
        }
        if (((flags | gif.readUnsignedByte()) & TABLE) == 0) {
            throw PictureFormat.refusal("it is a GIF file without a table of colours");
        }
        return PictureHeader.turned(1);
    }

    private static void skipTable(ImageInputStream gif, int flags) throws IOException {
        if ((flags & TABLE) != 0) {
            gif.seek(gif.getStreamPosition() + 3L * (2 << (flags & 7)));
        }
    }

    private static void skipExtensions(ImageInputStream gif) throws IOException {
        int block = gif.readUnsignedByte();
        while (block == EXTENSION) {
            gif.readUnsignedByte();
            for (int length = gif.readUnsignedByte(); length > 0; length = gif.readUnsignedByte()) {
                gif.seek(gif.getStreamPosition() + length);
            }
            block = gif.readUnsignedByte();
        }
        if (block != FRAME) {
            throw new IOException("it is damaged: there is no frame where one should begin");
        }
    }
}
