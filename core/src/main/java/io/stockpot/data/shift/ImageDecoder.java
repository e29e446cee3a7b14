package io.stockpot.data.shift;

import com.twelvemonkeys.imageio.metadata.CompoundDirectory;
import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads picture files as red, green and blue of eight bits. Grey is repeated, palettes are looked up,
 * transparency and colour profiles are ignored, as by the loaders of the published evaluations. Printer's inks
 * are converted by their profile, or a common one, where those loaders only subtract them from white.
 */
final class ImageDecoder {
    /** To be raised with every change of pixels: what was measured on other pixels is then measured anew. */
    static final int REVISION = 2;

    private ImageDecoder() {}

    /**
     * Reads a file.
     *
     * @param upright whether to turn it as its camera noted
     * @param memory of which the picture takes its share before it is decoded
     * @return of {@link BufferedImage#TYPE_INT_RGB}
     * @throws IOException naming the file, if it is no picture or damaged, or larger than the memory
     */
    static BufferedImage read(Path file, boolean upright, DecodingMemory.Share memory) throws IOException {
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            if (stream == null) {
                throw new IOException("there is no such file");
            }
            BufferedImage image = rgb(decode(stream, memory));
            return upright ? turned(image, orientation(file)) : image;
        } catch (IOException | RuntimeException failure) {
            // codecs answer damaged files with exceptions of every kind
            throw new IOException("the image " + file + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    private static BufferedImage decode(ImageInputStream stream, DecodingMemory.Share memory) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
        if (!readers.hasNext()) {
            throw new IOException("its format is not known; JPEG and PNG are");
        }
        ImageReader reader = readers.next();
        try {
            boolean jpeg = isJpeg(stream);
            reader.setInput(stream, false, true);
            memory.take(reader.getWidth(0), reader.getHeight(0), jpeg ? stream.length() : 0);
            if (jpeg) {
                reader.setInput(JpegProfiles.aside(stream), false, true);
            }
            return whole(reader);
        } finally {
            reader.dispose();
        }
    }

    /**
     * Reads a picture to its end. The decoder of JPEG fills in what is missing and merely warns. Pillow too calls a
     * file truncated when it ends before the decoder has enough, be it for the end marker alone; it accepts what
     * follows that marker, and damage before it.
     */
    private static BufferedImage whole(ImageReader reader) throws IOException {
        AtomicBoolean truncated = new AtomicBoolean();
        reader.addIIOReadWarningListener((source, warning) -> {
            if (warning.startsWith("Truncated File") || warning.startsWith("Premature end of JPEG file")) {
                truncated.set(true);
            }
        });
        BufferedImage image = reader.read(0);
        if (truncated.get()) {
            throw new IOException("the file is truncated");
        }
        return image;
    }

    private static boolean isJpeg(ImageInputStream stream) throws IOException {
        boolean jpeg = stream.readUnsignedShort() == JPEG.SOI;
        stream.seek(0);
        return jpeg;
    }

    private static BufferedImage rgb(BufferedImage image) throws IOException {
        int width = image.getWidth();
        int height = image.getHeight();
        BufferedImage plain = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        if (image.getColorModel() instanceof IndexColorModel) {
            for (int y = 0; y < height; y++) {
                plain.setRGB(0, y, width, 1, image.getRGB(0, y, width, 1, row, 0, width), 0, width);
            }
            return plain;
        }
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        int bits = raster.getSampleModel().getSampleSize(0);
        if (bits != 8 && bits != 16) {
            throw new IOException("it has " + bits + " bits a colour; 8 and 16 can be read");
        }
        int[] samples = new int[width * bands];
        for (int y = 0; y < height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, samples);
            for (int x = 0; x < width; x++) {
                int red = samples[x * bands] >> (bits - 8);
                // one band is grey, two are grey with transparency
                int green = bands < 3 ? red : samples[x * bands + 1] >> (bits - 8);
                int blue = bands < 3 ? red : samples[x * bands + 2] >> (bits - 8);
                row[x] = red << 16 | green << 8 | blue;
            }
            plain.setRGB(0, y, width, 1, row, 0, width);
        }
        return plain;
    }

    /** Returns the note of the camera, from 1 (upright) to 8; 1 if there is none. */
    private static int orientation(Path file) throws IOException {
        // readers let go of what they have read
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            return isJpeg(stream) ? orientation(stream) : 1;
        } catch (IOException | RuntimeException damaged) {
            // the picture is sound; a note that cannot be read counts as none
            return 1;
        }
    }

    private static int orientation(ImageInputStream stream) throws IOException {
        for (JPEGSegment segment : JPEGSegmentUtil.readSegments(stream, JPEG.APP1, "Exif")) {
            // the identifier ends with two zeros, of which the segment's data still hold one
            byte[] data = segment.data().readAllBytes();
            try (ImageInputStream exif = new ByteArrayImageInputStream(data, 1, data.length - 1)) {
                Directory first = ((CompoundDirectory) new TIFFReader().read(exif)).getDirectory(0);
                Entry entry = first.getEntryById(TIFF.TAG_ORIENTATION);
                if (entry != null && entry.getValue() instanceof Number number) {
                    return number.intValue();
                }
            }
        }
        return 1;
    }

    private static BufferedImage turned(BufferedImage image, int orientation) {
        if (orientation < 2 || orientation > 8) {
            return image;
        }
        boolean lying = orientation > 4;
        int width = image.getWidth();
        int height = image.getHeight();
        BufferedImage turned = new BufferedImage(lying ? height : width, lying ? width : height, image.getType());
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int right = width - 1 - x;
                int below = height - 1 - y;
                // where the stored pixel (x, y) is seen
                int column = switch (orientation) {
                    case 4 -> x;
                    case 2, 3 -> right;
                    case 5, 8 -> y;
                    default -> below;
                };
                int row = switch (orientation) {
                    case 2 -> y;
                    case 3, 4 -> below;
                    case 5, 6 -> x;
                    default -> right;
                };
                turned.setRGB(column, row, image.getRGB(x, y));
            }
        }
        return turned;
    }
}
