package io.stockpot.data.shift;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import javax.imageio.stream.ImageInputStream;

/** What TIFF files may hold, of which little is read: eight bits of grey or of red, green and blue. */
final class TiffFile {
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int COLOURS = 262;
    private static final int FILL_ORDER = 266;
    private static final int SAMPLES = 277;
    private static final int PLANES = 284;
    private static final int PREDICTOR = 317;
    private static final int TILE_WIDTH = 322;
    private static final int EXTRA_SAMPLES = 338;
    private static final int SAMPLE_FORMAT = 339;

    /** None, LZW, deflate, PackBits. */
    private static final Set<Long> COMPRESSIONS = Set.of(1L, 5L, 8L, 32773L);

    /** Of other colours. */
    private static final Map<Long, String> NAMES = Map.of(3L, "palette", 5L, "CMYK", 6L, "YCbCr", 8L, "Lab");

    private static final int WHITE_IS_ZERO = 0;
    private static final int RGB = 2;
    private static final int PREMULTIPLIED = 1;

    private TiffFile() {}

    /** Refuses what is not read in the first page; further pages are not looked at. */
    static PictureHeader inspect(ImageInputStream tiff) throws IOException {
        tiff.seek(0);
        TiffDirectory page = TiffDirectory.first(tiff);
        require(page, COMPRESSION, 1, COMPRESSIONS, "compression", "1, 5 (LZW), 8 (deflate) and 32773 (PackBits)");
        require(page, COLOURS, -1, Set.of(0L, 1L, 2L), "colour interpretation", "0 and 1 (grey) and 2 (RGB)");
        require(page, PLANES, 1, Set.of(1L), "planar configuration", "1 (pixel by pixel)");
        require(page, FILL_ORDER, 1, Set.of(1L), "fill order", "1");
        require(page, SAMPLE_FORMAT, 1, Set.of(1L), "sample format", "1 (unsigned)");
        require(page, PREDICTOR, 1, Set.of(1L, 2L), "predictor", "1 and 2");
        requireSamples(page);
        if (page.has(TILE_WIDTH)) {
            throw PictureFormat.refusal("it is a TIFF file in tiles, and only strips are read");
        }
        return PictureHeader.turned(page.orientation());
    }

    private static void require(TiffDirectory page, int tag, long otherwise, Set<Long> read, String what, String list)
            throws IOException {
        for (long value : page.values(tag, otherwise)) {
            if (!read.contains(value)) {
                throw PictureFormat.refusal("it is a TIFF file of " + what + " " + named(tag, value) + "; " + list
                        + (read.size() == 1 ? " is read" : " are read"));
            }
        }
    }

    private static String named(int tag, long value) {
        String name = tag == COLOURS ? NAMES.get(value) : null;
        return value < 0 ? "unknown" : value + (name == null ? "" : " (" + name + ")");
    }

    private static void requireSamples(TiffDirectory page) throws IOException {
        long samples = page.value(SAMPLES, 1);
        long[] bits = page.values(BITS, 1);
        long least = page.value(COLOURS, -1) == RGB ? 3 : 1;
        if (bits.length != samples || Arrays.stream(bits).anyMatch(each -> each != 8)) {
            throw PictureFormat.refusal(
                    "it is a TIFF file of " + samples + " × " + bits[0] + " bits a pixel; 1 to 4 × 8 are read");
        }
        if (samples != least && samples != least + 1) {
            throw PictureFormat.refusal("it is a TIFF file of " + samples + " samples a pixel; " + least + " and, with"
                    + " transparency, " + (least + 1) + " are read");
        }
        if (samples > 1 && page.value(COLOURS, -1) == WHITE_IS_ZERO) {
            throw PictureFormat.refusal("it is a TIFF file with transparency whose white is zero");
        }
        if (samples > least && page.value(EXTRA_SAMPLES, 0) == PREMULTIPLIED) {
            throw PictureFormat.refusal("it is a TIFF file whose colours are multiplied by their transparency");
        }
    }
}
