package io.stockpot.data.shift;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads picture files as red, green and blue of eight bits. Grey is repeated, palettes are looked up, of 16 bits the
 * upper eight are taken, transparency and colour profiles are ignored and printer's inks subtracted from white, as by
 * the loaders of the published evaluations. What has not been held against another decoder is refused
 * ({@link PictureFormat}).
 */
final class ImageDecoder {
    /**
     * To be raised with every change of pixels: what was measured on other pixels is then measured anew. Since 4, pictures
     * are resized to the bit as by Pillow; before, a bilinear reduction went by halves, and was 5 grey levels off.
     */
    static final int REVISION = 4;

    private ImageDecoder() {}

    /**
     * Reads a file.
     *
     * @param upright whether to turn it as its camera noted
     * @param memory of which the picture takes its share before it is decoded
     * @return of {@link BufferedImage#TYPE_INT_RGB}
     * @throws IOException naming the file, if it is no picture that is read or damaged, or larger than the memory
     */
    static BufferedImage read(Path file, boolean upright, DecodingMemory.Share memory) throws IOException {
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            if (stream == null) {
                throw new IOException("there is no such file");
            }
            PictureFormat format = PictureFormat.of(stream);
            PictureHeader header = format.inspect(stream);
            BufferedImage image = format == PictureFormat.NETPBM
                    ? NetpbmFile.read(stream, memory)
                    : decode(format, stream, header, memory);
            return upright ? turned(image, header.orientation()) : image;
        } catch (EOFException end) {
            throw failure(file, PictureFormat.truncated().getMessage(), end);
        } catch (IOException failure) {
            throw failure(file, failure.getMessage(), failure);
        }
    }

    private static IOException failure(Path file, String reason, IOException cause) {
        return new IOException("the image " + file + " cannot be read: " + reason, cause);
    }

    private static BufferedImage decode(
            PictureFormat format, ImageInputStream stream, PictureHeader header, DecodingMemory.Share memory)
            throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
        if (!readers.hasNext()) {
            throw damaged(null);
        }
        ImageReader reader = readers.next();
        try {
            boolean jpeg = format == PictureFormat.JPEG;
            reader.setInput(stream, false, true);
            // these are held whole beside their pixels
            boolean held = jpeg || format == PictureFormat.WEBP;
            take(reader, held ? stream.length() : 0, memory);
            if (jpeg) {
                reader.setInput(JpegProfiles.aside(stream), false, true);
            }
            return whole(reader, header);
        } finally {
            reader.dispose();
        }
    }

    private static void take(ImageReader reader, long fileBytes, DecodingMemory.Share memory) throws IOException {
        int width;
        int height;
        try {
            width = reader.getWidth(0);
            height = reader.getHeight(0);
        } catch (IOException | RuntimeException failure) {
            throw damaged(failure);
        }
        memory.take(width, height, fileBytes);
    }

    /**
     * Reads a picture to its end. The decoder of JPEG fills in what is missing and merely warns. Pillow too calls a
     * file truncated when it ends before the decoder has enough, be it for the end marker alone; it accepts what
     * follows that marker, and damage before it.
     */
    private static BufferedImage whole(ImageReader reader, PictureHeader header) throws IOException {
        AtomicBoolean truncated = new AtomicBoolean();
        reader.addIIOReadWarningListener((source, warning) -> {
            if (warning.startsWith("Truncated File") || warning.startsWith("Premature end of JPEG file")) {
                truncated.set(true);
            }
        });
        BufferedImage image;
        try {
            image = header.inks().isPresent()
                    ? InkColours.rgb(reader.readRaster(0, null), header.inks().get())
                    : rgb(reader.read(0));
        } catch (IOException | RuntimeException failure) {
            // codecs answer damaged files with exceptions of every kind
            throw damaged(failure);
        } catch (LinkageError missing) {
            throw new IOException("its decoder, libwebp, cannot be loaded on this machine", missing);
        }
        if (truncated.get()) {
            throw PictureFormat.truncated();
        }
        return image;
    }

    private static IOException damaged(Exception failure) {
        if (failure instanceof EOFException) {
            return PictureFormat.truncated();
        }
        String message = failure == null || failure instanceof RuntimeException ? null : failure.getMessage();
        return new IOException("it is damaged" + (message == null ? "" : ": " + message), failure);
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
