package io.stockpot.data.shift;

import io.stockpot.base.Fuzzer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of each format, damaged at random. */
@Tag("fuzz")
class PicturesFuzzTest {
    /** Set aside for a picture, which may claim to be as large as that. */
    private static final long DECODING = 64 << 20;

    private static final int MEBIBYTES = 256;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tif"})
    void readsOrRefusesPictures(String format) throws Exception {
        BufferedImage noise = Pictures.noise(16);
        Path whole = folder.resolve("whole." + format);
        ImageIO.write(noise, format, whole.toFile());
        fuzz(format, List.of(Files.readAllBytes(whole)));
    }

    /** Of formats that Java does not write, every kind of picture that is read. */
    @ParameterizedTest
    @ValueSource(strings = {"ppm", "pgm", "webp"})
    void readsOrRefusesPicturesOfOthers(String format) throws Exception {
        fuzz(
                format,
                PictureTableTest.pictures()
                        .filter(row -> row[0].startsWith(format))
                        .map(row -> Base64.getDecoder().decode(row[3]))
                        .toList());
    }

    private void fuzz(String format, List<byte[]> whole) throws Exception {
        new Fuzzer(format, folder.resolve("damaged." + format), whole, content -> content, MEBIBYTES)
                .run(PicturesFuzzTest::read);
    }

    private static void read(Path file) throws IOException {
        try (DecodingMemory.Share share = new DecodingMemory(DECODING).share()) {
            ImageDecoder.read(file, true, share);
        }
    }
}
