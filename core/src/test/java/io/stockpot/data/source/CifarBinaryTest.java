package io.stockpot.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Checksum;
import io.stockpot.base.Progress;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.fetch.DataFile;
import io.stockpot.data.fetch.FileSet;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CifarBinaryTest {
    @TempDir
    private Path folder;

    /** Labels 3 and 70, 4 and 71, … before bytes that count. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void readsTheFinestLabelAndThePlanes(int labels) throws IOException {
        CifarBinary binary = new CifarBinary(labels);
        List<DataFile> files = new ArrayList<>();
        for (int file = 0; file < 2; file++) {
            byte[] records = new byte[3 * binary.recordBytes()];
            for (int place = 0; place < records.length; place++) {
                int image = 3 * file + place / binary.recordBytes();
                int inside = place % binary.recordBytes();
                records[place] = (byte) (inside < labels ? (inside == labels - 1 ? 70 : 3) + image : inside + image);
            }
            String name = file + ".bin";
            Files.write(folder.resolve(name), records);
            files.add(new DataFile(name, records.length, Checksum.MD5.of(records)));
        }
        FileSet all = new FileSet("made", files, Optional.of(folder), folder.resolve("cache"), List.of(), "");
        LabelledImages images = binary.read(new Cifar100(), files, all, Progress.NONE);
        assertThat(images).hasToString("cifar100 (6 images of 3×32×32, 100 classes)");
        for (int image = 0; image < 6; image++) {
            assertThat(images.label(image)).isEqualTo(70 + image);
            assertThat(images.pixel(image, 2, 1, 5)).isEqualTo((labels + 2 * 1024 + 37 + image) & 0xff);
        }
    }

    @Test
    void cifar100IsKnownByName() throws Exception {
        DataSource source = YamlRecords.read("cifar100", "data", DataSource.class, List.of());
        DataFacts facts = source.facts().orElseThrow();
        assertThat(facts.classNames()).hasSize(100).doesNotHaveDuplicates().isSorted();
        assertThat(facts.classNames()).startsWith("apple", "aquarium_fish").endsWith("woman", "worm");
        assertThat(facts.images(DataPart.TRAIN)).isEqualTo(50_000);
        assertThat(facts.images(DataPart.TEST)).isEqualTo(10_000);
    }

    @Test
    void refusesFilesThatAreNotThePublishers() throws Exception {
        Files.write(folder.resolve("test.bin"), new byte[10_000 * 3074]);
        Cifar100 source = new Cifar100(Optional.of(folder.toString()));
        assertThatThrownBy(() -> source.load(DataPart.TEST, new DataCache(folder), Progress.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("test.bin")
                .hasMessageContaining("replace it");
    }
}
