package io.stockpot.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Checksum;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Resizing against Pillow 11.3.0, whose {@code Image.fromarray(made).resize((width, height), BILINEAR or BICUBIC)} gave
 * the expected planes: small ones in base 64, of larger ones the beginning of their SHA-256. Pillow 13.0.0 gives the
 * same, but for 7×5 to 3×4 and 200×7 to 1×1, of which it resizes the height first.
 */
class WholePicturesResizedTest {
    @ParameterizedTest
    @CsvSource({
        "BILINEAR, 1, 7, 5, 3, 4, XnSNZHVvYGZobJW9",
        "BILINEAR, 3, 3, 2, 5, 4, AAshLCs2TFdsd4yXtZ5vV+a4Wyw7RlxnZnGHkqeyx9JXZoOSITNWZ3aBl6Khk3Vm4q1CDZKHcWZcbpGi",
        "BILINEAR, 1, 9, 1, 4, 3, XFxceHh4Y2Njc3Nz",
        "BILINEAR, 1, 1, 7, 2, 5, D0yCMLQPTIIwtA==",
        "BICUBIC, 1, 7, 5, 3, 4, W3KSW3hvXmhlapbE",
        "BICUBIC, 3, 3, 2, 5, 4, AAEbKB4sS1todY6byapsTf/FTxIvPFZjY3CJlaOwydZQYYWXESVRZWh7oLOnlnNk9bY5AJSHcGZKZJu1",
        "BICUBIC, 1, 9, 1, 4, 3, XFxcf39/WlpaeHh4",
        "BICUBIC, 1, 1, 7, 2, 5, ClGJKb4KUYkpvg=="
    })
    void hasThePixelsOfPillow(
            Interpolation filter, int channels, int height, int width, int newHeight, int newWidth, String expected) {
        Raster resized = resize(made(channels, height, width), newHeight, newWidth, filter);
        assertThat(resized.shape()).isEqualTo(new ImageShape(channels, newHeight, newWidth));
        assertThat(resized.planes()).containsExactly(Base64.getDecoder().decode(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "BILINEAR, 3, 64, 64, 32, 32, 06102a7add265bd73dd708cf13a73e86",
        "BILINEAR, 3, 64, 64, 224, 224, 90d9a67c376d80a8be88d863ff53d526",
        "BILINEAR, 3, 97, 131, 32, 43, 8f28dc96b11438c1270d7d2ea66cc32f",
        "BILINEAR, 1, 375, 500, 256, 341, 414f40e5c3468ae41b5ba3e7bd81bd18",
        "BILINEAR, 3, 375, 500, 256, 341, a472e7e062e5d01618d87d76305a4083",
        "BILINEAR, 3, 500, 333, 384, 256, ea76f9f73f1d3b04e9524ae312c3d539",
        "BILINEAR, 3, 31, 33, 32, 32, be779adb6c86026c7489e3e8418d12f4",
        "BILINEAR, 3, 200, 7, 1, 1, 8ae40a3583aef6697d2c2eff57eb915e",
        "BILINEAR, 3, 1, 1, 5, 9, 77a359cdc4508abcec9de50818fb0482",
        "BILINEAR, 3, 15, 96, 1, 6, e2ef7a935cbc6bc640a3301ccb7312f1",
        "BILINEAR, 1, 28, 28, 32, 32, 34fc0f198d3f8090c1d1153fd5e8dce1",
        "BILINEAR, 3, 600, 450, 256, 256, 8354cad10d4c28a839ca175bd9d05aaa",
        "BICUBIC, 3, 64, 64, 32, 32, 27503fbdb2cf14b469bf1c25c3d862e2",
        "BICUBIC, 3, 64, 64, 224, 224, 82472efea3d3aad3d417e97d11950b59",
        "BICUBIC, 3, 97, 131, 32, 43, 91548581eea0c998b39ddd907e31260b",
        "BICUBIC, 1, 375, 500, 256, 341, 820d552fccdc912f14d9be13ead3bf3b",
        "BICUBIC, 3, 375, 500, 256, 341, 9da50a9a5c1557e4d8d944ace9cbed59",
        "BICUBIC, 3, 500, 333, 384, 256, 5d9a6ec95ccfdf8573e7b51ba8414adc",
        "BICUBIC, 3, 31, 33, 32, 32, fe603f4d7255af38a4f34af7677f3e17",
        "BICUBIC, 3, 200, 7, 1, 1, 6f9e2d20bf551fec53a96040008d8b03",
        "BICUBIC, 3, 1, 1, 5, 9, 77a359cdc4508abcec9de50818fb0482",
        "BICUBIC, 3, 15, 96, 1, 6, 32b31907a27d309b5286a071720061b0",
        "BICUBIC, 1, 28, 28, 32, 32, 35f622c13fae155f1e921dc9365eed46",
        "BICUBIC, 3, 600, 450, 256, 256, bf2e1ea7c2702379e8347cf52ea1a98f"
    })
    void hasThePixelsOfPillowInLargeImages(
            Interpolation filter, int channels, int height, int width, int newHeight, int newWidth, String expected) {
        Raster resized = resize(made(channels, height, width), newHeight, newWidth, filter);
        assertThat(Checksum.SHA_256.of(resized.planes())).startsWith(expected);
    }

    /** At half the size, pixels at distances 1/2 and 3/2 weigh 3/8 and 1/8; at the border the weights that are left. */
    @Test
    void aTriangleOfFourPixelsHalvesAnImage() {
        Raster row = Raster.of(new ImageShape(1, 1, 6), new byte[] {7, 14, 80, 0, 18, 24});
        byte[] expected = {(byte) Math.round((3 * 7 + 3 * 14 + 80) / 7f), (14 + 3 * 80 + 18) / 8, (3 * 18 + 3 * 24) / 7
        };
        assertThat(resize(row, 1, 3, Interpolation.BILINEAR).planes()).containsExactly(expected);
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void onePlainColourStays(Interpolation filter) {
        byte[] planes = new byte[3 * 13 * 9];
        Arrays.fill(planes, (byte) 201);
        assertThat(resize(Raster.of(new ImageShape(3, 13, 9), planes), 8, 20, filter)
                        .planes())
                .containsOnly(201);
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void theSameSizeIsTheSameImage(Interpolation filter) {
        Raster image = made(3, 5, 4);
        assertThat(resize(image, 5, 4, filter).planes()).containsExactly(image.planes());
    }

    /** Returns 37 x + 101 y + 59 c + 13 x y + 7 (x² xor y²), modulo 256. */
    private static Raster made(int channels, int height, int width) {
        byte[] planes = new byte[channels * height * width];
        int place = 0;
        for (int channel = 0; channel < channels; channel++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    planes[place++] = (byte) (37 * x + 101 * y + 59 * channel + 13 * x * y + 7 * ((x * x) ^ (y * y)));
                }
            }
        }
        return Raster.of(new ImageShape(channels, height, width), planes);
    }

    private static Raster resize(Raster image, int height, int width, Interpolation filter) {
        return BoxResampler.resized(image, BoxResampler.Box.of(image.shape()), height, width, filter);
    }
}
