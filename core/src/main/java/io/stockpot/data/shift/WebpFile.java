package io.stockpot.data.shift;

import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** Chunks of WebP files (RFC 9649): whether they hold one picture, all of it, and notes of cameras. */
final class WebpFile {
    /** Of the outer chunk: its name, its length, and the name of the format. */
    private static final int HEADER_BYTES = 12;

    private static final int CHUNK_HEADER_BYTES = 8;

    private static final int EXTENDED = fourLetters('V', 'P', '8', 'X');
    private static final int EXIF = fourLetters('E', 'X', 'I', 'F');

    private static final int ANIMATED = 2;
    private static final int LONGEST_NOTE = 1 << 20;

    private WebpFile() {}

    /** Walks through the chunks and refuses animations. */
    static PictureHeader inspect(ImageInputStream webp) throws IOException {
        webp.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        webp.seek(4);
        long end = CHUNK_HEADER_BYTES + webp.readUnsignedInt();
        if (end > webp.length()) {
            throw PictureFormat.truncated();
        }
        int orientation = 1;
        long place = HEADER_BYTES;
        while (place + CHUNK_HEADER_BYTES <= end) {
            webp.seek(place);
            int name = webp.readInt();
            long length = webp.readUnsignedInt();
            if (place + CHUNK_HEADER_BYTES + length > end) {
                throw PictureFormat.truncated();
            }
            if (name == EXTENDED && (webp.readUnsignedByte() & ANIMATED) != 0) {
                throw PictureFormat.refusal("it is an animated WebP file");
            }
            if (name == EXIF && length <= LONGEST_NOTE) {
                byte[] note = new byte[(int) length];
                webp.readFully(note);
                orientation = ExifNote.orientation(note);
            }
            // chunks of odd length are followed by one more byte
            place += CHUNK_HEADER_BYTES + length + length % 2;
        }
        return PictureHeader.turned(orientation);
    }

    /** Returns a name of four letters as a little-endian number. */
    private static int fourLetters(int first, int second, int third, int fourth) {
        return first | second << 8 | third << 16 | fourth << 24;
    }
}
