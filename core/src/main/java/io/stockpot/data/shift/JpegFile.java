package io.stockpot.data.shift;

import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import javax.imageio.stream.ImageInputStream;

/**
 * Segments of a JPEG file (ITU-T T.81, annex B), walked through before it is decoded: a small file may ask for minutes
 * of work by thousands of segments, or of scans over all pixels.
 */
final class JpegFile {
    /** Progressive files have about ten. */
    static final int MOST_SCANS = 100;

    /** Profiles have up to 255; notes of 65 MB are longer than any camera's. */
    static final int MOST_SEGMENTS = 2000;

    /** Baseline, extended sequential and progressive, with Huffman codes. */
    private static final Set<Integer> READ = Set.of(0xc0, 0xc1, 0xc2);

    private static final Set<Integer> NO_FRAMES = Set.of(0xc4, 0xc8, 0xcc);
    private static final int PROGRESSIVE = 0xc2;
    private static final int SOS = JPEG.SOS & 0xff;
    private static final int EOI = JPEG.EOI & 0xff;
    private static final int APP1 = JPEG.APP1 & 0xff;
    private static final int APP14 = 0xee;
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);

    /** In Adobe's segment, behind its name, version and two sets of flags. */
    private static final int TRANSFORM = 11;

    private final ImageInputStream file;
    private final byte[] buffer = new byte[1 << 13];
    private int next;
    private int end;
    private int orientation;
    private int transform;
    private int frame;
    private int components;

    private JpegFile(ImageInputStream file) {
        this.file = file;
    }

    /** Refuses forms that are not read, and files that would cost too much. */
    static PictureHeader inspect(ImageInputStream file) throws IOException {
        file.seek(2);
        JpegFile jpeg = new JpegFile(file);
        int firstComponents = jpeg.toFirstScan();
        if (jpeg.frame == PROGRESSIVE || firstComponents < jpeg.components) {
            jpeg.requireFewScans();
        }
        return new PictureHeader(Math.max(1, jpeg.orientation), jpeg.inks());
    }

    private Optional<PictureHeader.Inks> inks() {
        if (components != 4) {
            return Optional.empty();
        }
        return Optional.of(transform > 0 ? PictureHeader.Inks.LUMINANCE : PictureHeader.Inks.PLAIN);
    }

    /** Reads all segments up to the first scan and returns how many components that has. */
    private int toFirstScan() throws IOException {
        for (int segments = 0; segments <= MOST_SEGMENTS; segments++) {
            int marker = marker();
            if (marker == EOI) {
                throw new IOException("it is damaged: there are no pixels in it");
            }
            if (standsAlone(marker)) {
                continue;
            }
            int length = length();
            if (marker == SOS) {
                requireFrame();
                return read();
            }
            segment(marker, length);
        }
        throw PictureFormat.refusal("it has more than " + MOST_SEGMENTS + " segments before its pixels");
    }

    private void requireFrame() throws IOException {
        if (frame == 0) {
            throw new IOException("it is damaged: nothing tells the size of the picture");
        }
    }

    private void segment(int marker, int length) throws IOException {
        boolean frames = marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.contains(marker);
        if (frames) {
            frame(marker, bytes(length));
        } else if (marker == APP1 && orientation == 0) {
            byte[] note = bytes(length);
            orientation = ExifNote.marked(note) ? ExifNote.orientation(note) : 0;
        } else if (marker == APP14) {
            byte[] adobe = bytes(length);
            if (adobe.length > TRANSFORM && Arrays.equals(adobe, 0, ADOBE.length, ADOBE, 0, ADOBE.length)) {
                transform = adobe[TRANSFORM] & 0xff;
            }
        } else {
            skip(length);
        }
    }

    private void frame(int marker, byte[] content) throws IOException {
        if (!READ.contains(marker)) {
            throw PictureFormat.refusal("it is a JPEG file of process " + (marker & 0xf)
                    + " (lossless, hierarchical or arithmetic); 0 to 2, baseline to progressive, are read");
        }
        if (content.length < 6) {
            throw new IOException("it is damaged: nothing tells the size of the picture");
        }
        if (content[0] != 8) {
            throw PictureFormat.refusal("it is a JPEG file of " + (content[0] & 0xff) + " bits a colour; 8 are read");
        }
        frame = marker;
        components = content[5] & 0xff;
        if (components != 1 && components != 3 && components != 4) {
            throw PictureFormat.refusal("it is a JPEG file of " + components + " components; 1, 3 and 4 are read");
        }
    }

    /** Counts scans up to the end of the picture. What a truncated file lacks is for the decoder to notice. */
    private void requireFewScans() throws IOException {
        int scans = 1;
        while (scans <= MOST_SCANS) {
            int marker = markerBehindPixels();
            if (marker < 0 || marker == EOI) {
                return;
            }
            if (marker == SOS) {
                scans++;
            }
            skip(length());
        }
        throw PictureFormat.refusal("it has more than " + MOST_SCANS + " scans");
    }

    private int marker() throws IOException {
        int value = read();
        while (value != 0xff) {
            // decoders skip what is between segments
            value = read();
        }
        while (value == 0xff) {
            value = read();
        }
        return value;
    }

    private int markerBehindPixels() throws IOException {
        while (next < end || fill()) {
            if (buffer[next++] == -1 && (next < end || fill())) {
                int value = buffer[next] & 0xff;
                if (value != 0xff && !standsAlone(value)) {
                    next++;
                    return value;
                }
            }
        }
        return -1;
    }

    /** Zero is a 255 among the pixels; the others restart the coding. */
    private static boolean standsAlone(int marker) {
        return marker <= 1 || (marker >= 0xd0 && marker <= 0xd8);
    }

    private int length() throws IOException {
        int length = (read() << 8) | read();
        if (length < 2) {
            throw new IOException("it is damaged: a segment has no length");
        }
        return length - 2;
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int place = 0; place < length; place++) {
            bytes[place] = (byte) read();
        }
        return bytes;
    }

    private void skip(int length) throws IOException {
        if (length <= end - next) {
            next += length;
            return;
        }
        file.seek(file.getStreamPosition() + length - (end - next));
        next = end;
    }

    private int read() throws IOException {
        if (next == end && !fill()) {
            throw PictureFormat.truncated();
        }
        return buffer[next++] & 0xff;
    }

    private boolean fill() throws IOException {
        next = 0;
        end = Math.max(0, file.read(buffer));
        return end > 0;
    }
}
