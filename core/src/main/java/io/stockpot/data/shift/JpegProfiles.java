package io.stockpot.data.shift;

import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import javax.imageio.stream.ImageInputStream;

/**
 * JPEG files without the colour profiles (ICC) within, to which their reader would convert the colours: the
 * loaders of the published evaluations take the numbers as they are.
 */
final class JpegProfiles {
    private static final String NAME = "ICC_PROFILE";
    private static final byte[] MARK = NAME.getBytes(StandardCharsets.US_ASCII);

    /** Bytes of a marker and of the length behind it, which counts itself. */
    private static final int MARKER = 2;

    /** From a frame's marker to its number of components: behind length, precision, height and width. */
    private static final int COMPONENTS = 9;

    /** Markers among those of frames that begin something else. */
    private static final Set<Integer> NO_FRAMES = Set.of(JPEG.DHT, 0xffc8, 0xffcc);

    private JpegProfiles() {}

    /**
     * Skips profiles, but not those of printer's inks, which have no colours without.
     *
     * @param jpeg from its beginning
     * @return the same stream at its beginning, or another without the profiles
     */
    static ImageInputStream aside(ImageInputStream jpeg) throws IOException {
        jpeg.seek(0);
        boolean profiled = !JPEGSegmentUtil.readSegments(jpeg, JPEG.APP2, NAME).isEmpty();
        jpeg.seek(0);
        if (!profiled) {
            return jpeg;
        }
        byte[] bytes = new byte[Math.toIntExact(jpeg.length())];
        jpeg.readFully(bytes);
        return new ByteArrayImageInputStream(without(bytes));
    }

    private static byte[] without(byte[] jpeg) {
        ByteBuffer file = ByteBuffer.wrap(jpeg);
        ByteArrayOutputStream kept = new ByteArrayOutputStream(jpeg.length);
        kept.write(jpeg, 0, MARKER);
        int place = MARKER;
        while (place + COMPONENTS < jpeg.length) {
            int marker = file.getShort(place) & 0xffff;
            if (marker == JPEG.SOS || marker == JPEG.EOI) {
                break;
            }
            if (marker <= 0xff00 || marker == 0xffff) {
                // filling before a marker
                kept.write(jpeg[place++]);
                continue;
            }
            if (frame(marker) && jpeg[place + COMPONENTS] > 3) {
                return jpeg;
            }
            int length = Math.min(MARKER + (file.getShort(place + MARKER) & 0xffff), jpeg.length - place);
            if (marker != JPEG.APP2 || !marked(jpeg, place + 2 * MARKER)) {
                kept.write(jpeg, place, length);
            }
            place += length;
        }
        kept.write(jpeg, place, jpeg.length - place);
        return kept.toByteArray();
    }

    private static boolean frame(int marker) {
        return marker >= JPEG.SOF0 && marker <= JPEG.SOF15 && !NO_FRAMES.contains(marker);
    }

    private static boolean marked(byte[] jpeg, int place) {
        int end = Math.min(place + MARK.length, jpeg.length);
        return Arrays.equals(jpeg, place, end, MARK, 0, MARK.length);
    }
}
