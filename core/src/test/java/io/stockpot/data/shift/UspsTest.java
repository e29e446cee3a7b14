package io.stockpot.data.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Digits in the text that USPS is published in. */
@ExtendWith(NoLeaks.class)
class UspsTest {
    @TempDir
    private Path folder;

    private ShiftImages open(String text) throws IOException {
        Path file = folder.resolve("zip.train.gz");
        try (OutputStream output = new GZIPOutputStream(Files.newOutputStream(file))) {
            output.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return YamlRecords.read("{usps: '" + file + "'}", "test", Shift.class, List.of())
                .open("post", Optional.empty(), new Seed(1));
    }

    private static String line(String label, String value) {
        return label + " " + String.join(" ", Collections.nCopies(256, value)) + " \n";
    }

    @Test
    void framesDigitsAsMnistDoes() throws IOException {
        ShiftImages digits = open(line("6.0000", "1.0000") + line("0.0000", "-1.0000") + line("9.0000", "0.2000"));
        assertThat(digits.size()).isEqualTo(3);
        assertThat(digits.photo(2)).isEqualTo("zip.train.gz 2");
        LabelledImages read =
                digits.load(ShiftImages.ONLY, new int[] {0, 2}, Progress.NONE).images();
        assertThat(digits.shape()).contains(read.shape());
        assertThat(read.shape()).hasToString("1×28×28");
        assertThat(read.label(0)).isEqualTo(6);
        assertThat(read.label(1)).isEqualTo(9);
        // white digits in the middle, and black of 4 pixels around them
        assertThat(read.pixel(0, 0, 4, 4)).isEqualTo(255);
        assertThat(read.pixel(0, 0, 23, 23)).isEqualTo(255);
        assertThat(read.pixel(0, 0, 3, 14)).isZero();
        assertThat(read.pixel(0, 0, 14, 24)).isZero();
        // 127.5 · 1.2
        assertThat(read.pixel(1, 0, 14, 14)).isEqualTo(153);
    }

    @Test
    void knowsImagesByTheirFileAndPlaces() throws IOException {
        ShiftImages digits = open(line("6", "1") + line("0", "-1"));
        assertThat(digits.fingerprint(new int[] {0}))
                .isEqualTo(digits.fingerprint(new int[] {0}))
                .isNotEqualTo(digits.fingerprint(new int[] {1}));
    }

    @ParameterizedTest
    @CsvSource({
        "10, 1, has the label 10.0",
        "1.5, 1, has the label 1.5",
        "-1, 1, has the label -1.0",
        "1, 1.1, has the grey value 1.1",
        "1, NaN, has the grey value NaN",
        "1, 1 1, has 513 numbers",
        "1, dog, line 2"
    })
    void namesTheLineThatIsNoDigit(String label, String value, String message) {
        assertThatThrownBy(() -> open(line("6", "1") + line(label, value)))
                .hasMessageContaining("zip.train.gz line 2")
                .hasMessageContaining(message)
                .hasMessageContaining("256 values in [-1, 1]");
    }

    @Test
    void namesAFileThatIsNotPacked() throws IOException {
        Path file = Files.writeString(folder.resolve("plain.txt"), line("6", "1"));
        assertThatThrownBy(() -> new Usps(file.toString()).open("post", Optional.empty(), new Seed(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("plain.txt does not hold digits of USPS");
    }
}
