package io.stockpot.data.corruption;

import io.stockpot.data.ImageShape;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * JPEG by Java's own codec: YCbCr, one chroma value for two by two pixels.
 *
 * @param quality from 1 to 99, in the usual scale of JPEG programs
 */
record JpegCompression(int quality) implements Effect {
    static final SeverityTable SEVERITIES = SeverityTable.of(
            quality -> new JpegCompression((int) quality),
            new double[] {80, 65, 58, 50, 40},
            new double[] {25, 18, 15, 10, 7});

    @Override
    public byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws) {
        try {
            return pixels(read(written(image(shape, pixels))), shape);
        } catch (IOException impossible) {
            throw new UncheckedIOException("JPEG in memory failed", impossible);
        }
    }

    private static BufferedImage image(ImageShape shape, byte[] pixels) {
        int type = shape.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
        BufferedImage image = new BufferedImage(shape.width(), shape.height(), type);
        int[] samples = new int[shape.height() * shape.width()];
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int place = 0; place < samples.length; place++) {
                samples[place] = pixels[channel * samples.length + place] & 0xff;
            }
            image.getRaster().setSamples(0, 0, shape.width(), shape.height(), channel, samples);
        }
        return image;
    }

    private byte[] written(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(javaQuality());
            writer.setOutput(output);
            writer.write(null, new IIOImage(image, null, null), settings);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /**
     * Returns the quality that leads to the same quantisation tables. JPEG programs scale the standard
     * tables by a whole number of per cent; Java leaves the fraction.
     */
    private float javaQuality() {
        int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        return percent > 100 ? 50f / percent : 1 - percent / 200f;
    }

    private static WritableRaster read(byte[] bytes) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (MemoryCacheImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(input, true, true);
            return reader.read(0).getRaster();
        } finally {
            reader.dispose();
        }
    }

    private static byte[] pixels(WritableRaster raster, ImageShape shape) {
        byte[] pixels = new byte[shape.length()];
        int[] samples = new int[shape.height() * shape.width()];
        for (int channel = 0; channel < shape.channels(); channel++) {
            raster.getSamples(0, 0, shape.width(), shape.height(), channel, samples);
            for (int place = 0; place < samples.length; place++) {
                pixels[channel * samples.length + place] = (byte) samples[place];
            }
        }
        return pixels;
    }
}
