package io.stockpot.data.shift;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Checksum;
import io.stockpot.data.ImageShape;
import io.stockpot.data.Interpolation;
import io.stockpot.data.Raster;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The shorter side and the centre as torchvision's {@code Resize} and {@code CenterCrop} of Pillow's images. Expected are
 * the beginnings of the SHA-256 of the planes that Pillow 11.3.0 gave, its {@code resize} to {@code int(size * long /
 * short)} and its {@code crop} from {@code int(round((side - crop) / 2.0))}.
 */
class PreparationTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "BILINEAR, 45, 61, 32, 27, 07c339ac7e2436430e065453c9cdd073",
        "BILINEAR, 61, 45, 32, 29, 990d8722e49e9e8847788500610b04b9",
        "BILINEAR, 375, 500, 256, 224, 3ad329d14b4bf0df50bc9f983720a149",
        "BILINEAR, 300, 200, 256, 224, 517f2c14d693d99b3989f42848aa50cb",
        "BILINEAR, 20, 33, 32, 32, 3edde27ccbb8c7fdde6dd9d1098bbb0a",
        "BICUBIC, 45, 61, 32, 27, d6fa2d80f7670d16d45365e534259fc4",
        "BICUBIC, 61, 45, 32, 29, b83b3a3a6ff9830b797e850b55115215",
        "BICUBIC, 375, 500, 256, 224, 734401dac554f3a79910b12875f650a4",
        "BICUBIC, 300, 200, 256, 224, 37cc38f0d71166c7590d52469801c61c",
        "BICUBIC, 20, 33, 32, 32, 886f13f8f79d06bda30c42dd81230df5"
    })
    void preparesAsTorchvisionDoes(
            Interpolation interpolation, int height, int width, int resize, int crop, String expected)
            throws IOException {
        Path file = folder.resolve("made.png");
        Pictures.write(file, made(height, width));
        Raster picture = new Preparation(Optional.of(resize), Optional.of(crop), interpolation, true).read(file);
        assertThat(picture.shape()).isEqualTo(new ImageShape(3, crop, crop));
        assertThat(Checksum.SHA_256.of(picture.planes())).startsWith(expected);
    }

    /** Returns 37 x + 101 y + 59 c + 13 x y + 7 (x² xor y²), modulo 256. */
    private static BufferedImage made(int height, int width) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    int value = 37 * x + 101 * y + 59 * channel + 13 * x * y + 7 * ((x * x) ^ (y * y));
                    image.getRaster().setSample(x, y, channel, value & 0xff);
                }
            }
        }
        return image;
    }
}
