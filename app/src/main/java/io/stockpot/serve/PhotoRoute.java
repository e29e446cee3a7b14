package io.stockpot.serve;

import io.stockpot.data.LabelledImages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Shows the pictures as the networks see them, pixel for pixel. */
final class PhotoRoute {
    private static final int MOST_SCALE = 16;

    /** A larger picture is not magnified so far: browsers can do that themselves. */
    private static final int MOST_PIXELS = 1024;

    private final Photos photos;

    PhotoRoute(Photos photos) {
        this.photos = photos;
    }

    Reply answer(Call call) {
        String name = call.part("name");
        if (!name.endsWith(".png")) {
            throw Refusal.unknown("there is no picture '" + Call.shortened(name) + "'; write its number and .png");
        }
        int index = Call.number("picture", name.substring(0, name.length() - ".png".length()), 0, photos.size() - 1);
        int scale = call.number("scale", 1, 1, MOST_SCALE);
        return Reply.bytes("image/png", png(photos.images(), index, scale))
                .with("Cache-Control", "private, max-age=86400");
    }

    private static byte[] png(LabelledImages images, int index, int scale) {
        int fitting = Math.max(1, Math.min(scale, MOST_PIXELS / Math.max(images.width(), images.height())));
        byte[] planes = images.pixels(index);
        int plane = images.width() * images.height();
        BufferedImage picture =
                new BufferedImage(images.width() * fitting, images.height() * fitting, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < picture.getHeight(); row++) {
            for (int column = 0; column < picture.getWidth(); column++) {
                int place = row / fitting * images.width() + column / fitting;
                picture.setRGB(column, row, colour(planes, plane, place, images.channels()));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a picture cannot be written to memory", impossible);
        }
        return bytes.toByteArray();
    }

    /** Returns a colour; grey where there are no three planes. */
    private static int colour(byte[] planes, int plane, int place, int channels) {
        int colour = 0;
        for (int channel = 0; channel < 3; channel++) {
            int there = channels < 3 ? 0 : channel;
            colour = (colour << 8) | (planes[there * plane + place] & 0xff);
        }
        return colour;
    }
}
