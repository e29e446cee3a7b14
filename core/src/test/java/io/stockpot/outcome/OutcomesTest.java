package io.stockpot.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomesTest {
    @TempDir
    Path folder;

    @Test
    void unionIsBelowEachCondition() {
        Outcomes all = random(777).withUnion("union", List.of("clean", "Linf 8/255 apgd-20", "L2 128/255 apgd-20"));
        assertThat(all.conditions()).containsExactly("clean", "Linf 8/255 apgd-20", "L2 128/255 apgd-20", "union");
        int expected = 0;
        for (int image = 0; image < 777; image++) {
            int at = image;
            expected += all.conditions().stream()
                            .limit(3)
                            .allMatch(name -> all.correct(name).get(at))
                    ? 1
                    : 0;
        }
        assertThat(all.accuracy("union")).isEqualTo(new Accuracy(expected, 777));
        all.conditions().forEach(name -> assertThat(all.accuracy("union")).isLessThanOrEqualTo(all.accuracy(name)));
    }

    @Test
    void restrictKeepsOrderAndGetsItsOwnDigest() {
        Outcomes all = random(100);
        Outcomes some = all.restrict(new int[] {42, 7, 99});
        assertThat(some.images()).isEqualTo(3);
        assertThat(some.correct("clean").get(0)).isEqualTo(all.correct("clean").get(42));
        assertThat(some.correct("clean").get(2)).isEqualTo(all.correct("clean").get(99));
        assertThat(some.dataDigest()).isNotEqualTo(all.dataDigest());
        assertThat(some).isEqualTo(all.restrict(new int[] {42, 7, 99}));
        assertThatThrownBy(() -> some.requireSameImages(all.restrict(new int[] {7, 42, 99})))
                .hasMessageContaining("different data");
        assertThatThrownBy(() -> all.restrict(new int[] {100})).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void nothingChangesFromOutside() {
        BitSet set = new BitSet();
        set.set(1);
        Outcomes outcomes = new Outcomes("ab", 4, Map.of("clean", set));
        set.set(2);
        outcomes.correct("clean").set(3);
        assertThat(outcomes.accuracy("clean").correct()).isEqualTo(1);
    }

    @Test
    void guardsSizesNamesAndData() {
        BitSet set = new BitSet();
        set.set(4);
        assertThatThrownBy(() -> new Outcomes("ab", 4, Map.of("clean", set)))
                .hasMessageContaining("'clean' marks image 4 as correct, but there are only 4 images");
        assertThatThrownBy(() -> new Outcomes("ab", 0, Map.of())).hasMessageContaining("at least 1 image");
        assertThatThrownBy(() -> new Outcomes("xyz", 4, Map.of())).hasMessageContaining("'xyz'");
        Outcomes outcomes = new Outcomes("ab", 5, Map.of("clean", set));
        assertThatThrownBy(() -> outcomes.with("clean", set)).hasMessageContaining("'clean' exists already");
        assertThatThrownBy(() -> outcomes.with(new Outcomes("cd", 5, Map.of("robust", set))))
                .hasMessageContaining("different data");
        assertThatThrownBy(() -> outcomes.accuracy("robust")).hasMessageContaining("no condition 'robust' among clean");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 64, 1000})
    void survivesTheFile(int images) throws IOException {
        Path file = folder.resolve("outcomes.json");
        Outcomes outcomes = random(images);
        outcomes.write(file);
        Outcomes read = Outcomes.read(file);
        assertThat(read).isEqualTo(outcomes);
        assertThat(read.conditions()).isEqualTo(outcomes.conditions());
        read.write(folder.resolve("again.json"));
        assertThat(folder.resolve("again.json")).hasSameBinaryContentAs(file);
    }

    @Test
    void packsOneBitPerImage() throws IOException {
        Path file = folder.resolve("outcomes.json");
        random(10_000).write(file);
        assertThat(Files.size(file)).isLessThan(3 * 10_000 / 8 * 4 / 3 + 400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"images\":9 | \"images\":90 | holds 2 bytes, but 90 images need 12",
                "\"correct\":2 | \"correct\":3 | damaged: 2 bits are set, but 'correct' is 3",
                "AwA= | AwB! | Illegal base64",
                "\"data\":\"ab\", | '' | data",
                "\"images\":9 | \"images\":null | images",
                "{\"correct\" | [\"correct\" | does not hold outcomes",
                "} | '' | does not hold outcomes",
                "\"bits\" | \"bytes\" | bits"
            })
    void refusesDamagedFiles(String part, String damage, String complaint) throws IOException {
        Path file = folder.resolve("outcomes.json");
        BitSet set = new BitSet();
        set.set(0, 2);
        new Outcomes("ab", 9, Map.of("clean", set)).write(file);
        String text = Files.readString(file);
        assertThat(text).contains(part);
        Files.writeString(file, text.replace(part, damage));
        assertThatThrownBy(() -> Outcomes.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + " does not hold outcomes")
                .hasMessageContaining(complaint);
    }

    private static Outcomes random(int images) {
        Random random = new Random(images);
        Map<String, BitSet> bits = new LinkedHashMap<>();
        for (String condition : List.of("clean", "Linf 8/255 apgd-20", "L2 128/255 apgd-20")) {
            BitSet set = new BitSet();
            for (int i = 0; i < images; i++) {
                set.set(i, random.nextInt(3) > 0);
            }
            bits.put(condition, set);
        }
        return new Outcomes("0123456789abcdef", images, bits);
    }
}
