package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class WeightAveragingTest {
    /** The decay grows as (1 + t)/(10 + t), until it is the given one from t = 8 on, where that is a half. */
    @Test
    void beginsWithDecaysThatGrow() {
        WeightAveraging averaging = new WeightAveraging(0.5);
        double expected = 4;
        try (Scope scope = Scope.open();
                StateDict average = new StateDict();
                StateDict weights = new StateDict()) {
            average.put("w", Tensor.create(new float[] {4}, 1));
            weights.put("w", Tensor.create(new float[] {0}, 1));
            for (int t = 0; t < 12; t++) {
                weights.get("w").fill_(new Scalar(t));
                averaging.update(average, weights, t);
                double kept = t < 8 ? (1.0 + t) / (10 + t) : 0.5;
                expected = kept * expected + (1 - kept) * t;
                assertThat(Rows.numbers(average.get("w"))[0]).as("step %d", t).isCloseTo(expected, within(1e-5));
            }
        }
    }
}
