package io.stockpot.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.stockpot.base.Seed;
import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.Photos;
import io.stockpot.soup.choice.FewShotStudy;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.GridScores;
import io.stockpot.soup.choice.MadeShifts;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import io.stockpot.soup.choice.WeightGrid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables and figures of natural shifts. */
class ShiftBlocksTest {
    private static final List<MixingWeights> GRID = new WeightGrid.Lattice("-0.4", "1.4", "0.2").points(4);
    private static ShiftOutcomes outcomes;

    @TempDir
    Path folder;

    @BeforeAll
    static void draw() {
        Map<String, GridOutcomes> dataSets = new LinkedHashMap<>();
        dataSets.put("photos", MadeShifts.CLEAR.draw(GRID, 300, 1, 1));
        dataSets.put("sketch", MadeShifts.INNER.draw(GRID, 300, 1, 2));
        dataSets.put("weather", MadeShifts.INNER.draw(GRID, 200, 5, 3));
        outcomes = new ShiftOutcomes(dataSets);
    }

    @Test
    void compositionShowsTheBestOfEachAndOnAverage() {
        CompositionBars bars = CompositionBars.of("Made of", outcomes, 5);
        assertThat(bars.groups().stream().map(CompositionBars.BestSoups::name))
                .containsExactly("photos", "sketch", "weather", "all");
        GridScores scores = GridScores.of(outcomes);
        assertThat(bars.groups().get(0).best().get(0).weights())
                .isEqualTo(scores.best(List.of("photos")).weights());
        assertThat(bars.groups().get(3).best().get(0).score().value())
                .isEqualTo(scores.best(outcomes.names()).score(), within(1e-9));
        assertThat(bars.measurements()).hasSize(20);
    }

    @Test
    void versionsBecomeOneFigurePerCorruptionWithAGroupPerSeverity() {
        List<CompositionBars> figures = CompositionBars.ofVersions(outcomes, "weather", 3);
        assertThat(figures).hasSize(1);
        assertThat(figures.get(0).title()).isEqualTo("fog");
        assertThat(figures.get(0).groups().stream().map(CompositionBars.BestSoups::name))
                .containsExactly("1", "2", "3", "4", "5");
    }

    /** Each bar stands in its group and slot; bars of one model lie upon one another, of different ones do not. */
    @Test
    void barsOfAModelShareASlot() {
        JsonNode option =
                SlotChart.of(CompositionBars.of("Made of", outcomes, 5)).option();
        Map<String, TreeSet<Integer>> slots = new LinkedHashMap<>();
        for (JsonNode series : option.get("series")) {
            int place = series.get("data").get(0).get("value").get(0).intValue();
            slots.computeIfAbsent(series.get("name").textValue(), any -> new TreeSet<>())
                    .add(place);
            assertThat(series.get("itemStyle").get("opacity").doubleValue()).isEqualTo(0.3);
        }
        assertThat(slots.get("linf")).containsExactly(0, 5, 10, 15);
        assertThat(slots.get("nominal")).containsExactly(3, 8, 13, 18);
        assertThat(option.get("xAxis").get(0).get("data").size()).isEqualTo(20);
        assertThat(option.get("xAxis").get(1).get("data").size()).isEqualTo(4);
        assertThat(option.get("series").size()).isEqualTo(4 * 4 * 5);
    }

    @Test
    void showsBestSoupsBesideModelsThatAreNoMixture() {
        Map<String, Outcomes> independent = Map.of("sketch", half());
        AccuracyBars bars = AccuracyBars.of("Bars", outcomes, 5, Map.of("independent", independent));
        assertThat(bars.groups().get(0).bars()).hasSize(9);
        assertThat(bars.groups().get(1).bars()).hasSize(10);
        assertThat(bars.groups().get(1).bars().get(9).score().value()).isEqualTo(0.5);
        assertThat(bars.groups().get(0).bars().get(0).score().value())
                .isGreaterThanOrEqualTo(
                        bars.groups().get(0).bars().get(8).score().value());
    }

    private static Outcomes half() {
        BitSet set = new BitSet();
        set.set(0, 150);
        return new Outcomes("cd", 300, Map.of("clean", set));
    }

    @Test
    void showsPassesMeansAndGapsInShiftTables() {
        List<String> columns = outcomes.names();
        Map<String, Outcomes> soup = new LinkedHashMap<>();
        columns.forEach(name -> soup.put(name, outcomes.grid(name).at(MixingWeights.vertex(0, 4))));
        ShiftTable.Row full = ShiftTable.Row.of("linf", 1, soup, columns, Photos.DIFFERENT);
        ShiftTable.Row partial = ShiftTable.Row.of("ensemble", 4, Map.of("sketch", half()), columns, Photos.DIFFERENT)
                .withDetail("of four");
        ShiftTable table = new ShiftTable("Table 1", columns, List.of(full, partial), "Made.");
        double mean = columns.stream()
                        .mapToDouble(name ->
                                outcomes.score(name, MixingWeights.vertex(0, 4)).value())
                        .sum()
                / 3;
        Estimate found = full.mean().orElseThrow();
        assertThat(found.value()).isEqualTo(mean, within(1e-12));
        // independent errors of three data sets: narrower than each alone
        assertThat(found.high() - found.low())
                .isLessThan(full.cells().get(0).score().orElseThrow().high()
                        - full.cells().get(0).score().orElseThrow().low());
        assertThat(partial.mean()).isEqualTo(Optional.empty());
        assertThat(table.caption()).isEqualTo("Images: photos 300, sketch 300, weather 200. Made.");
        assertThat(table.measurements()).hasSize(5);
        assertThat(ShiftTableHtml.of(table)).contains("×4", "# FP", "<strong>", ">mean<", "<td>–");
        assertThatThrownBy(() -> new ShiftTable("t", List.of("a"), List.of(full), ""))
                .hasMessageContaining("3 cells for 1 data sets");
    }

    @Test
    void statesMeanAndDeviationOfFewShotCurves() {
        FewShotStudy study = new FewShotStudy(List.of(10, 50), 100, 20);
        FewShotCurve curve = FewShotCurve.of("How many", outcomes, List.of("sketch"), study, new Seed(1));
        assertThat(curve.caption()).matches("sketch 10: [0-9.]+ ± [0-9.]+ % … 200: [0-9.]+ ± 0.0 %\\. 100 held-out.*");
        assertThat(curve.measurements()).hasSize(3);
        JsonNode option = FewShotChart.of(curve).option();
        assertThat(option.get("xAxis").get("type").textValue()).isEqualTo("log");
    }

    @Test
    void allBlocksAreDrawn() throws IOException {
        FewShotStudy study = new FewShotStudy(List.of(10, 50), 100, 20);
        Map<String, Outcomes> soup = new LinkedHashMap<>();
        outcomes.names().forEach(name -> soup.put(name, outcomes.grid(name).at(GRID.get(0))));
        List<Block> blocks = List.of(
                CompositionBars.of("Made of", outcomes, 5),
                AccuracyBars.of("Best", outcomes, 5, Map.of()),
                FewShotCurve.of("How many", outcomes, List.of("sketch"), study, new Seed(1)),
                new ShiftTable(
                        "Table",
                        outcomes.names(),
                        List.of(ShiftTable.Row.of("a", 1, soup, outcomes.names(), Photos.DIFFERENT)),
                        ""));
        Path page = ReportWriter.write(folder, new Report("Shifts", List.of(), blocks));
        assertThat(Files.readString(page)).contains("see-through", "forward passes", "standard deviation");
        for (String name : List.of("01-made-of", "02-best", "03-how-many")) {
            String svg = Files.readString(folder.resolve("figures").resolve(name + ".svg"));
            assertThat(svg).contains("<svg").doesNotContain("NaN");
            assertThat(svg).contains(name.equals("03-how-many") ? "held-out images" : "sketch");
        }
        assertThat(Files.readString(folder.resolve("data").resolve("04-table.csv")))
                .contains("a,,,photos,,300,");
    }
}
