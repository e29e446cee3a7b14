package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which blocks a page has, and in which order. */
class ReportPlanTest {
    private static final String MODELS = """
            data: mnist
            models: {a: {checkpoint: a}, b: {checkpoint: b}, c: {checkpoint: c}}
            """;
    private static final String PAIR = "soups: {pair: {ingredients: [a, b], weights: {segment: {step: 0.5}}}}\n";
    private static final String TRIANGLE =
            "soups: {three: {ingredients: [a, b, c], weights: {simplex: {denominator: 2}}}}\n";

    private static Recipe recipe(String conditions, String more) throws TextException {
        String yaml = MODELS + "evaluate: {conditions: [" + conditions + "]}\n" + more;
        return YamlRecords.read(yaml, "r.yaml", Recipe.class, List.of());
    }

    private static final ReportBlock IN_SHORT = new ReportBlock.InShort();
    private static final ReportBlock TABLE = new ReportBlock.Models("Models");
    private static final ReportBlock CURVES = new ReportBlock.RadiusCurve(List.of());

    @Test
    void theAnswerAndAFrontComeBeforeTables() throws TextException {
        assertThat(ReportPlan.shownOf(recipe("clean: {}, robust: {threat: Linf 8/255}", PAIR)))
                .containsExactly(
                        IN_SHORT,
                        new ReportBlock.Front(List.of("pair"), "Linf 8/255", "clean", List.of()),
                        TABLE,
                        new ReportBlock.BestOf("pair"),
                        new ReportBlock.Extrapolation("pair", List.of()));
    }

    @Test
    void twoThreatsAreTheAxesOfTheFront() throws TextException {
        String threats = "clean: {}, robust: {threat: Linf 8/255}, robust: {threat: L2 0.5}";
        assertThat(ReportPlan.shownOf(recipe(threats, PAIR)))
                .contains(new ReportBlock.Front(List.of("pair"), "Linf 8/255", "L2 0.5", List.of()));
    }

    @Test
    void aTriangleLeadsWhereThereIsNoFront() throws TextException {
        assertThat(ReportPlan.shownOf(recipe("clean: {}, robust: {threat: Linf 8/255}", TRIANGLE)))
                .startsWith(IN_SHORT, new ReportBlock.Triangles("three", List.of("Linf 8/255")), TABLE);
    }

    @Test
    void curvesAreDrawnOnce() throws TextException {
        String curve = "clean: {}, curve: {threats: Linf 0..4/255 by 2/255}";
        assertThat(ReportPlan.shownOf(recipe(curve, ""))).containsExactly(IN_SHORT, CURVES, TABLE);
        assertThat(ReportPlan.shownOf(recipe(curve, TRIANGLE)))
                .startsWith(IN_SHORT, new ReportBlock.Triangles("three", List.of()), TABLE, CURVES);
    }

    @Test
    void ownBlocksKeepTheirOrderBelowTheAnswer() throws TextException {
        String own = "report: {blocks: [{best-of: {soup: pair}}, {models: {}}]}\n";
        assertThat(ReportPlan.shownOf(recipe("clean: {}", PAIR + own)))
                .containsExactly(IN_SHORT, new ReportBlock.BestOf("pair"), TABLE);
    }

    @Test
    void authorsPlaceTheAnswerOrLeaveItOut() throws TextException {
        assertThat(ReportPlan.shownOf(recipe("clean: {}", "report: {blocks: [{models: {}}, in-short]}\n")))
                .containsExactly(TABLE, IN_SHORT);
        assertThat(ReportPlan.shownOf(recipe("clean: {}", "report: {blocks: [{models: {}}], in-short: false}\n")))
                .containsExactly(TABLE);
        assertThatThrownBy(() -> new ReportPlan(List.of(IN_SHORT), Optional.of(false)))
                .hasMessageContaining("leave one of the two out");
    }

    @Test
    void refusesCurvesThatAreNotMeasured() {
        assertThatThrownBy(() -> recipe("clean: {}", "report: {blocks: [{radius-curve: {curves: [rising]}}]}\n"))
                .hasMessageContaining("there is no curve 'rising'");
    }
}
