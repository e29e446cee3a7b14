package io.stockpot.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.data.Answers;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import io.stockpot.tensor.NoLeaks;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class ScorePassTest {
    private static final float NAN = Float.NaN;
    private static final float RULED_OUT = Float.NEGATIVE_INFINITY;
    private static final LabelMap ALL = new LabelMap.AllClasses();

    @Test
    void putsTheRightAnswerFirst() {
        ScorePass pass = pass(new int[][] {{2}, {0}}, ALL, 1, 2, 3, 4, 5, 6);
        assertThat(pass.answers()).isEqualTo(3);
        assertThat(pass.values().array()).containsExactly(3, 1, 2, 4, 5, 6);
        assertThat(pass.right().stream()).containsExactly(0);
    }

    @Test
    void takesTheBestOfSeveralRightAnswersAndFillsUpWithTheSmallestScore() {
        ScorePass pass = pass(new int[][] {{0, 2}, {}}, ALL, 1, 2, 3, 4, 6, 5);
        assertThat(pass.values().array()).containsExactly(3, 2, 1, 4, 6, 5);
        assertThat(pass.right().stream()).containsExactly(0);
    }

    @Test
    void looksAtWhatTheMapLooksAt() {
        ScorePass pass = pass(new int[][] {{1}, {1}}, new LabelMap.Subset(List.of(0, 1)), 1, 2, 9, 2, 1, 9);
        assertThat(pass.answers()).isEqualTo(2);
        assertThat(pass.values().array()).containsExactly(2, 1, 1, 2);
        assertThat(pass.right().stream()).containsExactly(0);
    }

    /** The first of equals is the prediction, as everywhere. */
    @Test
    void knowsTiesWhatIsRuledOutAndWhatIsNoNumber() {
        ScorePass ties = pass(new int[][] {{0}, {1}}, ALL, 2, 2, 1, 2, 2, 1);
        assertThat(ties.right().stream()).containsExactly(0);
        ScorePass others = pass(new int[][] {{0}, {0}}, ALL, 2, RULED_OUT, 1, 2, NAN, 1);
        assertThat(others.values().array()).containsExactly(2, 1, 1, NAN, NAN, NAN);
        assertThat(others.right().stream()).containsExactly(0);
    }

    private static ScorePass pass(int[][] right, LabelMap map, float... logits) {
        LabelledImages images =
                new LabelledImages("two", new ImageShape(1, 1, 1), new byte[2], new int[2], List.of("a", "b", "c"));
        return ScorePass.of((batch, precision) -> Tensor.create(logits, 2, 3), images, Answers.ofSets(right), map, 2);
    }
}
