package io.stockpot.data.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.Golden;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.file.NumpyFile;
import java.io.IOException;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against what the published generator of CIFAR-10-C made of the first test images of CIFAR-10. */
@ExtendWith(NoLeaks.class)
class PublishedCorruptionsTest {
    private static final int PIXELS = 32 * 32;

    /**
     * Without randomness, every pixel is the published one, or its neighbour where the sum before it is cut
     * down is a whole number but for rounding: the published code computes in single precision here and there.
     *
     * @param different the largest share of pixels that are not equal
     */
    @ParameterizedTest
    @CsvSource({
        "defocus_blur, 1, 0.06",
        "zoom_blur, 1, 0.003",
        "brightness, 1, 0.003",
        "contrast, 0, 0",
        "pixelate, 0, 0",
        "jpeg_compression, 0, 0",
        "gaussian_blur, 1, 0.0001",
        "saturate, 1, 0.02"
    })
    void pixelsAreThePublishedOnes(String name, int largest, double different) throws IOException {
        NumpyFile published = NumpyFile.open(Golden.file("corruptions_deterministic.npz"));
        LabelledImages images = Golden.cifar10().first(8);
        for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
            LabelledImages ours = Corruption.parse(name).apply(images, severity, new Seed(0));
            byte[] theirs = bytes(published, name + "_" + severity);
            int differences = 0;
            for (int row = 0; row < theirs.length; row++) {
                int image = row / (3 * PIXELS);
                int pixel = row / 3 % PIXELS;
                int difference =
                        Math.abs(ours.pixel(image, row % 3, pixel / 32, pixel % 32) - Byte.toUnsignedInt(theirs[row]));
                assertThat(difference).as("severity %d, row %d", severity, row).isLessThanOrEqualTo(largest);
                differences += difference;
            }
            assertThat((double) differences / theirs.length)
                    .as("severity %d", severity)
                    .isLessThanOrEqualTo(different);
        }
    }

    private static byte[] bytes(NumpyFile file, String name) throws IOException {
        try (Scope scope = Scope.open()) {
            Tensor values = file.read(name);
            byte[] bytes = new byte[(int) values.numel()];
            values.data_ptr_byte().get(bytes);
            return bytes;
        }
    }

    /**
     * All of them are as strong as the published ones, on 300 images. One draw is compared with one draw:
     * tolerances are about three standard deviations of the draws, and below half the step to the next
     * severity wherever the published strengths differ.
     *
     * @param relative tolerance of the mean absolute change and of the root mean square change
     * @param grey tolerance of the mean change and of the deviation of pixels, in grey levels
     */
    @ParameterizedTest
    @CsvSource({
        "gaussian_noise, 0.01, 0.1",
        "shot_noise, 0.01, 0.1",
        "impulse_noise, 0.04, 0.15",
        "defocus_blur, 0.005, 0.1",
        "glass_blur, 0.01, 0.15",
        "motion_blur, 0.025, 0.4",
        "zoom_blur, 0.002, 0.01",
        "snow, 0.03, 1.2",
        "frost, 0.06, 2.5",
        "fog, 0.04, 1.4",
        "brightness, 0.001, 0.01",
        "contrast, 0.001, 0.01",
        "elastic_transform, 0.04, 0.6",
        "pixelate, 0.001, 0.01",
        "jpeg_compression, 0.002, 0.01",
        "speckle_noise, 0.01, 0.15",
        "gaussian_blur, 0.003, 0.01",
        "spatter, 0.07, 0.35",
        "saturate, 0.001, 0.01"
    })
    void strengthsAreThePublishedOnes(String name, double relative, double grey) throws IOException {
        JsonNode all = new ObjectMapper()
                .readTree(Golden.file("corruptions_statistics.json").toFile())
                .get("statistics");
        LabelledImages images = Golden.cifar10().first(300);
        for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
            JsonNode published = all.get(name + "/" + severity);
            Strength ours = Strength.of(images, Corruption.parse(name).apply(images, severity, new Seed(0)));
            for (String statistic : List.of("mean_abs_change", "rms_change")) {
                double theirs = published.get(statistic).asDouble();
                assertThat(statistic.equals("rms_change") ? ours.rootMeanSquare() : ours.absolute())
                        .as("%s at severity %d", statistic, severity)
                        .isCloseTo(theirs, within(relative * theirs));
            }
            assertThat(ours.change())
                    .as("mean change at severity %d", severity)
                    .isCloseTo(published.get("mean_change").asDouble(), within(grey));
            assertThat(ours.deviation())
                    .as("deviation of pixels at severity %d", severity)
                    .isCloseTo(published.get("pixel_sd").asDouble(), within(grey));
        }
    }

    /** What a corruption does on average, in grey levels. */
    private record Strength(double absolute, double rootMeanSquare, double change, double deviation) {
        static Strength of(LabelledImages before, LabelledImages after) {
            double absolute = 0;
            double square = 0;
            double change = 0;
            double mean = 0;
            double meanSquare = 0;
            for (int image = 0; image < before.size(); image++) {
                byte[] old = before.pixels(image);
                byte[] changed = after.pixels(image);
                for (int place = 0; place < old.length; place++) {
                    int value = Byte.toUnsignedInt(changed[place]);
                    int difference = value - Byte.toUnsignedInt(old[place]);
                    absolute += Math.abs(difference);
                    square += difference * difference;
                    change += difference;
                    mean += value;
                    meanSquare += value * value;
                }
            }
            double count = (double) before.size() * before.shape().length();
            double centre = mean / count;
            return new Strength(
                    absolute / count,
                    Math.sqrt(square / count),
                    change / count,
                    Math.sqrt(meanSquare / count - centre * centre));
        }
    }
}
