package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.Photos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShiftOutcomesTest {
    private static final List<String> PAIR = List.of("robust", "nominal");

    @TempDir
    Path folder;

    private final List<MixingWeights> weights = new WeightGrid.Segment("0", "1", "0.5").points(2);

    @Test
    void scoresByTheMeanOverVersions() {
        Map<String, BitSet> correct = new LinkedHashMap<>();
        correct.put("fog 1", BitSet.valueOf(new long[] {0b1111}));
        correct.put("fog 5", BitSet.valueOf(new long[] {0b0001}));
        GridOutcomes fog = GridOutcomes.of(
                PAIR,
                weights,
                weights.stream().map(any -> new Outcomes("f0", 10, correct)).toList());
        assertThat(ShiftOutcomes.of("fog", fog).score("fog", weights.get(0))).satisfies(score -> {
            assertThat(score.value()).isEqualTo(5 / 20.0, within(1e-12));
            assertThat(score.images()).isEqualTo(10);
        });
    }

    @Test
    void readsAllItWroteFast() throws IOException {
        List<MixingWeights> lattice = new WeightGrid.Lattice("-0.4", "1.4", "0.2").points(4);
        List<String> versions =
                IntStream.range(0, 75).mapToObj(i -> "version " + i).toList();
        Map<String, GridOutcomes> dataSets = new LinkedHashMap<>();
        dataSets.put("corruptions", random(lattice, versions, 1000, 1));
        dataSets.put("sketch", random(lattice, List.of("clean"), 773, 2));
        ShiftOutcomes outcomes = new ShiftOutcomes(dataSets);
        Path file = folder.resolve("shifts.json");
        outcomes.write(file);
        long start = System.nanoTime();
        ShiftOutcomes read = ShiftOutcomes.read(file);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(read).isEqualTo(outcomes);
        assertThat(read.names()).containsExactly("corruptions", "sketch");
        // 480 × 75 × 1000 bits are 4.5 MB; a quiet core needs a fifth of a second
        assertThat(seconds).isLessThan(5);
        assertThat(Files.size(file)).isLessThan(7_000_000);
    }

    /** A file names photos that several data sets show; older files name none. */
    @Test
    void readsPhotosAsWritten() throws IOException {
        GridOutcomes first = random(weights, List.of("clean"), 3, 6);
        GridOutcomes second = random(weights, List.of("clean"), 2, 7);
        Map<String, GridOutcomes> dataSets = new LinkedHashMap<>(Map.of("clean", first));
        dataSets.put("fog", second);
        dataSets.put("sketch", second);
        Photos photos = Photos.of(
                Map.of("clean", List.of("a", "b", "c"), "fog", List.of("c", "d"), "sketch", List.of("e", "f")));
        assertThat(photos.names()).containsOnlyKeys("clean", "fog");
        ShiftOutcomes outcomes = new ShiftOutcomes(dataSets, photos);
        Path file = folder.resolve("shifts.json");
        outcomes.write(file);
        assertThat(ShiftOutcomes.read(file)).isEqualTo(outcomes);
        assertThat(outcomes.mean(outcomes.names(), weights.get(0)).images()).isEqualTo(6);
        assertThat(outcomes.select(List.of("clean", "sketch")).photos()).isEqualTo(Photos.DIFFERENT);
        new ShiftOutcomes(dataSets).write(file);
        assertThat(file).content().doesNotContain("photos");
        assertThat(ShiftOutcomes.read(file)
                        .mean(outcomes.names(), weights.get(0))
                        .images())
                .isEqualTo(7);
        assertThatThrownBy(() -> new ShiftOutcomes(Map.of("clean", second, "fog", second), photos))
                .hasMessageContaining("names of 3 photos of the data set 'clean', which has 2 images");
    }

    @Test
    void refusesDamagedAndOtherFiles() throws IOException {
        Path file = folder.resolve("shifts.json");
        ShiftOutcomes.of("sketch", random(weights, List.of("clean"), 80, 3)).write(file);
        String text = Files.readString(file);
        int bits = text.indexOf("bits") + 10;
        char other = text.charAt(bits) == 'A' ? 'B' : 'A';
        Files.writeString(file, text.substring(0, bits) + other + text.substring(bits + 1));
        assertThatThrownBy(() -> ShiftOutcomes.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
        Files.writeString(file, "{\"ingredients\": []}");
        assertThatThrownBy(() -> ShiftOutcomes.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not hold the outcomes of shifts");
    }

    @Test
    void refusesDataSetsOfDifferentGrids() {
        GridOutcomes half = random(weights, List.of("clean"), 8, 4);
        GridOutcomes fifth = random(new WeightGrid.Segment("0", "1", "0.2").points(2), List.of("clean"), 8, 5);
        assertThatThrownBy(() -> new ShiftOutcomes(Map.of("a", half, "b", fifth)))
                .hasMessageContaining("different grids: ");
        assertThatThrownBy(() -> new ShiftOutcomes(Map.of())).hasMessageContaining("at least one data set");
        assertThatThrownBy(() -> ShiftOutcomes.of("a", half).grid("c")).hasMessageContaining("'c'; known: [a]");
    }

    private static GridOutcomes random(List<MixingWeights> weights, List<String> conditions, int images, long seed) {
        Random draws = new Random(seed);
        List<String> names = IntStream.range(0, weights.get(0).size())
                .mapToObj(i -> "model " + i)
                .toList();
        List<Outcomes> outcomes = weights.stream()
                .map(any -> {
                    Map<String, BitSet> correct = new LinkedHashMap<>();
                    for (String condition : conditions) {
                        BitSet set = new BitSet(images);
                        IntStream.range(0, images)
                                .filter(i -> draws.nextBoolean())
                                .forEach(set::set);
                        correct.put(condition, set);
                    }
                    return new Outcomes("abc0", images, correct);
                })
                .toList();
        return GridOutcomes.of(names, weights, outcomes);
    }
}
