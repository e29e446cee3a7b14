package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Outcomes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridOutcomesTest {
    private static final List<String> NAMES = List.of("linf", "l2");

    @TempDir
    Path folder;

    private final List<MixingWeights> weights = new WeightGrid.Segment("0", "1", "0.5").points(2);
    private final GridOutcomes grid =
            GridOutcomes.of(NAMES, weights, List.of(outcomes(9, 2), outcomes(8, 5), outcomes(8, 6)));

    @Test
    void looksUpAndSelects() {
        assertThat(grid.accuracy(MixingWeights.parse("0.5, 0.5"), "robust")).isEqualTo(new Accuracy(5, 10));
        assertThat(grid.best("clean").weights()).isEqualTo(MixingWeights.vertex(1, 2));
        assertThat(grid.best("robust").weights()).isEqualTo(MixingWeights.vertex(0, 2));
        assertThat(grid.bestMean(List.of("clean", "robust")).weights()).isEqualTo(MixingWeights.vertex(0, 2));
        assertThat(grid.find(MixingWeights.parse("1.5, -0.5"))).isEmpty();
        assertThatThrownBy(() -> grid.at(MixingWeights.parse("1.5, -0.5"))).hasMessageContaining("1.5, -0.5");
    }

    @Test
    void takesTheFirstOfEqualMixtures() {
        GridOutcomes equal = GridOutcomes.of(NAMES, weights, List.of(outcomes(3, 1), outcomes(7, 1), outcomes(7, 2)));
        assertThat(equal.best("clean").weights()).isEqualTo(MixingWeights.parse("0.5, 0.5"));
    }

    @Test
    void unitesAndRestrictsEveryMixture() {
        GridOutcomes union = grid.withUnion("union", List.of("clean", "robust"));
        assertThat(union.accuracy(weights.get(0), "union")).isEqualTo(new Accuracy(2, 10));
        assertThat(grid.restrict(new int[] {0, 9}).accuracy(weights.get(0), "clean"))
                .isEqualTo(new Accuracy(1, 2));
    }

    @Test
    void readsWhatItWrote() throws IOException {
        Path file = folder.resolve("grid.json");
        grid.write(file);
        assertThat(GridOutcomes.read(file)).isEqualTo(grid);
    }

    @Test
    void refusesDamagedFiles() throws IOException {
        Path file = folder.resolve("grid.json");
        grid.write(file);
        String text = Files.readString(file);
        for (String damaged : List.of(
                text.substring(0, text.length() / 2),
                text.replace("0.5, 0.5", "0.5, 0.4"),
                text.replace("\"l2\"", "\"l2\", \"l1\""),
                text.replace("\"l2\"", "\"linf\""),
                text.replace("\"l2\"", "null"),
                text.replaceFirst("\"images\":10", "\"images\":11"),
                text.replaceFirst("\"data\":\"ab\"", "\"data\":\"cd\""),
                text.replaceFirst("robust", "other"),
                "[]",
                "{}",
                "")) {
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> GridOutcomes.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file + " does not hold the outcomes of a grid");
        }
    }

    @Test
    void refusesOutcomesThatDoNotBelongTogether() {
        List<Outcomes> three = List.of(outcomes(1, 1), outcomes(1, 1), outcomes(1, 1));
        assertThatThrownBy(() -> GridOutcomes.of(NAMES, weights, three.subList(0, 2)))
                .hasMessageContaining("3 weights have 2 outcomes");
        assertThatThrownBy(() -> GridOutcomes.of(List.of("a", "b", "c"), weights, three))
                .hasMessageContaining("do not fit the 3 ingredients a, b, c");
        assertThatThrownBy(() -> GridOutcomes.of(List.of("a", "a"), weights, three))
                .hasMessageContaining("different names");
        MixingWeights half = MixingWeights.parse("0.5, 0.5");
        assertThatThrownBy(() -> GridOutcomes.of(NAMES, List.of(half, half), three.subList(0, 2)))
                .hasMessageContaining("occur twice");
    }

    private static Outcomes outcomes(int clean, int robust) {
        Map<String, BitSet> bits = new LinkedHashMap<>();
        bits.put("clean", new BitSet());
        bits.get("clean").set(0, clean);
        bits.put("robust", new BitSet());
        bits.get("robust").set(0, robust);
        return new Outcomes("ab", 10, bits);
    }
}
