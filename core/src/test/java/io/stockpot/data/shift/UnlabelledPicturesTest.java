package io.stockpot.data.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.ImageShape;
import io.stockpot.data.Interpolation;
import io.stockpot.data.LabelledImages;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnlabelledPicturesTest {
    private static final Preparation AS_THEY_ARE =
            new Preparation(Optional.empty(), Optional.empty(), Interpolation.BILINEAR, true);

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Pictures.write(folder.resolve("b.png"), 8, 8, new Color(3, 0, 0));
        Pictures.write(folder.resolve("a/deep/x.png"), 8, 8, new Color(1, 0, 0));
        Pictures.write(folder.resolve("a/y.png"), 8, 8, new Color(2, 0, 0));
        Files.writeString(folder.resolve("a/notes.txt"), "no picture");
    }

    private LabelledImages load(int most, Preparation preparation) throws IOException {
        return new UnlabelledPictures(folder, preparation).load(most, new Seed(1), Progress.NONE);
    }

    @Test
    void readsPicturesOfAllFoldersInTheirOrder() throws IOException {
        LabelledImages read = load(9, AS_THEY_ARE);
        assertThat(IntStream.range(0, read.size()).map(image -> read.pixel(image, 0, 0, 0)))
                .containsExactly(1, 2, 3);
        assertThat(IntStream.range(0, read.size()).map(read::label)).containsOnly(0);
        assertThat(load(2, AS_THEY_ARE).size()).isEqualTo(2);
    }

    @Test
    void preparesThem() throws IOException {
        Preparation small = new Preparation(Optional.of(4), Optional.of(4), Interpolation.BILINEAR, true);
        assertThat(load(9, small).shape()).isEqualTo(new ImageShape(3, 4, 4));
    }

    @Test
    void refusesPicturesOfSeveralSizesAndFoldersWithoutAny() throws IOException {
        Pictures.write(folder.resolve("c.png"), 9, 8, Color.RED);
        assertThatThrownBy(() -> load(9, AS_THEY_ARE))
                .hasMessageContaining("differ in size")
                .hasMessageContaining("c.png");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> new UnlabelledPictures(empty, AS_THEY_ARE).load(9, new Seed(1), Progress.NONE))
                .hasMessage("there are no pictures in '" + empty + "'");
        Path file = folder.resolve("b.png");
        assertThatThrownBy(() -> new UnlabelledPictures(file, AS_THEY_ARE).load(9, new Seed(1), Progress.NONE))
                .hasMessage("'" + file + "' is a file, not a folder");
    }
}
