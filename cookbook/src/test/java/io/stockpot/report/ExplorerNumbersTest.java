package io.stockpot.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.PairedTest;
import io.stockpot.report.Measurement.Mixture;
import io.stockpot.soup.choice.BestSet;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.GridScores;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import io.stockpot.soup.choice.WeightGrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mozilla.javascript.JavaScriptException;

/** The numbers that the page counts itself are those of the Java classes, to the digit. */
class ExplorerNumbersTest {
    private final PageNumbers page = new PageNumbers();

    @AfterEach
    void close() {
        page.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 60, 140, 200, 999, 1000, 1001, 2000, 10_000})
    void accuraciesReadAsInJava(int total) {
        int step = Math.max(1, total / 250);
        JsonNode all = page.value("(function () { var all = []; for (var k = 0; k <= " + total + "; k += " + step
                + ") { var a = explorerNumbers.accuracy(k, " + total
                + "); all.push([k, a.percent, a.interval]); } return all; })()");
        assertThat(all.size()).isEqualTo(total / step + 1);
        for (JsonNode one : all) {
            Accuracy accuracy = new Accuracy(one.get(0).intValue(), total);
            assertThat(one.get(1).textValue()).isEqualTo(accuracy.percent());
            assertThat(one.get(2).textValue()).isEqualTo(accuracy.intervalPercent());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 60", "40, 130", "500, 520", "3000, 3010"})
    void pairedTestsReadAsInJava(int from, int to) {
        JsonNode all = page.value("(function () { var all = []; for (var w = " + from + "; w <= " + to
                + "; w++) for (var l = " + from + "; l <= " + to
                + "; l += 3) { var p = explorerNumbers.pairedTest(w, l);"
                + " all.push([w, l, p, explorerNumbers.probability(p)]); } return all; })()");
        List<String> wrong = new ArrayList<>();
        for (JsonNode one : all) {
            double expected = new PairedTest(one.get(0).intValue(), one.get(1).intValue()).pValue();
            assertThat(one.get(2).doubleValue()).as(one.toString()).isCloseTo(expected, within(1e-9 * expected));
            String text = String.format(Locale.ROOT, "%.2g", expected);
            if (!one.get(3).textValue().equals(text)) {
                wrong.add(one + " " + expected + " " + text);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1.0",
        "0.999, 1.0",
        "0.5, 0.50",
        "0.125, 0.13",
        "0.0456, 0.046",
        "0.0001, 0.00010",
        "0.00009, 9.0e-05",
        "0.00000000000123, 1.2e-12",
        "0.0996, 0.10",
        "0.00009999, 0.00010",
        "0, 0.0",
        "1.5e-123, 1.5e-123"
    })
    void probabilitiesHaveTwoDigits(String value, String text) {
        assertThat(page.value("explorerNumbers.probability(" + value + ")").textValue())
                .isEqualTo(text)
                .isEqualTo(String.format(Locale.ROOT, "%.2g", Double.parseDouble(value)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 100, 203})
    void bitsSurviveTheWayToThePage(int images) {
        Random random = new Random(images);
        List<BitSet> rows = new ArrayList<>();
        for (int row = 0; row < 17; row++) {
            BitSet set = new BitSet();
            IntStream.range(0, images).filter(i -> random.nextInt(3) > 0).forEach(set::set);
            rows.add(set);
        }
        JsonNode unpacked = page.value("explorerNumbers.unpack('" + ExplorerHtml.pack(rows, images) + "', 17, " + images
                + ").map(function (row) { return Array.prototype.join.call(row, ''); })");
        for (int row = 0; row < rows.size(); row++) {
            BitSet set = rows.get(row);
            String expected = IntStream.range(0, images)
                    .mapToObj(image -> set.get(image) ? "1" : "0")
                    .reduce("", String::concat);
            assertThat(unpacked.get(row).textValue()).isEqualTo(expected);
        }
    }

    @Test
    void everyMixtureOfAPageHasItsAccuracyOrderAndEquals() {
        GridOutcomes grid = random(new WeightGrid.Lattice("-0.4", "1.4", "0.2").points(3), 120, 0.2, 5);
        load(grid);
        ShiftOutcomes outcomes = ShiftOutcomes.of("photos", grid);
        List<GridScores.Ranked> ranking = GridScores.of(outcomes).ranking(List.of("photos"));
        BestSet expected = BestSet.of(outcomes, List.of("photos"), 0.05);
        page.run("var counts = rows.map(explorerNumbers.count);"
                + "var best = explorerNumbers.best(counts, explorerNumbers.preference(data.weights));"
                + "var lit = explorerNumbers.equals(rows, best, true);");
        assertThat(page.value("best").intValue()).isEqualTo(ranking.get(0).index());
        List<Integer> lit = new ArrayList<>();
        for (int i = 0; i < grid.points().size(); i++) {
            GridOutcomes.Point point = grid.points().get(i);
            assertThat(page.value("explorerNumbers.accuracy(counts[" + i + "], 120).interval")
                            .textValue())
                    .isEqualTo(point.outcomes().accuracy("clean").intervalPercent());
            assertThat(page.value("explorerNumbers.formula(data, " + i + ")").textValue())
                    .isEqualTo(new Mixture(grid.ingredients(), point.weights()).formula());
            if (page.value("lit[" + i + "]").booleanValue()) {
                lit.add(i);
            }
        }
        assertThat(lit).hasSize(expected.size()).contains(expected.best().index());
        assertThat(lit)
                .containsAll(
                        expected.others().stream().map(GridScores.Ranked::index).toList());
        assertThat(expected.size()).isBetween(2, grid.points().size() - 1);
    }

    @Test
    void splitsAreThoseOfThePairedTest() {
        GridOutcomes grid = random(new WeightGrid.Simplex(4).points(3), 90, 0.3, 2);
        load(grid);
        for (int i = 1; i < grid.points().size(); i++) {
            PairedTest expected = PairedTest.of(
                    grid.points().get(i).outcomes(), grid.points().get(0).outcomes(), "clean");
            JsonNode split = page.value("explorerNumbers.split(rows[" + i + "], rows[0])");
            assertThat(split.get("wins").intValue()).isEqualTo(expected.wins());
            assertThat(split.get("losses").intValue()).isEqualTo(expected.losses());
        }
    }

    @Test
    void movedWeightsSumToOneAndLockedOnesStay() {
        Random random = new Random(1);
        for (int trial = 0; trial < 300; trial++) {
            int models = 2 + random.nextInt(5);
            double[] weights = random.doubles(models, -0.5, 1).toArray();
            double sum = 0;
            for (int i = 1; i < models; i++) {
                sum += weights[i];
            }
            weights[0] = 1 - sum;
            int moved = random.nextInt(models);
            List<Boolean> locked = new ArrayList<>();
            for (int i = 0; i < models; i++) {
                locked.add(random.nextInt(4) == 0);
            }
            double value = random.nextDouble() * 2 - 0.5;
            JsonNode after = page.value("explorerNumbers.rebalance(" + Arrays.toString(weights) + ", " + moved + ", "
                    + value + ", " + locked + ")");
            double total = 0;
            boolean free = false;
            for (int i = 0; i < models; i++) {
                total += after.get(i).doubleValue();
                free |= i != moved && !locked.get(i);
                if (i != moved && locked.get(i)) {
                    assertThat(after.get(i).doubleValue()).isEqualTo(weights[i]);
                }
            }
            assertThat(total).isCloseTo(1, within(1e-9));
            assertThat(after.get(moved).doubleValue()).isEqualTo(free ? value : weights[moved]);
        }
    }

    @Test
    void othersShareInProportionOrEvenlyWhereTheyAreNothing() {
        assertThat(page.value("explorerNumbers.rebalance([0.5, 0.3, 0.2], 0, 0, [false, false, false])")
                        .toString())
                .isEqualTo("[0,0.6,0.4]");
        assertThat(page.value("explorerNumbers.rebalance([1, 0, 0], 0, 0.5, [false, false, false])")
                        .toString())
                .isEqualTo("[0.5,0.25,0.25]");
        assertThat(page.value("explorerNumbers.rebalance([0.5, 0.25, 0.25], 0, 0.25, [false, true, false])")
                        .toString())
                .isEqualTo("[0.25,0.25,0.5]");
    }

    @Test
    void movesEndOnMeasuredMixturesOnTheSideOfTheMove() {
        GridOutcomes grid = random(new WeightGrid.Lattice("-0.4", "1.4", "0.2").points(4), 10, 0.5, 3);
        load(grid);
        page.run("var scale = data.denominator;"
                + "function moved(from, i, to, locked) { var at = explorerNumbers.move(data, from, i, to, locked);"
                + " return [data.weights[from], data.weights[at]]; }");
        Random random = new Random(4);
        for (int trial = 0; trial < 40; trial++) {
            int moved = random.nextInt(4);
            int to = random.nextInt(10) - 2;
            int lock = random.nextInt(4);
            JsonNode both = page.value("moved(" + random.nextInt(grid.points().size()) + ", " + moved + ", " + to
                    + ", [0, 1, 2, 3].map(function (i) { return i === " + lock + "; }))");
            int before = both.get(0).get(moved).intValue();
            int after = both.get(1).get(moved).intValue();
            assertThat(Integer.signum(after - before)).isIn(0, Integer.signum(to - before));
            int sum = 0;
            for (JsonNode weight : both.get(1)) {
                sum += weight.intValue();
            }
            assertThat(sum).isEqualTo(page.value("scale").intValue());
            if (lock != moved) {
                assertThat(both.get(1).get(lock)).isEqualTo(both.get(0).get(lock));
            }
        }
    }

    @Test
    void aSliderReachesEveryValueOfAnIrregularGrid() {
        List<MixingWeights> weights = List.of(
                MixingWeights.parse("0, 1"),
                MixingWeights.parse("0.1, 0.9"),
                MixingWeights.parse("0.5, 0.5"),
                MixingWeights.parse("1, 0"));
        load(random(weights, 5, 0.5, 1));
        page.run("var at = 0; var seen = [];"
                + "for (var i = 0; i < 5; i++) { seen.push(at);"
                + " at = explorerNumbers.move(data, at, 0, data.weights[at][0] + 1, [false, false]); }");
        assertThat(page.value("seen").toString()).isEqualTo("[0,1,2,3,3]");
    }

    @Test
    void readsWeightsAsPeopleTypeThem() {
        assertThat(page.value("explorerNumbers.parse('0.4, 3/5,0', 3)").toString())
                .isEqualTo("[0.4,0.6,0]");
        assertThat(page.value("explorerNumbers.parse(' 1.2 −.2 ', 2)").toString())
                .isEqualTo("[1.2,-0.2]");
        assertThatThrownBy(() -> page.value("explorerNumbers.parse('0.4, 0.7', 2)"))
                .isInstanceOf(JavaScriptException.class)
                .hasMessageContaining("sum to 1.1, not to 1");
        assertThatThrownBy(() -> page.value("explorerNumbers.parse('0.4, b', 2)"))
                .hasMessageContaining("“b” is no number");
        assertThatThrownBy(() -> page.value("explorerNumbers.parse('1', 2)")).hasMessageContaining("Type 2 weights");
    }

    private void load(GridOutcomes grid) {
        Explorer explorer = new Explorer(
                "Try",
                grid.ingredients(),
                List.of(ExplorerColumn.of("photos", grid, "clean")),
                Optional.empty(),
                Optional.empty());
        String html = explorer.html("x");
        String json = html.substring(html.indexOf("explorer-data\">") + 15, html.indexOf("</script>"));
        page.run("var data = " + json + ";"
                + "var column = data.columns[0];"
                + "var rows = explorerNumbers.unpack(column.bits, data.weights.length, column.images);");
    }

    /** Makes mixtures that are right on most images together and differ by chance. */
    private static GridOutcomes random(List<MixingWeights> weights, int images, double noise, long seed) {
        Random random = new Random(seed);
        List<Outcomes> outcomes = new ArrayList<>();
        for (MixingWeights mixture : weights) {
            BitSet set = new BitSet();
            double worse = noise * (1 - mixture.value(0));
            IntStream.range(0, images)
                    .filter(image -> random.nextDouble() > worse * (image % 3 + 1) / 2)
                    .forEach(set::set);
            Map<String, BitSet> bits = new LinkedHashMap<>();
            bits.put("clean", set);
            outcomes.add(new Outcomes("ab", images, bits));
        }
        List<String> names =
                IntStream.range(0, weights.get(0).size()).mapToObj(i -> "m" + i).toList();
        return GridOutcomes.of(names, weights, outcomes);
    }
}
