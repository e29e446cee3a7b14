package io.stockpot.data.shift;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Set;
import javax.imageio.stream.ImageInputStream;

/** Headers of BMP files: which of their many forms are read. */
final class BmpFile {
    private static final int FILE_HEADER_BYTES = 14;

    /** Of OS/2, and of versions 3, 4 and 5. */
    private static final int CORE = 12;

    private static final Set<Integer> HEADERS = Set.of(CORE, 40, 108, 124);
    private static final Set<Integer> BITS = Set.of(1, 4, 8, 24, 32);
    private static final int RUN_LENGTHS = 1;

    private BmpFile() {}

    /** Refuses forms that are not read. */
    static PictureHeader inspect(ImageInputStream bmp) throws IOException {
        bmp.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        bmp.seek(FILE_HEADER_BYTES);
        int header = bmp.readInt();
        if (!HEADERS.contains(header)) {
            throw PictureFormat.refusal(
                    "it is a BMP file with a header of " + header + " bytes; 12, 40, 108 and 124 are read");
        }
        // width, height and planes come before; OS/2 has shorts
        bmp.skipBytes(header == CORE ? 6 : 10);
        int bits = bmp.readUnsignedShort();
        int compression = header == CORE ? 0 : bmp.readInt();
        if (!BITS.contains(bits) || (header == CORE && bits != 24)) {
            throw PictureFormat.refusal("it is a BMP file of " + bits + " bits a pixel"
                    + (header == CORE ? " with a header of OS/2; 24 are read" : "; 1, 4, 8, 24 and 32 are read"));
        }
        if (compression != 0 && !(compression == RUN_LENGTHS && bits == 8)) {
            throw PictureFormat.refusal("it is a BMP file with compression " + compression
                    + "; 0 (none), and 1 (run lengths) at 8 bits, are read");
        }
        return PictureHeader.turned(1);
    }
}
