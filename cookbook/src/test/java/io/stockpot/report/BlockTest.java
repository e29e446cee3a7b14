package io.stockpot.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Measurement.Mixture;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.WeightGrid;
import java.util.HashMap;
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

    /** Every cell joins three neighbours; inner vertices belong to six cells, edges to three, corners to one. */
    @Test
    void cellsTileTheTriangle() {
        TernaryMap map = TernaryMap.of(triangle, "clean");
        Map<MixingWeights, Integer> uses = new HashMap<>();
        for (TernaryMap.Cell cell : map.cells()) {
            assertThat(cell.corners()).hasSize(3).doesNotContainNull();
            for (TernaryMap.Vertex one : cell.corners()) {
                uses.merge(one.weights(), 1, Integer::sum);
                for (TernaryMap.Vertex other : cell.corners()) {
                    double distance = 0;
                    for (int i = 0; i < 3; i++) {
                        distance += Math.abs(
                                one.weights().value(i) - other.weights().value(i));
                    }
                    assertThat(distance).isCloseTo(one.equals(other) ? 0 : 0.4, within(1e-12));
                }
            }
        }
        assertThat(map.cells()).hasSize(25).doesNotHaveDuplicates();
        uses.forEach((weights, count) -> {
            long zeros = weights.numerators().stream().filter(part -> part == 0).count();
            assertThat(count).isEqualTo(zeros == 2 ? 1 : zeros == 1 ? 3 : 6);
        });
    }

    @Test
    void cellHasTheMeanOfItsCorners() {
        MixingWeights weights = MixingWeights.vertex(0, 3);
        TernaryMap.Cell cell = new TernaryMap.Cell(List.of(
                new TernaryMap.Vertex(weights, new Accuracy(1, 10)),
                new TernaryMap.Vertex(weights, new Accuracy(2, 10)),
                new TernaryMap.Vertex(weights, new Accuracy(6, 10))));
        assertThat(cell.mean()).isCloseTo(0.3, within(1e-12));
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
