package io.stockpot.data.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.Golden;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.Answers;
import io.stockpot.data.LabelMap;
import io.stockpot.text.YamlRecords;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol of each data set of ImageNet's family, on small made folders. */
class ImageNetShiftTest {
    @TempDir
    Path folder;

    private ShiftImages open(String yaml) throws IOException {
        Shift shift = YamlRecords.read(yaml.replace("DIR", folder.toString()), "test", Shift.class, List.of());
        return shift.open("shift", Optional.empty(), new Seed(1));
    }

    private static ShiftSample sample(ShiftImages images, String version) throws IOException {
        int[] everything = IntStream.range(0, images.size()).toArray();
        return images.load(version, everything, Progress.NONE);
    }

    private void picture(String name) throws IOException {
        Pictures.write(folder.resolve(name), 260, 280, Color.ORANGE);
    }

    @Test
    void identifiersNumberTheClasses() throws IOException {
        picture("n01440764/ILSVRC2012_val_00000293.JPEG");
        picture("n15075141/ILSVRC2012_val_00000006.JPEG");
        ShiftImages images = open("{image-net: DIR}");
        ShiftSample sample = sample(images, ShiftImages.ONLY);
        assertThat(sample.images().shape().toString()).isEqualTo("3×224×224");
        assertThat(sample.answers().accepts(0, 0)).isTrue();
        assertThat(sample.answers().accepts(1, 999)).isTrue();
        assertThat(images.photo(1)).isEqualTo("ILSVRC2012_val_00000006");
        picture("n00000000/a.JPEG");
        assertThatThrownBy(() -> open("{image-net: DIR}"))
                .hasMessageContaining("the folder 'n00000000' belongs to no class");
    }

    @Test
    void realLabelsAreSetsAndEmptyOnesAreSkipped() throws IOException {
        for (int number = 1; number <= 3; number++) {
            picture("n01440764/ILSVRC2012_val_0000000" + number + ".JPEG");
        }
        Path labels = folder.resolve("real.json");
        Files.writeString(labels, "[[970, 795], [], [230]]");
        ShiftImages images = open("{image-net-real: {path: DIR, labels: DIR/real.json}}");
        assertThat(images.size()).isEqualTo(2);
        assertThat(images.remarks()).anySatisfy(remark -> assertThat(remark).contains("1 of 3 images have no label"));
        Answers answers = sample(images, ShiftImages.ONLY).answers();
        assertThat(answers.accepts(0, 795)).isTrue();
        assertThat(answers.accepts(0, 970)).isTrue();
        assertThat(answers.accepts(0, 230)).isFalse();
        assertThat(answers.accepts(1, 230)).isTrue();
        assertThat(images.photo(1)).isEqualTo("ILSVRC2012_val_00000003");
        picture("n01440764/ILSVRC2012_val_00000004.JPEG");
        assertThatThrownBy(() -> open("{image-net-real: {path: DIR, labels: DIR/real.json}}"))
                .hasMessageContaining("is not one of the 3 that have labels");
    }

    @Test
    void thePublishedLabelsAreReadWhole() throws IOException {
        int[][] sets = ImageNetShift.ImageNetReal.read(Golden.file("imagenet_real.json"));
        assertThat(sets).hasNumberOfRows(50_000);
        assertThat(IntStream.rangeClosed(0, 9)
                        .mapToLong(size -> List.of(sets).stream()
                                .filter(set -> set.length == size)
                                .count()))
                .containsExactly(3163L, 39_394L, 5408L, 1319L, 411L, 161L, 88L, 41L, 13L, 2L);
        Answers answers = Answers.ofSets(sets);
        assertThat(IntStream.range(0, answers.size())
                        .filter(image -> answers.accepts(image, answers.first(image)))
                        .count())
                .isEqualTo(46_837);
    }

    @Test
    void foldersOfNumbersAreSortedAsNumbers() throws IOException {
        for (String name : List.of("0", "10", "9", "999")) {
            picture(name + "/a.jpeg");
        }
        Answers answers = sample(open("{image-net-v2: DIR}"), ShiftImages.ONLY).answers();
        assertThat(IntStream.range(0, 4).map(answers::first)).containsExactly(0, 10, 9, 999);
    }

    @Test
    void readsSubsetsOfClassesForImageNetAAndR() throws IOException {
        picture("n01498041/a.jpg");
        LabelMap.Subset adversarial =
                (LabelMap.Subset) open("{image-net-a: DIR}").labelMap();
        LabelMap.Subset renditions =
                (LabelMap.Subset) open("{image-net-r: DIR}").labelMap();
        assertThat(adversarial.classes()).hasSize(200).startsWith(6, 11, 13).endsWith(986, 987, 988);
        assertThat(renditions.classes()).hasSize(200).startsWith(1, 2, 4).endsWith(981, 983, 988);
        assertThat(adversarial.classes().stream().filter(renditions.classes()::contains))
                .hasSize(86);
        assertThat(open("{image-net-sketch: DIR}").labelMap()).isEqualTo(new LabelMap.AllClasses());
        assertThat(ImageNetClasses.IDENTIFIERS).hasSize(1000).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void conflictStimuliAreLabelledByShape() throws IOException {
        picture("cat/cat3-clock2.png");
        picture("cat/cat1-cat2.png");
        picture("truck/truck10-bottle1.png");
        ShiftImages images = open("{conflict-stimuli: DIR}");
        LabelMap.Groups sixteen = (LabelMap.Groups) images.labelMap();
        assertThat(sixteen.names()).hasSize(16).startsWith("airplane", "bear").endsWith("oven", "truck");
        assertThat(sixteen.rule()).isEqualTo(LabelMap.Rule.MEAN);
        assertThat(sixteen.groups().get("bird")).hasSize(49).startsWith(8, 10, 11);
        assertThat(sixteen.classes()).hasSize(207).doesNotHaveDuplicates();
        ShiftSample sample = sample(images, ShiftImages.ONLY);
        assertThat(IntStream.range(0, 3).map(sample.answers()::first)).containsExactly(7, 7, 15);
        Answers texture = sample.asides().get(CueConflict.TEXTURE);
        assertThat(IntStream.range(0, 3).filter(image -> texture.accepts(image, texture.first(image))))
                .containsExactly(1, 2);
        assertThat(texture.accepts(1, 9)).isTrue();
        picture("cat/plain.png");
        assertThatThrownBy(() -> open("{conflict-stimuli: DIR}"))
                .hasMessageContaining("is not named after shape and texture");
    }

    @Test
    void corruptionsAreSeventyFiveVersionsOfTheSamePhotos() throws IOException {
        for (String corruption : CorruptionVersions.FIFTEEN) {
            String family = corruption.endsWith("noise") ? "noise/" : "";
            for (int severity = 1; severity <= 5; severity++) {
                Pictures.write(
                        folder.resolve(
                                family + corruption + "/" + severity + "/n01440764/ILSVRC2012_val_00000293.JPEG"),
                        224,
                        224,
                        new Color(40 * severity, 0, 0));
            }
        }
        ShiftImages images = open("{image-net-c: DIR}");
        assertThat(images.versions()).hasSize(75).contains("gaussian_noise 1", "jpeg_compression 5");
        assertThat(sample(images, "fog 3").images().pixel(0, 0, 9, 9)).isBetween(116, 124);
        Files.delete(folder.resolve("fog/4/n01440764/ILSVRC2012_val_00000293.JPEG"));
        picture("fog/4/n01440764/ILSVRC2012_val_00000294.JPEG");
        assertThatThrownBy(() -> open("{image-net-c: DIR}"))
                .hasMessageContaining("the version 'fog 4'")
                .hasMessageContaining("lacks n01440764/ILSVRC2012_val_00000293.JPEG");
    }
}
