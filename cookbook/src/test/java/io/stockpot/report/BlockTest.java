package io.stockpot.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Measurement.Mixture;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.WeightGrid;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockTest {
    private final GridOutcomes triangle = PaperFigures.triangle();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.4, 0, 0.6 | 0.4 a + 0.6 c",
                "1.2, 0, -0.2 | 1.2 a − 0.2 c",
                "-0.4, 0.2, 1.2 | −0.4 a + 0.2 b + 1.2 c",
                "0, 1, 0 | b",
                "1/3, 1/3, 1/3 | 1/3 a + 1/3 b + 1/3 c"
            })
    void mixturesReadAsSums(String weights, String formula) {
        assertThat(new Mixture(List.of("a", "b", "c"), MixingWeights.parse(weights)).formula())
                .isEqualTo(formula);
    }

    @Test
    void triangleFindsTheBestUnionOfThePaper() {
        TernaryMap map = TernaryMap.of(triangle, "union");
        assertThat(map.denominator()).isEqualTo(5);
        assertThat(map.best().weights()).isEqualTo(MixingWeights.parse("0.4, 0, 0.6"));
        assertThat(map.best().accuracy()).isEqualTo(new Accuracy(421, 1000));
        assertThat(map.measurements()).hasSize(21);
    }

    /**
     * The triangle consists of d² small ones, and each of these is nearest to its three corners in equal parts: an inner
     * mixture has six thirds of one, one on an edge three, a corner one.
     */
    @Test
    void cellsTileTheTriangle() {
        double total = 0;
        for (MixingWeights weights : new WeightGrid.Simplex(5).points(3)) {
            long zeros = weights.numerators().stream().filter(part -> part == 0).count();
            double area = area(TernaryCell.corners(weights, 5));
            assertThat(25 * area).isCloseTo(zeros == 2 ? 1 / 3.0 : 2 - zeros, within(1e-9));
            total += area;
        }
        assertThat(total).isCloseTo(1, within(1e-9));
    }

    /** The area of a polygon, as a part of that of the triangle: the coordinates are its own. */
    private static double area(List<double[]> corners) {
        double twice = 0;
        for (int i = 0; i < corners.size(); i++) {
            double[] one = corners.get(i);
            double[] next = corners.get((i + 1) % corners.size());
            twice += one[0] * next[1] - one[1] * next[0];
        }
        return Math.abs(twice);
    }

    @Test
    void cellOfACornerIsAKite() {
        List<double[]> corners = TernaryCell.corners(MixingWeights.vertex(0, 3), 2);
        assertThat(corners).hasSize(4).anySatisfy(corner -> assertThat(corner).containsExactly(1, 0, 0));
        assertThat(corners)
                .anySatisfy(corner -> assertThat(corner).containsExactly(new double[] {0.75, 0, 0.25}, within(1e-12)));
    }

    /** Of 200 images right half the time, half an interval is 6.9 points: steps of 5. */
    @Test
    void bandsAreAboutHalfAnIntervalWide() {
        Bands bands = Bands.of(List.of(new Accuracy(60, 200), new Accuracy(83, 200), new Accuracy(100, 200)));
        assertThat(bands).isEqualTo(new Bands(6, 10, 5));
        assertThat(bands.place(new Accuracy(60, 200))).isEqualTo(0.1);
        assertThat(bands.place(new Accuracy(69, 200))).isEqualTo(0.1);
        assertThat(bands.place(new Accuracy(70, 200))).isEqualTo(0.3);
        assertThat(Bands.of(List.of(new Accuracy(415, 1000), new Accuracy(424, 1000))))
                .isEqualTo(new Bands(20, 21, 2));
        assertThatThrownBy(() -> new Bands(2, 1, 5)).hasMessageContaining("not 2 … 1");
    }

    /** Exactly one of two models is right on 10 images: 9 to 1 is a tail of 11/1024, below 5 % of one comparison. */
    @Test
    void saysWhatCannotBeToldFromTheBest() {
        Map<String, Outcomes> models = new LinkedHashMap<>();
        models.put("best", right(0, 50));
        models.put("one tenth", right(9, 51));
        models.put("other images", new Outcomes("cd", 100, Map.of("clean", bits(0, 45))));
        models.put("far off", new Outcomes("cd", 100, Map.of("clean", bits(0, 10))));
        models.put("like it", right(4, 52));
        // 9 to 1 is told apart in one comparison, not in four
        assertThat(Table.of("All", models).likeBest(0)).containsExactly(0, 2, 4).doesNotContain(3);
        models.keySet().removeAll(List.of("other images", "far off", "like it"));
        assertThat(Table.of("Two", models).likeBest(0)).containsExactly(0);
    }

    private static Outcomes right(int from, int to) {
        return new Outcomes("ab", 100, Map.of("clean", bits(from, to)));
    }

    private static BitSet bits(int from, int to) {
        BitSet bits = new BitSet();
        bits.set(from, to);
        return bits;
    }

    @Test
    void marksNothingWhereAllAreEqual() {
        Map<String, Outcomes> models = new LinkedHashMap<>();
        models.put("a", right(0, 0));
        models.put("b", right(0, 0));
        Table table = Table.of("Broken", models);
        assertThat(table.likeBest(0)).isEmpty();
        assertThat(table.caption()).isEqualTo("100 images. clean: all 0.0 %, nothing to choose.");
        assertThat(table.content()).doesNotContain("<strong>");
        GridOutcomes grid = GridOutcomes.of(
                List.of("a", "b", "c"), new WeightGrid.Simplex(2).points(3), Collections.nCopies(6, right(0, 0)));
        TernaryMap map = TernaryMap.of(grid, "clean");
        assertThat(map.likeBest()).isEmpty();
        assertThat(map.legend()).isEqualTo("All 0.0 %: nothing to choose. 100 images.");
        assertThat(map.description()).isEqualTo("clean accuracy of 6 mixtures, all 0.0 %");
        assertThat(map.content()).doesNotContain("r=\"8\"", "class=\"own\"");
    }

    @Test
    void mapsOfARowShareBands() {
        List<TernaryMap> maps = TernaryMap.row(triangle, triangle.conditions());
        Bands common = maps.get(0).common().orElseThrow();
        assertThat(maps).allMatch(map -> map.common().equals(maps.get(0).common()));
        for (TernaryMap map : maps) {
            for (Accuracy accuracy : map.accuracies()) {
                assertThat(common.place(accuracy)).isBetween(0.0, 1.0);
            }
        }
        assertThat(TernaryMap.row(triangle, List.of("union")).get(0).common()).isEmpty();
    }

    /** Of eleven points the third, sixth and ninth inner ones say their weight; the ends are named and have intervals. */
    @Test
    void frontsSayTheirWeights() {
        TradeOffFront front =
                TradeOffFront.of("front", List.of(PaperFigures.linfBase()), PaperFigures.LINF, PaperFigures.L2);
        ArrayNode series = (ArrayNode) FrontChart.of(front.withLandmark("MAX", PaperFigures.outcomes(54.5, 62.4)))
                .option()
                .get("series");
        List<String> written = new ArrayList<>();
        series.get(0).get("data").forEach(point -> {
            if (point.has("label")) {
                written.add(point.get("name").textValue());
            }
        });
        assertThat(written).containsExactly("L2 from Linf", "0.3", "0.6", "0.9", "Linf");
        // two strokes of three entries at each end
        assertThat(series.get(1).get("data").size()).isEqualTo(2 * 2 * 3);
        assertThat(series.get(2).get("name").textValue()).isEqualTo("other models");
        assertThat(front.legend()).isEqualTo("1000 images.");
        assertThat(front.description()).startsWith("accuracy under " + PaperFigures.LINF + " of 11, ");
    }

    @Test
    void describesATriangleForThoseWhoDoNotSeeIt() {
        TernaryMap map = TernaryMap.of(triangle, "union");
        assertThat(map.description())
                .matches("union accuracy of 21 mixtures, [0-9.]+ to 42.1 %, best 0.4 .* \\+ 0.6 .*");
        assertThat(map.likeBest()).contains(map.best().weights());
        assertThat(map.legend()).endsWith(" of 1000 images. All others are worse.");
        assertThat(TernaryMap.of(triangle, PaperFigures.LINF).legend())
                .endsWith(" Filled: the 3 of 21 mixtures that may be best.");
    }

    @Test
    void acceptsOnlyWholeSimplexesForTriangles() {
        assertThat(TernaryMap.suits(new WeightGrid.Simplex(5).points(3))).isTrue();
        assertThat(TernaryMap.suits(new WeightGrid.Lattice("0", "1", "0.2").points(3)))
                .isTrue();
        assertThat(TernaryMap.suits(new WeightGrid.Lattice("-0.2", "1.2", "0.2").points(3)))
                .isFalse();
        assertThat(TernaryMap.suits(new WeightGrid.Simplex(5).points(3).subList(0, 20)))
                .isFalse();
        assertThat(TernaryMap.suits(new WeightGrid.Simplex(5).points(2))).isFalse();
    }

    @Test
    void refusesMixturesThatAFigureCannotShow() {
        GridOutcomes segment = PaperFigures.linfBase();
        assertThatThrownBy(() -> TernaryMap.of(segment, PaperFigures.LINF)).hasMessageContaining("3 corners");
        GridOutcomes partial =
                new GridOutcomes(triangle.ingredients(), triangle.points().subList(0, 20));
        assertThatThrownBy(() -> TernaryMap.of(partial, "clean")).hasMessageContaining("needs the 21 mixtures");
        assertThatThrownBy(() -> TradeOffFront.of("front", List.of(triangle), "clean", "union"))
                .hasMessageContaining("mixtures of 2 models");
        assertThatThrownBy(() -> ExtrapolationCurve.of("curve", triangle, List.of("clean")))
                .hasMessageContaining("mixtures of 2 models");
        assertThatThrownBy(() -> TernaryMap.of(triangle, "blurred")).hasMessageContaining("no condition 'blurred'");
    }

    @Test
    void curveFindsTheOptimumOfThePaper() {
        ExtrapolationCurve curve =
                ExtrapolationCurve.of("curve", PaperFigures.extrapolated(), List.of(PaperFigures.LINF));
        assertThat(curve.curves().get(0).best().mixture().weights()).isEqualTo(MixingWeights.parse("0.9, 0.1"));
        assertThat(curve.caption())
                .contains("0.9 Linf + 0.1 L2 from Linf, 54.5 %")
                .contains("1000 images.");
    }

    @Test
    void tableListsIngredientsThenTheBest() {
        Table table = Table.bestOf("best", triangle, triangle.conditions());
        assertThat(table.rows()).hasSize(3 + 5 + 1);
        assertThat(table.rows().get(7).name()).isEqualTo("best: union");
        assertThat(table.rows().get(7).detail()).isEqualTo("0.4 Linf + 0.6 L1 from Linf");
        assertThat(table.best(4)).contains(new Accuracy(421, 1000));
    }

    @Test
    void tableLeavesGapsWhereNothingWasMeasured() {
        Map<String, Outcomes> models = new LinkedHashMap<>();
        models.put("one", triangle.at(MixingWeights.vertex(0, 3)));
        models.put("two", PaperFigures.outcomes(50, 60));
        Table table = Table.of("gaps", models);
        assertThat(table.conditions()).hasSize(5);
        assertThat(table.rows().get(1).accuracies().get(0)).isEqualTo(Optional.empty());
        assertThat(table.measurements()).hasSize(7);
    }
}
