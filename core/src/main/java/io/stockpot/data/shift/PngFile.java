package io.stockpot.data.shift;

import java.io.IOException;
import java.util.zip.CRC32;
import javax.imageio.stream.ImageInputStream;

/** Chunks of PNG files (ISO/IEC 15948): checksums, which their reader does not check, and notes of cameras. */
final class PngFile {
    private static final int SIGNATURE_BYTES = 8;
    private static final int IEND = 0x49454e44;
    private static final int EXIF = 0x65584966;

    /** A lower-case first letter: decoders may skip the chunk. */
    private static final int ANCILLARY = 0x20000000;

    private static final int LONGEST_NOTE = 1 << 20;

    private PngFile() {}

    /** Walks through the file to its end mark: notes may stand behind the pixels. */
    static PictureHeader inspect(ImageInputStream png) throws IOException {
        int orientation = 1;
        byte[] buffer = new byte[1 << 13];
        long place = SIGNATURE_BYTES;
        while (true) {
            png.seek(place);
            long length = png.readUnsignedInt();
            int type = png.readInt();
            if (type == IEND) {
                return PictureHeader.turned(orientation);
            }
            if (place + 12 + length > png.length()) {
                throw PictureFormat.truncated();
            }
            if ((type & ANCILLARY) == 0) {
                requireSum(png, type, length, buffer);
            } else if (type == EXIF && length <= LONGEST_NOTE) {
                byte[] note = new byte[(int) length];
                png.readFully(note);
                orientation = ExifNote.orientation(note);
            }
            place += 12 + length;
        }
    }

    private static void requireSum(ImageInputStream png, int type, long length, byte[] buffer) throws IOException {
        CRC32 sum = new CRC32();
        for (int shift = 24; shift >= 0; shift -= 8) {
            sum.update(type >>> shift);
        }
        long left = length;
        while (left > 0) {
            int some = (int) Math.min(left, buffer.length);
            png.readFully(buffer, 0, some);
            sum.update(buffer, 0, some);
            left -= some;
        }
        if (png.readUnsignedInt() != sum.getValue()) {
            throw new IOException("it is damaged: a checksum is wrong");
        }
    }
}
