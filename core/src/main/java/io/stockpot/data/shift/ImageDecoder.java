package io.stockpot.data.shift;

import io.stockpot.data.Raster;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
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
     * @return red, green and blue
     * @throws IOException naming the file, if it is no picture that is read or damaged, or larger than the memory
     */
    static Raster read(Path file, boolean upright, DecodingMemory.Share memory) throws IOException {
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            if (stream == null) {
                throw new IOException("there is no such file");
            }
            PictureFormat format = PictureFormat.of(stream);
            PictureHeader header = format.inspect(stream);
            Raster image = format == PictureFormat.NETPBM
                    ? NetpbmFile.read(stream, memory)
                    : decode(format, stream, header, memory);
            return upright ? Turn.upright(image, header.orientation()) : image;
        } catch (EOFException end) {
            throw failure(file, PictureFormat.truncated().getMessage(), end);
        } catch (IOException failure) {
            throw failure(file, failure.getMessage(), failure);
        }
    }

    private static IOException failure(Path file, String reason, IOException cause) {
        return new IOException("the image " + file + " cannot be read: " + reason, cause);
    }

    private static Raster decode(
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
            return whole(reader, format, header);
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
    private static Raster whole(ImageReader reader, PictureFormat format, PictureHeader header) throws IOException {
        AtomicBoolean truncated = new AtomicBoolean();
        reader.addIIOReadWarningListener((source, warning) -> {
            if (warning.startsWith("Truncated File") || warning.startsWith("Premature end of JPEG file")) {
                truncated.set(true);
            }
        });
        Raster image;
        try {
            image = header.inks().isPresent()
                    ? InkColours.rgb(reader.readRaster(0, null), header.inks().get())
                    : EightBits.of(format == PictureFormat.JPEG ? inOrder(reader) : reader.read(0));
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

    /** Reads a JPEG file in the order of its colours: turning them to Java's takes longer than decoding. */
    private static BufferedImage inOrder(ImageReader reader) throws IOException {
        ImageReadParam settings = reader.getDefaultReadParam();
        EightBits.inOrder(reader.getImageTypes(0).next(), reader.getWidth(0), reader.getHeight(0))
                .ifPresent(settings::setDestination);
        return reader.read(0, settings);
    }

    private static IOException damaged(Exception failure) {
        if (failure instanceof EOFException) {
            return PictureFormat.truncated();
        }
        String message = failure == null || failure instanceof RuntimeException ? null : failure.getMessage();
        return new IOException("it is damaged" + (message == null ? "" : ": " + message), failure);
    }
}
