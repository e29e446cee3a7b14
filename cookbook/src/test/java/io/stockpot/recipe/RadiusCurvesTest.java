package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Seed;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Conditions;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Block;
import io.stockpot.report.RadiusCurve;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.TextException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RadiusCurvesTest {
    private static final List<String> LABELS = List.of("clean", "Linf 0", "Linf 2/255", "Linf 4/255");

    private final List<Condition> conditions = new ArrayList<>();

    @BeforeEach
    void readConditions() throws TextException {
        for (String text : List.of("{\"clean\":{}}", "{\"curve\":{\"threats\":\"Linf 0..4/255 by 2/255\"}}")) {
            conditions.addAll(CanonicalJson.read(text, Conditions.class).each());
        }
    }

    private static Outcomes right(int... correct) {
        Map<String, BitSet> bits = new LinkedHashMap<>();
        for (int i = 0; i < correct.length; i++) {
            BitSet set = new BitSet();
            set.set(0, correct[i]);
            bits.put(LABELS.get(i), set);
        }
        return new Outcomes("ab", 100, bits);
    }

    private RecipeOutcomes outcomes() {
        GridOutcomes pair = GridOutcomes.of(
                List.of("a", "b"),
                List.of(MixingWeights.parse("0.5, 0.5"), MixingWeights.parse("0.25, 0.75")),
                List.of(right(80, 80, 50, 10), right(70, 70, 60, 30)));
        return new RecipeOutcomes(
                Map.of("a", right(90, 90, 40, 0)),
                Map.of("pair", pair),
                Map.of(),
                new Seed(1),
                new Measuring(conditions, "images", List.of()));
    }

    /** The second mixture has 160 over the radii, the first 140. */
    @Test
    void drawsModelsAndTheBestMixtureOfEachSoupFromCleanOn() {
        List<Block> figures = RadiusCurves.of(outcomes(), List.of());
        assertThat(figures).hasSize(1);
        RadiusCurve curve = (RadiusCurve) figures.get(0);
        assertThat(curve.title()).isEqualTo("Accuracy over the radius: Linf 0..4/255 by 2/255");
        assertThat(curve.lines()).extracting(RadiusCurve.Line::name).containsExactly("a", "soup pair: 0.25 a + 0.75 b");
        assertThat(curve.lines().get(1).spots())
                .extracting(RadiusCurve.Spot::condition)
                .containsExactly("clean", "Linf 2/255", "Linf 4/255");
        assertThat(curve.measurements()).hasSize(6);
        assertThat(curve.caption())
                .isEqualTo("To the right: ε, the radius of the Linf ball, for pixels in [0, 1]; up: the accuracy under"
                        + " attack. At 0: clean images. 100 images. Of each soup, the mixture that is best on average"
                        + " over these radii on these images, which flatters it.");
    }

    @Test
    void placesRadiiInTheUnitTheyAreWrittenIn() {
        String html = RadiusCurves.of(outcomes(), List.of()).get(0).html("x");
        assertThat(html)
                .contains("radius ε of the Linf ball, in units of 1/255")
                .contains("\"value\":[2.0,60.0]", "\"value\":[4.0,30.0]");
    }

    @Test
    void drawsOnlyTheCurvesAskedFor() {
        assertThat(RadiusCurves.of(outcomes(), List.of("another"))).isEmpty();
    }

    @Test
    void tablesLeaveOutTheRadiusThatRepeatsCleanImages() {
        assertThat(outcomes().tabulated().get("a").conditions()).containsExactly("clean", "Linf 2/255", "Linf 4/255");
        assertThat(outcomes().tabulated("pair").conditions()).containsExactly("clean", "Linf 2/255", "Linf 4/255");
        assertThat(outcomes().withoutRepeated(List.of("Linf 0", "Linf 2/255"))).containsExactly("Linf 0", "Linf 2/255");
    }

    @Test
    void figuresOfMixturesLeaveOutCurvesBesideThreats() {
        assertThat(outcomes().besidesCurves(LABELS)).containsExactly("clean", "Linf 2/255", "Linf 4/255");
        assertThat(outcomes().besidesCurves(List.of("clean", "Linf 0", "Linf 2/255", "L2 0.5")))
                .containsExactly("clean", "L2 0.5");
    }
}
