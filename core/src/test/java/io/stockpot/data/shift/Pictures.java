package io.stockpot.data.shift;

import io.stockpot.base.Progress;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.Raster;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;

/** Made picture files, and test images of a recipe. */
public final class Pictures {
    private Pictures() {}

    /** Writes a picture of one colour as PNG or JPEG, as its name says. */
    public static void write(Path file, int width, int height, Color colour) throws IOException {
        write(file, plain(width, height, BufferedImage.TYPE_INT_RGB, colour));
    }

    /** Returns a picture of one colour. */
    static BufferedImage plain(int width, int height, int type, Color colour) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return image;
    }

    /** Returns a square of noise. */
    static BufferedImage noise(int side) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int place = 0; place < side * side; place++) {
            image.setRGB(place % side, place / side, random.nextInt(1 << 24));
        }
        return image;
    }

    /** Puts a segment behind the first two bytes of a JPEG file. */
    static byte[] withSegment(byte[] jpeg, int marker, byte[] data) {
        return ByteBuffer.allocate(jpeg.length + 4 + data.length)
                .put(jpeg, 0, 2)
                .put((byte) 0xff)
                .put((byte) marker)
                .putShort((short) (2 + data.length))
                .put(data)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    static void write(Path file, BufferedImage image) throws IOException {
        Files.createDirectories(file.getParent());
        String format = file.toString().toLowerCase(Locale.ROOT).endsWith("png") ? "png" : "jpg";
        if (!ImageIO.write(image, format, file.toFile())) {
            throw new IOException("no writer for " + file);
        }
    }

    /** Presents images as the test images of a recipe's data. */
    public static Optional<OwnImages> own(LabelledImages images) {
        return Optional.of(new OwnImages() {
            @Override
            public String photo(int index) {
                return name() + " test " + index;
            }

            @Override
            public String name() {
                return images.name();
            }

            @Override
            public List<String> classNames() {
                return images.classNames();
            }

            @Override
            public int size() {
                return images.size();
            }

            @Override
            public String fingerprint() {
                return images.digest();
            }

            @Override
            public LabelledImages load(Progress progress) {
                return images;
            }
        });
    }

    /** Returns a picture of three planes as one of packed colours. */
    static BufferedImage shown(Raster planes) {
        int width = planes.shape().width();
        int plane = width * planes.shape().height();
        BufferedImage image = new BufferedImage(width, planes.shape().height(), BufferedImage.TYPE_INT_RGB);
        for (int place = 0; place < plane; place++) {
            int colour = 0;
            for (int channel = 0; channel < 3; channel++) {
                colour = (colour << 8) | (planes.planes()[channel * plane + place] & 0xff);
            }
            image.setRGB(place % width, place / width, colour);
        }
        return image;
    }
}
