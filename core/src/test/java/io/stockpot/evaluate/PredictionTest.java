package io.stockpot.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.data.Answers;
import io.stockpot.data.LabelMap;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.YamlRecords;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PredictionTest {
    private static final float[] LOGITS = {2, 1.9f, 1.9f, -3, 0};

    private static LabelMap.Groups groups(LabelMap.Rule rule) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        groups.put("few", List.of(0));
        groups.put("many", List.of(1, 2, 3));
        return new LabelMap.Groups(groups, rule);
    }

    @Test
    void allClassesTakeTheLargestLogit() {
        Prediction prediction = Prediction.of(LOGITS, new LabelMap.AllClasses());
        assertThat(prediction.answer()).isZero();
        assertThat(prediction.lead()).isCloseTo(0.1 / 5, within(1e-6));
        assertThat(Prediction.of(new float[] {1, 3, 3}, new LabelMap.AllClasses()))
                .isEqualTo(new Prediction(1, 0));
    }

    @Test
    void aSubsetHidesTheOthersAndKeepsNumbers() {
        Prediction prediction = Prediction.of(LOGITS, new LabelMap.Subset(List.of(4, 3)));
        assertThat(prediction.answer()).isEqualTo(4);
        assertThat(prediction.lead()).isCloseTo(3.0 / 5, within(1e-6));
    }

    /** e², 2e^1.9 + e^-3: the sum is the larger, the mean is not. */
    @Test
    void groupsAnswerByTheirRule() {
        assertThat(Prediction.of(LOGITS, groups(LabelMap.Rule.MEAN)).answer()).isZero();
        assertThat(Prediction.of(LOGITS, groups(LabelMap.Rule.SUM)).answer()).isEqualTo(1);
        assertThat(Prediction.of(LOGITS, groups(LabelMap.Rule.MAX)).answer()).isZero();
        double mean = Math.log((2 * Math.exp(1.9f) + Math.exp(-3)) / 3);
        assertThat(Prediction.of(LOGITS, groups(LabelMap.Rule.MEAN)).lead()).isCloseTo((2 - mean) / 5, within(1e-6));
    }

    @Test
    void whatIsNoNumberIsNoAnswer() {
        for (float wrong : List.of(Float.NaN, Float.POSITIVE_INFINITY)) {
            Prediction prediction = Prediction.of(new float[] {1, wrong, 2}, new LabelMap.AllClasses());
            assertThat(prediction.answer()).isEqualTo(Prediction.NONE);
            assertThat(Predictor.right(new int[] {prediction.answer()}, Answers.of(new int[] {1})))
                    .isEqualTo(new BitSet());
        }
    }

    /** As for attacks: {@code AdversaryTest}. */
    @Test
    void aClassAtMinusInfinityIsRuledOut() {
        float ruledOut = Float.NEGATIVE_INFINITY;
        float[] logits = {2, ruledOut, 0, 1};
        assertThat(Prediction.of(logits, new LabelMap.AllClasses())).isEqualTo(new Prediction(0, 0.5));
        assertThat(Prediction.of(new float[] {2, ruledOut}, new LabelMap.AllClasses()))
                .isEqualTo(new Prediction(0, 1));
        assertThat(Prediction.of(new float[] {ruledOut, ruledOut}, new LabelMap.AllClasses()))
                .isEqualTo(new Prediction(Prediction.NONE, 0));
        assertThat(Prediction.of(logits, new LabelMap.Subset(List.of(1, 2)))).isEqualTo(new Prediction(2, 1));
        assertThat(Prediction.of(logits, new LabelMap.Subset(List.of(1))))
                .isEqualTo(new Prediction(Prediction.NONE, 0));
        float[] masked = {2, ruledOut, ruledOut, ruledOut};
        assertThat(Prediction.of(masked, groups(LabelMap.Rule.SUM))).isEqualTo(new Prediction(0, 1));
        float[] nothing = {ruledOut, ruledOut, ruledOut, ruledOut};
        assertThat(Prediction.of(nothing, groups(LabelMap.Rule.SUM))).isEqualTo(new Prediction(Prediction.NONE, 0));
    }

    @Test
    void setsAcceptAnyOfTheirAnswers() {
        Answers answers = Answers.ofSets(new int[][] {{970, 795}, {3}, {}});
        assertThat(Predictor.right(new int[] {795, 4, 0}, answers).stream()).containsExactly(0);
        assertThat(Predictor.right(new int[] {970, 3, 0}, answers).stream()).containsExactly(0, 1);
        assertThat(answers.digest())
                .isEqualTo(Answers.ofSets(new int[][] {{795, 970}, {3}, {}}).digest());
        assertThat(answers.digest())
                .isNotEqualTo(Answers.ofSets(new int[][] {{795}, {970, 3}, {}}).digest());
    }

    @Test
    void mapsAreValuesInTexts() throws Exception {
        for (String yaml : List.of(
                "all-classes", "{subset: {classes: [3, 5]}}", "{groups: {groups: {a: [0, 1], b: [2]}, rule: sum}}")) {
            LabelMap map = YamlRecords.read(yaml, "map", LabelMap.class, List.of());
            assertThat(CanonicalJson.read(CanonicalJson.of(map), LabelMap.class))
                    .isEqualTo(map);
        }
        assertThatThrownBy(() -> YamlRecords.read("{subset: {classes: [3, 3]}}", "map", LabelMap.class, List.of()))
                .hasMessageContaining("names a class twice");
        assertThatThrownBy(() -> new LabelMap.Subset(List.of(1000)).requireFits(1000))
                .hasMessage("the label map looks at class 1000, but the classifier has 1000 classes, from 0 to 999");
    }
}
