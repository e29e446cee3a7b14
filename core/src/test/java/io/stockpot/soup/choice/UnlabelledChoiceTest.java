package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.base.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnlabelledChoiceTest {
    private static final List<MixingWeights> PAIR = List.of(MixingWeights.vertex(0, 2), MixingWeights.vertex(1, 2));
    private static final int IMAGES = 200;

    @Test
    void countsTheConfidencesAboveTheThresholdOfTheSource() {
        double[] source = {0.9, 0.8, 0.7, 0.6};
        double[] target = {0.95, 0.85, 0.75, 0.65, 0.5};
        // two are right: those above 0.7
        assertThat(CalibratedConfidence.accuracy(source, 2, target)).isEqualTo(0.6);
        assertThat(CalibratedConfidence.accuracy(source, 4, target)).isEqualTo(1);
        assertThat(CalibratedConfidence.accuracy(source, 0, target)).isEqualTo(0.2);
    }

    @Test
    void predictsTheAccuracyOfTheSourceForTheSource() {
        double[] source = {0.31, 0.52, 0.73, 0.94, 0.95};
        for (int right = 0; right <= source.length; right++) {
            assertThat(CalibratedConfidence.accuracy(source, right, source)).isEqualTo(right / 5.0);
        }
    }

    @Test
    void measuresMutualInformationInClosedForm() {
        // sure and spread: log 2; undecided, or always the same: nothing
        assertThat(answers(row(0, 60), row(1, 60)).mutualInformation()).isCloseTo(Math.log(2), within(1e-6));
        assertThat(answers(row(0, 0), row(1, 0)).mutualInformation()).isCloseTo(0, within(1e-6));
        assertThat(answers(row(1, 60), row(1, 60)).mutualInformation()).isCloseTo(0, within(1e-6));
    }

    @Test
    void hasNoAnswerWhereALogitIsNoNumber() {
        Probabilities answers = answers(new float[] {Float.NaN, 0}, new float[] {1, Float.NEGATIVE_INFINITY});
        assertThat(answers.predicted(0)).isEqualTo(-1);
        assertThat(answers.confidence(0)).isEqualTo(0.5);
        assertThat(answers.predicted(1)).isZero();
        assertThat(answers.confidence(1)).isEqualTo(1);
    }

    /** Both are right on 80 % of the source; on the target the second is still sure, the first is not. */
    @Test
    void takesTheMixtureThatStaysConfident() {
        UnlabelledChoice choice = UnlabelledChoice.of(evidence(0.1, 3), new Seed(0));
        assertThat(choice.abstains()).isFalse();
        assertThat(choice.weights()).isEqualTo(PAIR.get(1));
        assertThat(choice.gain().low()).isPositive();
        assertThat(choice.informed()).isTrue();
    }

    @Test
    void abstainsWhereThePredictedGainIsChance() {
        UnlabelledChoice choice = UnlabelledChoice.of(evidence(2.9, 3), new Seed(0));
        assertThat(choice.abstains()).isTrue();
        assertThat(choice.weights()).isEqualTo(choice.fallback()).isEqualTo(PAIR.get(0));
        assertThat(choice.accuracy()).isEqualTo(choice.fallbackAccuracy());
    }

    @Test
    void doesNotCountMutualInformationWhereAnswersAreOfFewClasses() {
        float[][] source = {row(4, 0, 1), row(4, 1, 2), row(4, 2, 3), row(4, 3, 4)};
        float[][] target = {row(4, 1, 3), row(4, 1, 4)};
        List<Probabilities> both = Collections.nCopies(2, Probabilities.ofLogits(target));
        UnlabelledEvidence evidence = new UnlabelledEvidence(
                PAIR, Collections.nCopies(2, Probabilities.ofLogits(source)), List.of(0, 1, 2, 3), both, both);
        assertThat(UnlabelledChoice.of(evidence, new Seed(0)).informed()).isFalse();
    }

    @Test
    void leavesOutMixturesThatAreBadOnTheSource() {
        float[][] good = {row(0, 1), row(1, 2), row(0, 3), row(1, 4)};
        float[][] bad = {row(1, 9), row(0, 9), row(0, 9), row(0, 9)};
        UnlabelledEvidence evidence = new UnlabelledEvidence(
                PAIR,
                List.of(Probabilities.ofLogits(bad), Probabilities.ofLogits(good)),
                List.of(0, 1, 0, 1),
                Collections.nCopies(2, Probabilities.ofLogits(good)),
                Collections.nCopies(2, Probabilities.ofLogits(good)));
        UnlabelledChoice choice = UnlabelledChoice.of(evidence, new Seed(0));
        assertThat(choice.scores())
                .extracting(UnlabelledChoice.Score::candidate)
                .containsExactly(false, true);
        assertThat(choice.weights()).isEqualTo(PAIR.get(1));
    }

    @Test
    void isTheSameAgainWithTheSameSeed() {
        assertThat(UnlabelledChoice.of(evidence(1, 3), new Seed(5)))
                .isEqualTo(UnlabelledChoice.of(evidence(1, 3), new Seed(5)));
    }

    @Test
    void refusesOtherNumbersOfMixtures() {
        List<Probabilities> one = List.of(answers(row(0, 1)));
        assertThatThrownBy(() -> new UnlabelledEvidence(PAIR, one, List.of(0), one, one))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 and 1 answers of 2 mixtures");
    }

    /** Margins of 0 to 4 on the source, right where above 0.8; on the target as told, a little spread. */
    private static UnlabelledEvidence evidence(double first, double second) {
        List<float[]> source = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int image = 0; image < IMAGES; image++) {
            float margin = 4f * (image + 1) / IMAGES;
            source.add(row(image % 2, margin));
            labels.add(margin > 0.8 ? image % 2 : 1 - image % 2);
        }
        Probabilities seen = Probabilities.ofLogits(source.toArray(float[][]::new));
        List<Probabilities> target = List.of(target(first), target(second));
        return new UnlabelledEvidence(PAIR, List.of(seen, seen), labels, target, target);
    }

    private static Probabilities target(double margin) {
        float[][] rows = new float[IMAGES][];
        for (int image = 0; image < IMAGES; image++) {
            rows[image] = row(image % 2, (float) margin + 0.2f * image / IMAGES);
        }
        return Probabilities.ofLogits(rows);
    }

    private static Probabilities answers(float[]... rows) {
        return Probabilities.ofLogits(rows);
    }

    private static float[] row(int answer, float margin) {
        return row(2, answer, margin);
    }

    private static float[] row(int classes, int answer, float margin) {
        float[] logits = new float[classes];
        Arrays.fill(logits, 0);
        logits[answer] = margin;
        return logits;
    }
}
