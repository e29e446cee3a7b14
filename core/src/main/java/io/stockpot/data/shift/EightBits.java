package io.stockpot.data.shift;

import io.stockpot.data.ImageShape;
import io.stockpot.data.Raster;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageTypeSpecifier;

/** Red, green and blue of eight bits from what Java's readers of pictures return, in their many layouts. */
final class EightBits {
    private EightBits() {}

    /**
     * Returns an empty picture of red, green and blue for a reader that would otherwise return blue, green and red.
     *
     * @param type of the picture that the reader returns unless told otherwise
     */
    static Optional<BufferedImage> inOrder(ImageTypeSpecifier type, int width, int height) {
        if (type.getBufferedImageType() != BufferedImage.TYPE_3BYTE_BGR) {
            return Optional.empty();
        }
        ColorSpace colours = type.getColorModel().getColorSpace();
        int[] redGreenBlue = {0, 1, 2};
        return Optional.of(
                ImageTypeSpecifier.createInterleaved(colours, redGreenBlue, DataBuffer.TYPE_BYTE, false, false)
                        .createBufferedImage(width, height));
    }

    /**
     * Returns the colours of a picture: grey is repeated, palettes are looked up, of 16 bits the upper eight are taken,
     * transparency is ignored.
     */
    static Raster of(BufferedImage image) throws IOException {
        java.awt.image.Raster stored = image.getRaster();
        int bits = stored.getSampleModel().getSampleSize(0);
        byte[] planes = new byte[Math.multiplyExact(3, image.getWidth() * image.getHeight())];
        if (image.getColorModel() instanceof IndexColorModel) {
            lookUp(image, planes);
        } else if (bits != 8 && bits != 16) {
            throw new IOException("it has " + bits + " bits a colour; 8 and 16 can be read");
        } else if (stored.getSampleModel() instanceof ComponentSampleModel layout
                && stored.getDataBuffer() instanceof DataBufferByte bytes) {
            copy(stored, layout, bytes, planes);
        } else {
            sample(stored, bits - 8, planes);
        }
        return Raster.of(new ImageShape(3, image.getHeight(), image.getWidth()), planes);
    }

    /** One band is grey, two are grey with transparency. */
    private static int band(java.awt.image.Raster stored, int channel) {
        return stored.getNumBands() < 3 ? 0 : channel;
    }

    private static void copy(
            java.awt.image.Raster stored, ComponentSampleModel layout, DataBufferByte bytes, byte[] planes) {
        int width = stored.getWidth();
        int height = stored.getHeight();
        int right = stored.getMinX() - stored.getSampleModelTranslateX();
        int down = stored.getMinY() - stored.getSampleModelTranslateY();
        for (int channel = 0; channel < 3; channel++) {
            int band = band(stored, channel);
            int bank = layout.getBankIndices()[band];
            byte[] from = bytes.getData(bank);
            int begin = bytes.getOffsets()[bank] + layout.getOffset(right, down, band);
            for (int y = 0; y < height; y++) {
                int place = begin + y * layout.getScanlineStride();
                for (int x = 0; x < width; x++, place += layout.getPixelStride()) {
                    planes[(channel * height + y) * width + x] = from[place];
                }
            }
        }
    }

    private static void sample(java.awt.image.Raster stored, int shift, byte[] planes) {
        int width = stored.getWidth();
        int height = stored.getHeight();
        int[] row = new int[width];
        for (int channel = 0; channel < 3; channel++) {
            int band = band(stored, channel);
            for (int y = 0; y < height; y++) {
                stored.getSamples(stored.getMinX(), stored.getMinY() + y, width, 1, band, row);
                for (int x = 0; x < width; x++) {
                    planes[(channel * height + y) * width + x] = (byte) (row[x] >> shift);
                }
            }
        }
    }

    private static void lookUp(BufferedImage image, byte[] planes) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    planes[(channel * height + y) * width + x] = (byte) (row[x] >> (16 - 8 * channel));
                }
            }
        }
    }
}
