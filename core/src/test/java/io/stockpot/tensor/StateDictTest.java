package io.stockpot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class StateDictTest {
    @Test
    void aUnitWeightCopiesBitForBit() {
        try (StateDict one = of(0.1f, 0.2f);
                StateDict two = of(-7.7f, 1e-30f);
                StateDict mixed = of(5, 5)) {
            mixed.linearCombination(List.of(one, two), new double[] {0, 1});
            assertThat(mixed.digest()).isEqualTo(two.digest());
        }
    }

    @Test
    void mixesWithNegativeWeights() {
        try (StateDict one = of(1, 2);
                StateDict two = of(10, 20);
                StateDict mixed = of(0, 0)) {
            mixed.linearCombination(List.of(one, two), new double[] {1.5, -0.5});
            try (Scope scope = Scope.open()) {
                assertThat(mixed.get("w").equal(Tensor.create(new float[] {-3.5f, -7f}, 2)))
                        .isTrue();
            }
        }
    }

    @Test
    void integersComeFromTheHeaviestSource() {
        try (StateDict one = of(1, 2);
                StateDict two = of(3, 4);
                StateDict mixed = of(0, 0);
                Scope scope = Scope.open()) {
            two.get("counter").fill_(new Scalar(7));
            mixed.linearCombination(List.of(one, two), new double[] {0, 1});
            assertThat(mixed.digest()).isEqualTo(two.digest());
        }
    }

    @Test
    void namesTheFirstDifference() {
        try (StateDict one = of(1, 2);
                StateDict two = of(1, 2, 3)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> one.linearCombination(List.of(one, two), new double[] {0.5, 0.5}))
                    .withMessage("models differ at 'w': [2] and [3]");
        }
    }

    @Test
    void copiesAreIndependent() {
        try (StateDict one = of(1, 2);
                StateDict copy = one.copy();
                StateDict other = of(3, 4)) {
            copy.copyFrom(other);
            assertThat(copy.digest()).isEqualTo(other.digest()).isNotEqualTo(one.digest());
        }
    }

    @Test
    void blocksAndThreadsChangeNoBit() {
        int threads = Torch.threads();
        try (StateDict one = large(1);
                StateDict two = large(2);
                StateDict mixed = large(3);
                Scope scope = Scope.open()) {
            Tensor expected = one.get("w").mul(new Scalar(1.3)).add_(two.get("w"), new Scalar(-0.3));
            for (int used = 1; used <= 3; used++) {
                Torch.setThreads(used);
                mixed.linearCombination(List.of(one, two), new double[] {1.3, -0.3});
                assertThat(mixed.get("w").equal(expected)).as(used + " threads").isTrue();
            }
        } finally {
            Torch.setThreads(threads);
        }
    }

    private static StateDict large(long seed) {
        StateDict tensors = new StateDict();
        float[] values = new float[100_001];
        RandomGenerator random = new Seed(seed).generator();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        try (Scope scope = Scope.open()) {
            tensors.put("w", Tensor.create(values, values.length));
        }
        return tensors;
    }

    private static StateDict of(float... values) {
        StateDict tensors = new StateDict();
        try (Scope scope = Scope.open()) {
            tensors.put("w", Tensor.create(values, values.length));
            tensors.put("counter", Tensor.create(new long[] {3}, 1));
        }
        return tensors;
    }
}
