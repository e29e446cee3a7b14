package io.stockpot.data.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of picture that is read has the pixels that another decoder sees, exactly, and every other kind is refused
 * by name. The files of 7×6 pixels were written by Pillow 13.0.0 (with libwebp 1.6.0), tifffile 2026.3.3 and imagecodecs,
 * or by hand where those cannot; expected values are those that Pillow decoded, turned by its
 * {@code ImageOps.exif_transpose} where the name begins with "upright". Where Pillow does not repeat grey as stored (16
 * bits, fewer than 8, but not in Netpbm, grey TIFF with transparency) and for 32-bit BMP files, TIFF files with transparency and those where white is zero, they are the
 * numbers that were written.
 */
class PictureTableTest {
    @TempDir
    Path folder;

    static Stream<String[]> pictures() throws IOException {
        return table("pictures.txt");
    }

    static Stream<String[]> refusals() throws IOException {
        return table("refused-pictures.txt");
    }

    private static Stream<String[]> table(String name) throws IOException {
        try (InputStream table = Objects.requireNonNull(PictureTableTest.class.getResourceAsStream(name))) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .map(line -> line.split(" \\| ", -1))
                            .toList()
                            .stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pictures")
    void hasThePixelsOfAnotherDecoder(String name, String size, String colours, String content) throws IOException {
        BufferedImage image = read(name, content, name.startsWith("upright"));
        assertThat(image.getWidth() + "×" + image.getHeight()).isEqualTo(size);
        assertThat(bytes(image)).containsExactly(Base64.getDecoder().decode(colours));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void refusesOtherKindsByName(String name, String reason, String content) {
        assertThatThrownBy(() -> read(name, content, true))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the image " + folder.resolve(name) + " cannot be read: " + reason)
                .hasMessageEndingWith("; convert it to PNG first, e.g. magick OLD NEW.png");
    }

    /** However much is missing, a picture is whole or refused with a reason. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("pictures")
    void refusesTruncatedFilesInWords(String name, String size, String colours, String content) throws IOException {
        byte[] whole = Base64.getDecoder().decode(content);
        byte[] expected = Base64.getDecoder().decode(colours);
        for (int length = 0; length < whole.length; length += 1 + whole.length / 12) {
            byte[] part = Arrays.copyOf(whole, length);
            try {
                BufferedImage image = read(name, Base64.getEncoder().encodeToString(part), name.startsWith("upright"));
                assertThat(bytes(image)).as("%d bytes", length).containsExactly(expected);
            } catch (IOException refused) {
                assertThat(refused.getMessage())
                        .as("%d bytes", length)
                        .containsAnyOf("the file is truncated", "it is damaged", "its format is not known")
                        .doesNotContain("null");
            }
        }
    }

    private BufferedImage read(String name, String content, boolean upright) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, Base64.getDecoder().decode(content));
        try (DecodingMemory.Share memory = DecodingMemory.OF_JAVA.share()) {
            return Pictures.shown(ImageDecoder.read(file, upright, memory));
        }
    }

    /** Returns red, green and blue of all pixels, row by row. */
    private static byte[] bytes(BufferedImage image) {
        byte[] bytes = new byte[3 * image.getWidth() * image.getHeight()];
        int place = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int colour = image.getRGB(x, y);
                bytes[place++] = (byte) (colour >> 16);
                bytes[place++] = (byte) (colour >> 8);
                bytes[place++] = (byte) colour;
            }
        }
        return bytes;
    }
}
