package io.stockpot.data.shift;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;

/** Notes of cameras (EXIF), as they are embedded in files of several formats. */
final class ExifNote {
    private static final byte[] MARK = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

    private ExifNote() {}

    /** Returns whether data begin as EXIF does in JPEG files. */
    static boolean marked(byte[] data) {
        return data.length >= MARK.length && Arrays.equals(data, 0, MARK.length, MARK, 0, MARK.length);
    }

    /**
     * Returns the orientation, from 1 (upright) to 8. A note that cannot be read counts as none: the picture is sound.
     *
     * @param data TIFF data, with or without the mark before them
     */
    static int orientation(byte[] data) {
        int start = marked(data) ? MARK.length : 0;
        try (ImageInputStream exif = new ByteArrayImageInputStream(data, start, data.length - start)) {
            return TiffDirectory.first(exif).orientation();
        } catch (IOException | RuntimeException damaged) {
            return 1;
        }
    }
}
