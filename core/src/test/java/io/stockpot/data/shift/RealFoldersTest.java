package io.stockpot.data.shift;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.Golden;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.source.Cifar10;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders of pictures of other cameras, where they are there. */
class RealFoldersTest {
    private static final Optional<OwnImages> CIFAR10 = Pictures.own(new LabelledImages(
            "cifar10", new ImageShape(3, 1, 1), new byte[0], new int[0], new Cifar10().classNames()));

    @ParameterizedTest
    @CsvSource({
        "cartoon, 713, '5 7'",
        "conflict-stimuli, 560, '0 1 2 3 5 8 9'",
        "tiny-imagenet, 3300, '1 2 3 4 5 6 8 9'"
    })
    void opensRealFolders(String name, int images, String classes) throws IOException {
        String path = Golden.data("cifar10-shifts/" + name).toString();
        ImageFolder real =
                YamlRecords.read("{path: " + path + ", resize: 32, crop: 32}", "test", ImageFolder.class, List.of());
        ShiftImages opened = real.open(name, CIFAR10, new Seed(1));
        assertThat(opened.size()).isEqualTo(images);
        int[] some = IntStream.range(0, images).filter(index -> index % 20 == 0).toArray();
        LabelledImages read = opened.load(ShiftImages.ONLY, some, Progress.NONE).images();
        assertThat(read.shape()).isEqualTo(new ImageShape(3, 32, 32));
        assertThat(IntStream.range(0, read.size()).map(read::label).distinct().sorted())
                .containsExactly(
                        Arrays.stream(classes.split(" ")).map(Integer::valueOf).toArray(Integer[]::new));
    }
}
