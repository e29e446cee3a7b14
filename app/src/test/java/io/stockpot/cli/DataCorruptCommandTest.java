package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.source.Cifar10;
import io.stockpot.tensor.file.NumpyFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DataCorruptCommandTest {
    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @TempDir
    Path folder;

    @BeforeEach
    void cifar10IsAvailable() {
        assumeTrue(new Cifar10().isAvailable(DataCache.ofUser()), "SKIPPED: CIFAR-10 is not in the cache");
    }

    private int run(String... arguments) {
        CommandLine command =
                Stockpot.commandLine().setOut(new PrintWriter(output, true)).setErr(new PrintWriter(errors, true));
        return command.execute(arguments);
    }

    private int corrupt(String... names) {
        String[] arguments = {
            "data", "corrupt", "--images", "3", "--out", folder.resolve("c").toString()
        };
        String[] all = Arrays.copyOf(arguments, arguments.length + 1 + names.length);
        all[arguments.length] = "--corruption";
        System.arraycopy(names, 0, all, arguments.length + 1, names.length);
        return run(all);
    }

    @Test
    void writesThePublishedLayoutAndKeepsIt() throws IOException {
        assertThat(corrupt("fog", "jpeg-compression")).as(errors.toString()).isZero();
        NumpyFile fog = NumpyFile.open(folder.resolve("c/fog.npy"));
        assertThat(fog.shape("array")).containsExactly(15, 32, 32, 3);
        assertThat(fog.type("array")).isEqualTo("U8");
        assertThat(NumpyFile.open(folder.resolve("c/labels.npy")).shape("array"))
                .containsExactly(15);
        assertThat(corrupt("fog", "snow")).isZero();
        assertThat(output.toString()).contains("fog.npy is there already").contains("snow.npy is written");
        assertThat(run("data", "corrupt", "--out", folder.resolve("c").toString(), "--images", "4"))
                .isEqualTo(1);
        assertThat(errors.toString()).contains("was made of other images; choose another folder");
    }

    @Test
    void drawsASheet() throws IOException {
        Path file = folder.resolve("sheet.png");
        assertThat(run("data", "corrupt", "--sheet", file.toString(), "--corruption", "contrast", "frost"))
                .as(errors.toString())
                .isZero();
        BufferedImage sheet = ImageIO.read(file.toFile());
        assertThat(sheet.getHeight()).isBetween(2 * 96, 3 * 96);
        assertThat(folder.toFile().list()).containsExactly("sheet.png");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data corrupt | give --out FOLDER, --sheet FILE, or both",
                "data corrupt --out x --corruption haze | there is no corruption 'haze'; there are gaussian_noise",
                "data corrupt --out x --all --corruption fog | --all and --corruption exclude each other"
            })
    void reportsWrongUsageInOneSentence(String arguments, String sentence) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(errors.toString()).contains(sentence);
    }
}
