package io.stockpot.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Pillow made of a made picture: a line of {@code pillow-operations.txt}, as {@code bench/peers/pillow_operations.py}
 * prints them.
 *
 * @param words the operation and its arguments
 * @param shape of the picture
 * @param planes of the result, in base 64
 */
record PillowReference(List<String> words, ImageShape shape, String planes) {
    /** Returns the references of one kind. */
    static Stream<PillowReference> of(String kind) {
        try (InputStream lines = PillowReference.class.getResourceAsStream("pillow-operations.txt")) {
            String text = new String(lines.readAllBytes(), StandardCharsets.US_ASCII);
            return text.lines()
                    .map(PillowReference::parsed)
                    .filter(each -> each.word(0).equals(kind));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static PillowReference parsed(String line) {
        List<String> words = Arrays.asList(line.split(" "));
        int own = words.size() - 4;
        ImageShape shape = new ImageShape(
                Integer.parseInt(words.get(own)),
                Integer.parseInt(words.get(own + 1)),
                Integer.parseInt(words.get(own + 2)));
        return new PillowReference(words.subList(0, own), shape, words.get(own + 3));
    }

    /** Returns the planes of the result. */
    byte[] expected() {
        return Base64.getDecoder().decode(planes);
    }

    String word(int place) {
        return words.get(place);
    }

    double number(int place) {
        return Double.parseDouble(words.get(place));
    }

    /** Returns the picture that Pillow was given: slanted stripes with noise, from 30 to 219. */
    Raster picture() {
        return picture(shape);
    }

    static Raster picture(ImageShape shape) {
        byte[] planes = new byte[shape.length()];
        for (int place = 0; place < planes.length; place++) {
            int channel = place / (shape.height() * shape.width());
            int row = place / shape.width() % shape.height();
            int column = place % shape.width();
            int noise = (int) ((place * 2654435761L & 0xffffffffL) >>> 27);
            planes[place] = (byte) (30 + (7 * row + 11 * column + 37 * channel + noise) % 190);
        }
        return Raster.of(shape, planes);
    }

    @Override
    public String toString() {
        return String.join(" ", words) + " of " + shape;
    }
}
