package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.soup.choice.PoolChoice.Rival;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolChoiceTest {
    private static final BitSet NONE = new BitSet();
    private static final List<MixingWeights> PAIR = List.of(MixingWeights.vertex(0, 2), MixingWeights.vertex(1, 2));

    /** Returns the answers of a sure classifier of two classes. */
    private static Probabilities sure(int... answers) {
        float[][] logits = new float[answers.length][2];
        for (int i = 0; i < answers.length; i++) {
            logits[i][answers[i]] = 50;
        }
        return Probabilities.ofLogits(logits);
    }

    @Test
    void choosesTheMixtureWithMostLabelsRight() {
        PoolChoice choice =
                PoolChoice.of(PAIR, List.of(sure(0, 0, 0, 0), sure(1, 1, 0, 0)), Map.of(0, 1, 1, 1, 2, 0), NONE);
        assertThat(choice.chosen()).isEqualTo(1);
        assertThat(choice.right(0)).isEqualTo(1);
        assertThat(choice.right(1)).isEqualTo(3);
        assertThat(choice.labelled()).isEqualTo(3);
    }

    @Test
    void takesTheFirstOfEquals() {
        PoolChoice choice = PoolChoice.of(PAIR, List.of(sure(0, 1), sure(1, 0)), Map.of(), NONE);
        assertThat(choice.chosen()).isZero();
        // the second needs one more of two contested pictures: both of two coins, or none, so a quarter
        assertThat(choice.rivals()).containsExactly(new Rival(1, 0, 1, 2, 0.25));
    }

    @Test
    void countsTheCoinsOfContestedPicturesOnly() {
        // ahead by 2 on two labels; of the other six, four are contested, one of which is skipped
        Probabilities first = sure(0, 0, 0, 0, 0, 0, 0, 0);
        Probabilities second = sure(1, 1, 1, 1, 1, 1, 0, 0);
        BitSet skipped = new BitSet();
        skipped.set(5);
        PoolChoice choice = PoolChoice.of(PAIR, List.of(first, second), Map.of(0, 0, 1, 0), skipped);
        // three of three coins, of eight ways one
        assertThat(choice.rivals()).containsExactly(new Rival(1, 2, 3, 3, 1 / 8.0));
        assertThat(choice.isCertain()).isFalse();
        assertThat(choice.isSettled()).isFalse();
        assertThat(choice.mostToGain()).isEqualTo(1);
    }

    @Test
    void isCertainWhenNoLabelCanChangeTheChoice() {
        PoolChoice choice = PoolChoice.of(PAIR, List.of(sure(0, 0, 0, 1), sure(1, 1, 1, 1)), Map.of(0, 0, 1, 0), NONE);
        assertThat(choice.isCertain()).isTrue();
        assertThat(choice.chanceOfChange()).isZero();
        assertThat(choice.mostToGain()).isZero();
    }

    @Test
    void lastsAgainstEqualsThatASearchWouldPrefer() {
        // the second is chosen; the first takes it back by being equal in the end
        PoolChoice choice = PoolChoice.of(PAIR, List.of(sure(0, 0), sure(1, 1)), Map.of(0, 1), NONE);
        assertThat(choice.chosen()).isEqualTo(1);
        assertThat(choice.rivals()).containsExactly(new Rival(0, 1, 1, 1, 0.5));
        assertThat(choice.isCertain()).isFalse();
    }

    @Test
    void isSettledWhenOvertakingIsUnlikely() {
        int[] zeros = new int[16];
        int[] ones = new int[16];
        Arrays.fill(ones, 1);
        Map<Integer, Integer> labels = Map.of(0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0);
        PoolChoice choice = PoolChoice.of(PAIR, List.of(sure(zeros), sure(ones)), labels, NONE);
        // ten contested, seven to win more than to lose: nine of ten, 11 of 1024 ways
        assertThat(choice.chanceOfChange()).isCloseTo(11 / 1024.0, within(1e-12));
        assertThat(choice.isSettled()).isTrue();
        assertThat(choice.isCertain()).isFalse();
        // where nobody is left to compare with, all count
        assertThat(choice.contenders()).containsExactly(0, 1);
    }

    @Test
    void knowsTheDisagreementOfTwoSureMixtures() {
        List<Probabilities> answers = List.of(sure(0, 0), sure(1, 0));
        assertThat(PoolChoice.disagreement(answers, new int[] {0, 1}, 0)).isCloseTo(Math.log(2), within(1e-6));
        assertThat(PoolChoice.disagreement(answers, new int[] {0, 1}, 1)).isZero();
        assertThat(PoolChoice.disagreement(answers, new int[] {0}, 0)).isZero();
    }

    @Test
    void takesDoubtThatAllShareForNoDisagreement() {
        Probabilities unsure = Probabilities.ofLogits(new float[][] {{0, 0}});
        assertThat(PoolChoice.disagreement(List.of(unsure, unsure), new int[] {0, 1}, 0))
                .isCloseTo(0, within(1e-12));
    }

    @Test
    void refusesAnswersOfOtherMixtures() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PoolChoice.of(PAIR, List.of(sure(0)), Map.of(), NONE))
                .withMessageContaining("1 answers of 2 mixtures");
    }
}
