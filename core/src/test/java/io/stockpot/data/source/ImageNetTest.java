package io.stockpot.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Progress;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.text.YamlRecords;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageNetTest {
    @TempDir
    private Path folder;

    /** Writes a picture of one colour, 300×260. */
    private void write(String part, String identifier, int number, int red) throws IOException {
        BufferedImage image = new BufferedImage(300, 260, BufferedImage.TYPE_INT_RGB);
        IntStream.range(0, 300 * 260).forEach(place -> image.setRGB(place % 300, place / 300, red << 16));
        Path file = folder.resolve(part).resolve(identifier).resolve(identifier + "_" + number + ".png");
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    private OpenData open() throws Exception {
        return YamlRecords.read("{image-net: " + folder + "}", "data", DataSource.class, List.of())
                .open(new DataCache(Path.of("none")));
    }

    @Test
    void classesAreThoseOfImageNet() throws Exception {
        write("train", "n01443537", 1, 10);
        write("train", "n01443537", 2, 20);
        write("train", "n15075141", 1, 30);
        write("val", "n15075141", 9, 40);
        OpenData data = open();
        assertThat(data.classNames()).hasSize(1000).startsWith("n01440764", "n01443537");
        assertThat(data.shape()).isEqualTo(new ImageShape(3, 224, 224));
        LabelledImages train = data.load(DataPart.TRAIN, Progress.NONE);
        LabelledImages test = data.load(DataPart.TEST, Progress.NONE);
        assertThat(IntStream.range(0, 3).map(train::label)).containsExactlyInAnyOrder(1, 1, 999);
        assertThat(test.label(0)).isEqualTo(999);
        assertThat(test.pixel(0, 0, 100, 100)).isEqualTo(40);
        assertThat(data.remarks())
                .containsExactly(
                        "image-net: 998 of 1000 classes have no picture to learn from",
                        "image-net: 999 of 1000 classes have no picture to judge by");
    }

    @Test
    void refusesFoldersOfNoClass() throws Exception {
        write("train", "n01443537", 1, 10);
        write("val", "n00000001", 1, 10);
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("val").toString())
                .hasMessageContaining("the folder 'n00000001' belongs to no class");
    }

    @Test
    void asksForBothFolders() throws Exception {
        write("train", "n01443537", 1, 10);
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessage("there is no folder '" + folder.resolve("val") + "'");
    }
}
