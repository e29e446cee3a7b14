package io.stockpot.data.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stockpot.data.Interpolation;
import io.stockpot.data.Raster;
import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of picture file becomes red, green and blue. */
class ImageDecoderTest {
    /** A JPEG of 16×16 pixels in cyan, magenta, yellow and black: no cyan, no black. */
    private static final String RED_IN_INKS =
            "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwANCQoLCggNCwoLDg4NDxMgFRMSEhMnHB4XIC4pMTAuKS0sMzpKPjM2RjcsLU"
                    + "BXQUZMTlJTUjI+WmFaUGBKUVJP/8AAFAgAEAAQBEMRAE0RAFkRAEsRAP/EABUAAQEAAAAAAAAAAAAAAAAAAAAH/8QA"
                    + "FBABAAAAAAAAAAAAAAAAAAAAAP/aAA4EQwBNAFkASwAAPwCnJgmCnAAAAP/Z";

    @TempDir
    Path folder;

    private static BufferedImage read(Path file, boolean upright) throws IOException {
        try (DecodingMemory.Share memory = DecodingMemory.OF_JAVA.share()) {
            return Pictures.shown(ImageDecoder.read(file, upright, memory));
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_BYTE_INDEXED
            })
    void coloursAreKept(int type) throws IOException {
        Color colour = new Color(204, 102, 51);
        Path file = folder.resolve("a.png");
        Pictures.write(file, Pictures.plain(6, 5, type, colour));
        assertThat(read(file, false).getRGB(3, 2) & 0xffffff).isEqualTo(colour.getRGB() & 0xffffff);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void greyIsRepeatedAsStored(int type) throws IOException {
        BufferedImage grey = new BufferedImage(4, 4, type);
        grey.getRaster().setSample(1, 1, 0, type == BufferedImage.TYPE_BYTE_GRAY ? 77 : 77 << 8);
        Path file = folder.resolve("a.png");
        Pictures.write(file, grey);
        assertThat(read(file, false).getRGB(1, 1) & 0xffffff).isEqualTo(0x4d4d4d);
    }

    @Test
    void printersColoursAreConverted() throws IOException {
        Path file = folder.resolve("inks.jpg");
        Files.write(file, Base64.getDecoder().decode(RED_IN_INKS));
        Color read = new Color(read(file, false).getRGB(8, 8));
        assertThat(read.getRed()).isGreaterThan(150);
        assertThat(read.getGreen()).isLessThan(90);
        assertThat(read.getBlue()).isLessThan(90);
    }

    @Test
    void coloursAreNotConvertedToOtherProfiles() throws IOException {
        Path plain = folder.resolve("plain.jpg");
        Path profiled = folder.resolve("profiled.jpg");
        Pictures.write(plain, Pictures.noise(64));
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        byte[] header = {'I', 'C', 'C', '_', 'P', 'R', 'O', 'F', 'I', 'L', 'E', 0, 1, 1};
        byte[] both = Arrays.copyOf(header, header.length + profile.length);
        System.arraycopy(profile, 0, both, header.length, profile.length);
        Files.write(profiled, Pictures.withSegment(Files.readAllBytes(plain), 0xe2, both));
        assertThat(colours(profiled)).containsExactly(colours(plain));
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "1, 1", "1, 2"})
    void truncatedFilesAreNoPictures(int parts, int missing) throws IOException {
        Path file = folder.resolve("dog/a.jpg");
        Pictures.write(file, Pictures.noise(64));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / parts - missing));
        assertThatThrownBy(() -> read(file, true))
                .isInstanceOf(IOException.class)
                .hasMessage("the image " + file + " cannot be read: the file is truncated");
    }

    /** A small file could else cost minutes: each scan goes over all pixels. */
    @Test
    void refusesThousandsOfScansAndSegments() throws IOException {
        byte[] progressive = Base64.getDecoder().decode(content("jpeg-progressive-444"));
        int scan = lastScan(progressive);
        byte[] last = Arrays.copyOfRange(progressive, scan, progressive.length - 2);
        Path file = folder.resolve("a.jpg");
        Files.write(file, repeated(progressive, progressive.length - 2, last, JpegFile.MOST_SCANS));
        assertThatThrownBy(() -> read(file, true))
                .hasMessageContaining("a.jpg cannot be read: it has more than 100 scans");
        Files.write(file, repeated(progressive, progressive.length - 2, last, 50));
        assertThat(read(file, true).getWidth()).isEqualTo(7);
        byte[] empty = {(byte) 0xff, (byte) 0xe1, 0, 2};
        Files.write(file, repeated(progressive, 2, empty, JpegFile.MOST_SEGMENTS + 1));
        assertThatThrownBy(() -> read(file, true))
                .hasMessageContaining("it has more than 2000 segments before its pixels");
        Files.write(file, repeated(progressive, 2, empty, 1000));
        assertThat(read(file, true).getWidth()).isEqualTo(7);
    }

    private static int lastScan(byte[] jpeg) {
        int place = jpeg.length - 2;
        while (jpeg[place] != -1 || jpeg[place + 1] != (byte) 0xda) {
            place--;
        }
        return place;
    }

    private static byte[] repeated(byte[] file, int place, byte[] part, int times) {
        ByteBuffer longer = ByteBuffer.allocate(file.length + times * part.length);
        longer.put(file, 0, place);
        for (int time = 0; time < times; time++) {
            longer.put(part);
        }
        return longer.put(file, place, file.length - place).array();
    }

    private static String content(String picture) throws IOException {
        return PictureTableTest.pictures()
                .filter(row -> row[0].equals(picture))
                .findFirst()
                .orElseThrow()[3];
    }

    /** Its decoder would show wrong pixels. */
    @Test
    void refusesPngFilesWithWrongChecksums() throws IOException {
        byte[] png = Base64.getDecoder().decode(content("png-rgb"));
        // the last byte of the compressed pixels is before four bytes of checksum and twelve of the end
        png[png.length - 17] ^= 1;
        Path file = folder.resolve("a.png");
        Files.write(file, png);
        assertThatThrownBy(() -> read(file, true))
                .hasMessage("the image " + file + " cannot be read: it is damaged: a checksum is wrong");
    }

    @Test
    void ignoresBytesAfterThePicture() throws IOException {
        Path file = folder.resolve("a.jpg");
        Pictures.write(file, Pictures.noise(64));
        int[] before = colours(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length + 1000));
        assertThat(colours(file)).containsExactly(before);
    }

    /** A file of 57 bytes that promises 600 million pixels, and a strip that resizing makes large. */
    @Test
    void picturesLargerThanTheMemoryAreRefused() throws IOException {
        Path file = folder.resolve("large.png");
        byte[] header = ByteBuffer.allocate(17)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(30_000)
                .putInt(20_000)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        ByteBuffer png = ByteBuffer.allocate(57).putLong(0x89504e470d0a1a0aL);
        byte[] data = {'I', 'D', 'A', 'T'};
        byte[] end = {'I', 'E', 'N', 'D'};
        for (byte[] chunk : List.of(header, data, end)) {
            CRC32 sum = new CRC32();
            sum.update(chunk);
            png.putInt(chunk.length - 4).put(chunk).putInt((int) sum.getValue());
        }
        Files.write(file, png.array());
        // at a heap of 19 GB and more they might fit
        assumeTrue(Runtime.getRuntime().maxMemory() < 32L * 600_000_000);
        assertThatThrownBy(() ->
                        new Preparation(Optional.empty(), Optional.empty(), Interpolation.BILINEAR, false).read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it has 30000×20000 pixels, and Java's memory is enough for pictures of")
                .hasMessageContaining("STOCKPOT_JAVA_OPTS");
        Path strip = folder.resolve("strip.png");
        Pictures.write(strip, 1, 20_000, Color.RED);
        assertThatThrownBy(() -> Preparation.centre(256, 224).read(strip))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("strip.png, resized, has 256×5120000 pixels");
    }

    private static int[] colours(Path file) throws IOException {
        BufferedImage image = read(file, true);
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    /** A picture that is red in the upper left, lying on its side as the note says. */
    @ParameterizedTest
    @CsvSource({"1, 0, 0", "2, 1, 0", "3, 1, 1", "4, 0, 1", "5, 0, 0", "6, 1, 0", "7, 1, 1", "8, 0, 1"})
    void photosAreTurnedAsTheCameraNoted(int orientation, int right, int below) throws IOException {
        BufferedImage image = Pictures.plain(64, 32, BufferedImage.TYPE_INT_RGB, Color.BLUE);
        image.createGraphics().drawImage(Pictures.plain(32, 16, BufferedImage.TYPE_INT_RGB, Color.RED), 0, 0, null);
        Path file = folder.resolve("a.jpg");
        Pictures.write(file, image);
        Files.write(file, noted(Files.readAllBytes(file), orientation));
        assertThat(read(file, false).getWidth()).isEqualTo(64);
        BufferedImage turned = read(file, true);
        assertThat(turned.getWidth()).isEqualTo(orientation > 4 ? 32 : 64);
        int x = turned.getWidth() / 4 + right * turned.getWidth() / 2;
        int y = turned.getHeight() / 4 + below * turned.getHeight() / 2;
        assertThat(new Color(turned.getRGB(x, y)).getRed()).isGreaterThan(200);
    }

    /** Nothing, no byte order, a directory that is cut off, and two billion orientations. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "58580000002a",
                "4d4d002a000000080001",
                "4d4d002a000000080001011200037fffffff0000000800000000",
                "4d4d002a000000080001011200077fffffff0000000800000000"
            })
    void photosWithDamagedNotesAreUpright(String tiff) throws IOException {
        Path file = folder.resolve("a.jpg");
        Pictures.write(file, 64, 32, Color.RED);
        Files.write(file, exif(Files.readAllBytes(file), HexFormat.of().parseHex(tiff)));
        assertThat(read(file, true).getWidth()).isEqualTo(64);
        // not even the identifier is whole
        Files.write(file, Pictures.withSegment(Files.readAllBytes(file), 0xe1, new byte[] {'E', 'x', 'i', 'f', 0}));
        assertThat(read(file, true).getWidth()).isEqualTo(64);
    }

    /** Adds EXIF with nothing but the orientation. */
    private static byte[] noted(byte[] jpeg, int orientation) {
        byte[] tiff = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation};
        return exif(jpeg, Arrays.copyOf(tiff, tiff.length + 6));
    }

    private static byte[] exif(byte[] jpeg, byte[] tiff) {
        byte[] segment = Arrays.copyOf(new byte[] {'E', 'x', 'i', 'f', 0, 0}, 6 + tiff.length);
        System.arraycopy(tiff, 0, segment, 6, tiff.length);
        return Pictures.withSegment(jpeg, 0xe1, segment);
    }

    @Test
    void shrinkingLeavesNoPixelOut() throws IOException {
        BufferedImage stripes = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 64; x += 2) {
            for (int y = 0; y < 32; y++) {
                stripes.setRGB(x, y, 0xffffff);
            }
        }
        Path file = folder.resolve("stripes.png");
        Pictures.write(file, stripes);
        for (Interpolation interpolation : Interpolation.values()) {
            Preparation small = new Preparation(Optional.of(8), Optional.of(8), interpolation, false);
            Raster picture = small.read(file);
            assertThat(picture.shape().width()).isEqualTo(8);
            for (byte value : picture.planes()) {
                assertThat(value & 0xff).isBetween(118, 138);
            }
        }
    }
}
