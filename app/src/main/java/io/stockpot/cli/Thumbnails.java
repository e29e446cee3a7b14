package io.stockpot.cli;

import io.stockpot.data.LabelledImages;
import io.stockpot.report.Explorer;
import io.stockpot.report.ExplorerPhoto;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Small pictures of labelled images for a page, as the models see them. */
final class Thumbnails {
    /** More would be too many to look at. */
    private static final int MOST = 300;

    /** Pixels of the longer side. */
    private static final int SIDE = 64;

    /** Up to this size a PNG is small, and sharper than a JPEG. */
    private static final int EXACT = 40;

    private Thumbnails() {}

    /**
     * Returns all images with their names and classes; the first ones have pictures, up to what a page holds.
     *
     * @param names of the images, in their order
     */
    static List<ExplorerPhoto> of(LabelledImages images, List<String> names) {
        List<ExplorerPhoto> photos = new ArrayList<>();
        List<String> pictures = pictures(images);
        for (int i = 0; i < images.size(); i++) {
            String label = images.classNames().get(images.label(i));
            Optional<String> picture = i < pictures.size() ? Optional.of(pictures.get(i)) : Optional.empty();
            photos.add(new ExplorerPhoto(names.get(i), label, picture));
        }
        return List.copyOf(photos);
    }

    /** Returns the pictures of the first images, as many as a page holds. */
    private static List<String> pictures(LabelledImages images) {
        List<String> pictures = new ArrayList<>();
        int room = Explorer.MOST_PICTURES;
        for (int i = 0; i < Math.min(MOST, images.size()); i++) {
            String picture = picture(images, i);
            room -= picture.length();
            if (room < 0) {
                break;
            }
            pictures.add(picture);
        }
        return pictures;
    }

    private static String picture(LabelledImages images, int index) {
        boolean exact = Math.max(images.width(), images.height()) <= EXACT;
        BufferedImage whole = draw(images, index);
        String format = exact ? "png" : "jpeg";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(exact ? whole : shrink(whole), format, bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a picture cannot be written to memory", impossible);
        }
        return "data:image/" + format + ";base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static BufferedImage draw(LabelledImages images, int index) {
        BufferedImage picture = new BufferedImage(images.width(), images.height(), BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < images.height(); row++) {
            for (int column = 0; column < images.width(); column++) {
                int colour = 0;
                for (int channel = 0; channel < 3; channel++) {
                    int plane = Math.min(channel, images.channels() - 1);
                    colour = (colour << 8) | images.pixel(index, plane, row, column);
                }
                picture.setRGB(column, row, colour);
            }
        }
        return picture;
    }

    private static BufferedImage shrink(BufferedImage whole) {
        double scale = Math.min(1, (double) SIDE / Math.max(whole.getWidth(), whole.getHeight()));
        int width = Math.max(1, (int) Math.round(whole.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(whole.getHeight() * scale));
        Image small = whole.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = picture.createGraphics();
        try {
            brush.drawImage(small, 0, 0, null);
        } finally {
            brush.dispose();
        }
        return picture;
    }
}
