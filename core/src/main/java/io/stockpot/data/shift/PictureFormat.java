package io.stockpot.data.shift;

import com.google.errorprone.annotations.Immutable;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.stream.ImageInputStream;

/**
 * Formats of picture files, told by how their content begins, whatever their names. What is read of a format is
 * held against another decoder; all else is refused by name, since wrong pixels are worse than none.
 */
enum PictureFormat {
    /** Baseline, extended sequential and progressive, of eight bits. */
    JPEG("JPEG", JpegFile::inspect),
    /** Every kind; of an animated one, the picture that programs without animation show. */
    PNG("PNG", PngFile::inspect),
    /** Palettes and 24 or 32 bits. */
    BMP("BMP", BmpFile::inspect),
    /** The first frame, if it is a whole picture. */
    GIF("GIF", GifFile::inspect),
    /** The first page, of eight bits of grey or red, green and blue. */
    TIFF("TIFF", TiffFile::inspect),
    /** Lossy and lossless, by libwebp as in Pillow: the decoder in Java was off by up to 243 levels in lossy files. */
    WEBP("WebP", WebpFile::inspect),
    /** Grey and colours, in bytes and in decimal numbers. */
    NETPBM("Netpbm", NetpbmFile::inspect),
    HEIC("HEIC"),
    AVIF("AVIF"),
    JPEG_2000("JPEG 2000"),
    JPEG_XL("JPEG XL"),
    PHOTOSHOP("Photoshop"),
    OPEN_EXR("OpenEXR"),
    QOI("QOI");

    /** How many bytes tell the format. */
    static final int BEGINNING = 18;

    private static final String WAY_OUT = "; convert it to PNG first, e.g. magick OLD NEW.png";

    private static final Set<String> HEIC_BRANDS =
            Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1");
    private static final Set<Integer> BMP_HEADERS = Set.of(12, 16, 40, 52, 56, 64, 108, 124);

    private final String label;
    private final Optional<Inspector> inspector;

    PictureFormat(String label) {
        this.label = label;
        this.inspector = Optional.empty();
    }

    PictureFormat(String label, Inspector inspector) {
        this.label = label;
        this.inspector = Optional.of(inspector);
    }

    /** Reads what a file says about itself and refuses what is not decoded rightly. */
    @FunctionalInterface
    @Immutable
    interface Inspector {
        PictureHeader inspect(ImageInputStream file) throws IOException;
    }

    /**
     * Reads the header of a file of this format.
     *
     * @param file afterwards at its beginning, in big-endian order
     * @throws IOException if the format, or this form of it, is not read
     */
    PictureHeader inspect(ImageInputStream file) throws IOException {
        if (inspector.isEmpty()) {
            throw refusal("its format is " + label + ", and " + read() + " are read");
        }
        PictureHeader header = inspector.get().inspect(file);
        file.setByteOrder(ByteOrder.BIG_ENDIAN);
        file.seek(0);
        return header;
    }

    /**
     * Recognises a file.
     *
     * @param file at its beginning, where it is left
     * @throws IOException if it is of no known format
     */
    static PictureFormat of(ImageInputStream file) throws IOException {
        byte[] beginning = new byte[(int) Math.min(BEGINNING, file.length())];
        file.readFully(beginning);
        file.seek(0);
        return of(beginning).orElseThrow(() -> new IOException("its format is not known; " + read() + " are read"));
    }

    /** Recognises the first {@value #BEGINNING} bytes of a file, or all of a shorter one. */
    static Optional<PictureFormat> of(byte[] beginning) {
        String text = new String(Arrays.copyOf(beginning, BEGINNING), StandardCharsets.ISO_8859_1);
        return Arrays.stream(values()).filter(format -> format.begins(text)).findFirst();
    }

    private boolean begins(String text) {
        String brand = text.startsWith("ftyp", 4) ? text.substring(8, 12) : "";
        return switch (this) {
            case JPEG -> text.startsWith("\u00ff\u00d8\u00ff");
            case PNG -> text.startsWith("\u0089PNG\r\n\u001a\n");
            case BMP ->
                text.startsWith("BM") && BMP_HEADERS.contains((int) text.charAt(14)) && text.startsWith("\0\0\0", 15);
            case GIF -> text.startsWith("GIF87a") || text.startsWith("GIF89a");
            case TIFF ->
                text.startsWith("II*\0")
                        || text.startsWith("MM\0*")
                        || text.startsWith("II+\0")
                        || text.startsWith("MM\0+");
            case WEBP -> text.startsWith("RIFF") && text.startsWith("WEBP", 8);
            case HEIC -> HEIC_BRANDS.contains(brand);
            case AVIF -> brand.equals("avif") || brand.equals("avis");
            case JPEG_2000 -> text.startsWith("\0\0\0\fjP  ") || text.startsWith("\u00ffO\u00ffQ");
            case JPEG_XL -> text.startsWith("\0\0\0\fJXL ") || text.startsWith("\u00ff\n");
            case PHOTOSHOP -> text.startsWith("8BPS\0\1");
            case OPEN_EXR -> text.startsWith("v/1\1");
            case NETPBM -> text.matches("(?s)P([2356]\\s+[0-9#]|[147]\n[0-9#W]).*");
            case QOI -> text.startsWith("qoif");
        };
    }

    private static String read() {
        String labels = Arrays.stream(values())
                .filter(format -> format.inspector.isPresent())
                .map(format -> format.label)
                .collect(Collectors.joining(", "));
        int last = labels.lastIndexOf(", ");
        return labels.substring(0, last) + " and" + labels.substring(last + 1);
    }

    /** Returns the error of a sound file that is not read, with the way out. */
    static IOException refusal(String reason) {
        return new IOException(reason + WAY_OUT);
    }

    /** Returns the error of a file that ends too early. */
    static IOException truncated() {
        return new IOException("the file is truncated");
    }
}
