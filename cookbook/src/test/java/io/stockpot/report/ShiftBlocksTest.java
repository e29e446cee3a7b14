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

    /** Each model has its slot in each group: a dot of the best soup on the line that the best ones span. */
    @Test
    void modelsHaveASlotInEachGroup() {
        CompositionBars bars = CompositionBars.of("Made of", outcomes, 5);
        JsonNode option = SlotChart.of(bars).option();
        JsonNode dots = option.get("series").get(0);
        JsonNode lines = option.get("series").get(1);
        assertThat(dots.get("name").textValue()).isEqualTo("linf");
        assertThat(option.get("series").size()).isEqualTo(2 * 4);
        for (int group = 0; group < 4; group++) {
            List<CompositionBars.ScoredSoup> best = bars.groups().get(group).best();
            JsonNode dot = dots.get("data").get(group).get("value");
            assertThat(dot.get(0).intValue()).isEqualTo(5 * group);
            assertThat(dot.get(1).doubleValue()).isEqualTo(best.get(0).weights().value(0));
            double lowest = best.stream()
                    .mapToDouble(soup -> soup.weights().value(0))
                    .min()
                    .orElseThrow();
            double highest = best.stream()
                    .mapToDouble(soup -> soup.weights().value(0))
                    .max()
                    .orElseThrow();
            assertThat(lines.get("data").get(3 * group).get(1).doubleValue()).isEqualTo(lowest);
            assertThat(lines.get("data").get(3 * group + 1).get(1).doubleValue())
                    .isEqualTo(highest);
        }
        assertThat(option.get("xAxis").get(0).get("data").size()).isEqualTo(20);
        assertThat(option.get("xAxis").get(1).get("data").size()).isEqualTo(4);
    }

    @Test
    void intervalsAreDrawnAndModelsNamed() {
        AccuracyBars bars = AccuracyBars.of("Bars", outcomes, 2, Map.of());
        JsonNode option = DotChart.of(bars).option();
        JsonNode names = option.get("yAxis").get("data");
        assertThat(names.size()).isEqualTo(3 * (1 + 2 + 4));
        assertThat(names.get(0).get("value").textValue()).isEqualTo("photos");
        assertThat(names.get(1).get("value").textValue())
                .isEqualTo(bars.groups().get(0).bars().get(0).name());
        Estimate score = bars.groups().get(0).bars().get(0).score();
        JsonNode line = option.get("series").get(1).get("data");
        assertThat(line.get(0).get(0).doubleValue()).isEqualTo(100 * score.low(), within(1e-4));
        assertThat(line.get(1).get(0).doubleValue()).isEqualTo(100 * score.high(), within(1e-4));
        assertThat(line.get(0).get(1).intValue()).isEqualTo(1);
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

    /** On the same images a small difference that is always on one side is told apart, a larger one by chance is not. */
    @Test
    void comparesRowsOfShiftTablesImageByImage() {
        List<String> columns = List.of("sketch");
        ShiftTable.Row first = ShiftTable.Row.of("a", 1, Map.of("sketch", right(0, 150)), columns, Photos.DIFFERENT);
        ShiftTable.Row within = ShiftTable.Row.of("b", 1, Map.of("sketch", right(0, 140)), columns, Photos.DIFFERENT);
        ShiftTable.Row beside = ShiftTable.Row.of("c", 1, Map.of("sketch", right(100, 240)), columns, Photos.DIFFERENT);
        ShiftTable table = new ShiftTable("t", columns, List.of(first, within, beside), "");
        assertThat(table.likeBest(0)).containsExactly(0, 2);
        assertThat(table.likeBest(1)).containsExactly(0, 2);
        assertThat(new ShiftTable("t", columns, List.of(first, first), "").likeBest(0))
                .isEmpty();
    }

    private static Outcomes right(int from, int to) {
        BitSet set = new BitSet();
        set.set(from, to);
        return new Outcomes("ab", 300, Map.of("clean", set));
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
        assertThat(ShiftTableHtml.of(table)).contains("×4", ">passes<", "<strong>", ">mean<", "<td>–");
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
        assertThat(Files.readString(page)).contains("short where they agree", "forward passes", "standard deviation");
        for (String name : List.of("01-made-of", "02-best", "03-how-many")) {
            String svg = Files.readString(folder.resolve("figures").resolve(name + ".svg"));
            assertThat(svg).contains("<svg").doesNotContain("NaN");
            assertThat(svg).contains(name.equals("03-how-many") ? "held-out images" : "sketch");
        }
        assertThat(Files.readString(folder.resolve("data").resolve("04-table.csv")))
                .contains("a,,,photos,,300,");
    }
}
