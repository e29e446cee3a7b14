package io.stockpot.serve;

import io.stockpot.data.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Values in [0, 1] as PNG files of 8 bits, which a browser shows. */
final class PngPicture {
    private static final int WHITE = 255;

    private PngPicture() {}

    /**
     * Returns the URL of a picture that holds it whole.
     *
     * @param values C×H×W; those outside [0, 1] are cut off
     * @param shape of one channel, which is shown as grey, or of three
     */
    static String url(float[] values, ImageShape shape) {
        BufferedImage picture = new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
        int plane = shape.height() * shape.width();
        for (int place = 0; place < plane; place++) {
            int colour = 0;
            for (int channel = 0; channel < 3; channel++) {
                int shown = Math.min(channel, shape.channels() - 1);
                colour = (colour << 8) | level(values[shown * plane + place]);
            }
            picture.setRGB(place % shape.width(), place / shape.width(), colour);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a picture cannot be written to memory", impossible);
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** Returns the values that a picture of 8 bits has in their place. */
    static float[] rounded(float[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = level(values[i]) / (float) WHITE;
        }
        return rounded;
    }

    private static int level(float value) {
        return Math.max(0, Math.min(WHITE, Math.round(value * WHITE)));
    }
}
