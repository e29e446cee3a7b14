package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Seed;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Conditions;
import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.Photos;
import io.stockpot.report.InShort;
import io.stockpot.report.InShort.Quote;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.TextException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the box at the top of recipes' pages. All intervals are 1.96 standard errors, or Wilson's. */
class RecipeSummaryTest {
    private static final String LINF = "{\"robust\":{\"threat\":\"Linf 8/255\",\"attack\":{\"apgd\":{\"steps\":40}}}}";
    private static final String L2 = "{\"robust\":{\"threat\":\"L2 0.5\",\"attack\":{\"apgd\":{\"steps\":40}}}}";
    private static final String SHORT = "{\"robust\":{\"threat\":\"Linf 8/255\",\"attack\":{\"apgd\":{\"steps\":5}}}}";

    private final Map<String, Outcomes> models = new LinkedHashMap<>();
    private final Map<String, GridOutcomes> soups = new LinkedHashMap<>();

    /** Returns outcomes of which the first so many images are right under each condition: "clean 900, Linf 8/255 400". */
    private static Outcomes outcomes(int images, String right) {
        Map<String, BitSet> bits = new LinkedHashMap<>();
        for (String one : right.split(", ", -1)) {
            int space = one.lastIndexOf(' ');
            String[] range = one.substring(space + 1).split("-", -1);
            BitSet set = new BitSet();
            set.set(range.length == 1 ? 0 : Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1]));
            bits.put(one.substring(0, space), set);
        }
        return new Outcomes("ab", images, bits);
    }

    private void model(String name, int images, String right) {
        models.put(name, outcomes(images, right));
    }

    private void halves(String name, int images, String right) {
        soups.put(
                name,
                GridOutcomes.of(
                        List.of("a", "b"),
                        List.of(MixingWeights.vertex(0, 2), MixingWeights.parse("0.5, 0.5")),
                        List.of(models.get("a"), outcomes(images, right))));
    }

    private InShort box(int serious, String... conditions) throws TextException {
        List<Condition> all = new ArrayList<>();
        for (String text : conditions) {
            all.addAll(CanonicalJson.read(text, Conditions.class).each());
        }
        return RecipeSummary.of(new RecipeOutcomes(
                models,
                soups,
                Map.of(),
                new Seed(1),
                new Measuring(
                        all,
                        "the first 1000 test images of made",
                        Collections.nCopies(serious, Alarm.of("a", "something of other words")))));
    }

    /** The soup is right under both on 0 … 499, a on 0 … 299: of 1000 differences 200 are 1. */
    @Test
    void aSoupThatGainsIsComparedUnderAllThreatsTogether() throws TextException {
        model("a", 1000, "clean 900, Linf 8/255 400, L2 0.5 300");
        model("b", 1000, "clean 950, Linf 8/255 200, L2 0.5 600");
        halves("pair", 1000, "clean 880, Linf 8/255 500, L2 0.5 700");
        InShort box = box(2, "{\"clean\":{}}", LINF, L2);
        assertThat(box.sentences())
                .containsExactly(
                        "0.5 a + 0.5 b is the only soup under Linf 8/255 and L2 0.5 together (their union): expect 50.0 %"
                                + " (46.9 – 53.1 %) on images that did not choose it, +20.0 points (+17.5 to +22.5)"
                                + " against the best model alone, a, which is more than chance.",
                        "On clean images this soup is right on 88.0 % (85.8 – 89.9 %), −2.0 points (−2.9 to −1.1)"
                                + " against a; the most accurate model there, b, on 95.0 %.",
                        "Attacked by apgd with 40 steps (revision 1 of the attacks) on the first 1000 test images of made;"
                                + " distrust it because the same images chose and judged the soup (corrected: 1000"
                                + " resamples, each image judged by soups chosen without it), and there are 2 serious"
                                + " warnings below.");
        assertThat(box.quote())
                .contains(new Quote(
                        "50.0 %",
                        "expected of 0.5 a + 0.5 b under Linf 8/255 and L2 0.5 together (their union), on images that did"
                                + " not choose it (46.9 – 53.1 %)"));
    }

    /** The soup is right on 0 … 309, a on 300 … 599 and 0 … 4: 5 … 299 against 310 … 599. */
    @Test
    void aSoupThatIsAheadByChanceDoesNotWin() throws TextException {
        model("a", 1000, "clean 900, Linf 8/255 300-600");
        model("b", 1000, "clean 700, Linf 8/255 200");
        halves("pair", 1000, "clean 800, Linf 8/255 310");
        InShort box = box(0, "{\"clean\":{}}", LINF);
        assertThat(box.sentences())
                .startsWith(
                        "No soup is better than a alone under Linf 8/255 by more than chance: 0.5 a + 0.5 b, the only soup,"
                                + " gains +1.0 points (−3.8 to +5.8) on images that chose neither.",
                        "On clean images a is right on 90.0 % (88.0 – 91.7 %).");
        assertThat(box.quote())
                .contains(new Quote("30.0 %", "of the images: a alone under Linf 8/255 (27.2 – 32.9 %)"));
    }

    @Test
    void aSoupThatLosesIsNotRecommended() throws TextException {
        model("a", 1000, "Linf 8/255 400");
        model("b", 1000, "Linf 8/255 200");
        halves("pair", 1000, "Linf 8/255 300");
        assertThat(box(0, LINF).sentences())
                .first()
                .isEqualTo(
                        "No soup is as good as a alone under Linf 8/255: 0.5 a + 0.5 b, the only soup, gains −10.0 points"
                                + " (−11.9 to −8.1) on images that chose neither.");
    }

    @Test
    void nothingIsLearntWhereEverythingFails() throws TextException {
        model("a", 1000, "clean 900, Linf 8/255 0");
        model("b", 1000, "clean 700, Linf 8/255 0");
        halves("pair", 1000, "clean 800, Linf 8/255 0");
        assertThat(box(0, "{\"clean\":{}}", LINF).sentences())
                .first()
                .isEqualTo(
                        "No model and no soup is right on any image under Linf 8/255: nothing was learnt; take smaller"
                                + " radii, or more robust models.");
    }

    /** A soup under one of two threats tells nothing of their union, and is no candidate for it. */
    @Test
    void soupsUnderFewerThreatsDoNotCompete() throws TextException {
        model("a", 1000, "Linf 8/255 400, L2 0.5 300");
        model("b", 1000, "Linf 8/255 200, L2 0.5 600");
        halves("pair", 1000, "Linf 8/255 500, L2 0.5 700");
        soups.put(
                "narrow",
                GridOutcomes.of(
                        List.of("a", "b"),
                        List.of(MixingWeights.parse("0.3, 0.7")),
                        List.of(outcomes(1000, "L2 0.5 900"))));
        assertThat(box(0, LINF, L2).sentences()).first().asString().startsWith("0.5 a + 0.5 b is the only soup under");
    }

    @Test
    void modelsAreComparedWhereThereIsNoSoup() throws TextException {
        model("a", 1000, "Linf 8/255 400");
        model("b", 1000, "Linf 8/255 200");
        model("c", 1000, "Linf 8/255 395");
        assertThat(box(0, LINF).sentences())
                .containsExactly(
                        "a is the best of 3 models under Linf 8/255, right on 40.0 % (37.0 – 43.1 %); that is +0.5 points"
                                + " against c, which may be chance (p = 0.063).",
                        "Attacked by apgd with 40 steps (revision 1 of the attacks) on the first 1000 test images of made;"
                                + " no serious warning.");
    }

    @Test
    void fewImagesAndShortAttacksAreToBeDistrusted() throws TextException {
        model("a", 100, "Linf 8/255 50");
        assertThat(box(1, SHORT).sentences())
                .containsExactly(
                        "a is right on 50.0 % (40.4 – 59.6 %) of the images under Linf 8/255.",
                        "Attacked by apgd with 5 steps (revision 1 of the attacks) on the first 1000 test images of made;"
                                + " distrust it because 100 images are few (± 9.6 points), the attacks are short"
                                + " (longer ones break more), and there is 1 serious warning below.");
    }

    @Test
    void ofACurveAloneTheMiddleCounts() throws TextException {
        model("a", 1000, "Linf 0 900, Linf 2/255 700, Linf 4/255 400");
        assertThat(box(0, "{\"curve\":{\"threats\":\"Linf 0..4/255 by 2/255\"}}")
                        .sentences())
                .first()
                .isEqualTo("a is right on 70.0 % (67.1 – 72.8 %) of the images under Linf 2/255.");
    }

    @Test
    void cleanImagesAreNoAttack() throws TextException {
        model("a", 1000, "clean 900");
        assertThat(box(0, "{\"clean\":{}}").sentences())
                .containsExactly(
                        "a is right on 90.0 % (88.0 – 91.7 %) of the images on clean images.",
                        "Not attacked; measured on the first 1000 test images of made; no serious warning.");
    }

    @Test
    void saysWhenNothingWasMeasured() throws TextException {
        assertThat(box(0).sentences()).containsExactly("Nothing was measured, so nothing was learnt.");
    }

    /** On x the soup has 60 of 100 and b 40, on y 80 and 70: mean 70.0 against 55.0, the best model there. */
    @Test
    void soupsForShiftsAreComparedWithTheBestModelOnAverage() {
        Map<String, Outcomes> soup = Map.of("x", outcomes(100, "x 60"), "y", outcomes(100, "y 80"));
        Map<String, Map<String, Outcomes>> alone = Map.of(
                "a", Map.of("x", outcomes(100, "x 30"), "y", outcomes(100, "y 75")),
                "b", Map.of("x", outcomes(100, "x 40"), "y", outcomes(100, "y 70")),
                "c", Map.of("x", outcomes(100, "x 99")));
        SeasoningGain gain = SeasoningGain.of(soup, alone, Photos.DIFFERENT);
        assertThat(gain.model()).isEqualTo("b");
        assertThat(RecipeSummary.seasoned("four", gain))
                .isEqualTo("Choosing a soup for each of the 2 shifts (four) gives 70.0 % (63.4 – 75.6 %) on average on"
                        + " images that chose none, +15.0 points (+10.0 to +20.0) against the best model alone, b, which"
                        + " is more than chance.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 0 | the shift (four)",
                "3 | 0 | each of the 3 shifts (four)",
                "2 | 1 | each of the shift as it is and the attacked one (four)",
                "6 | 4 | each of the 2 shifts as they are and the 4 attacked ones (four)",
                "1 | 1 | the attacked shift (four)",
                "2 | 2 | each of the 2 attacked shifts (four)"
            })
    void attackedShiftsAreCountedApart(int shifts, int attacked, String words) {
        Estimate estimate = new Estimate(0.5, 0.4, 0.6, 100);
        assertThat(RecipeSummary.seasoned("four", new SeasoningGain(shifts, attacked, estimate, "a", estimate)))
                .startsWith("Choosing a soup for " + words + " gives 50.0 %");
    }
}
