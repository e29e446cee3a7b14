package io.stockpot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.base.Seed;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
            Tensor expected =
                    one.get("w").mul(new Scalar(1.3)).add_(two.get("w").mul(new Scalar(-0.3)));
            for (int used = 1; used <= 3; used++) {
                Torch.setThreads(used);
                mixed.linearCombination(List.of(one, two), new double[] {1.3, -0.3});
                assertThat(mixed.get("w").equal(expected)).as(used + " threads").isTrue();
            }
        } finally {
            Torch.setThreads(threads);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 11})
    void productsAndSumsAreRoundedOneByOne(int count) {
        double[] weights =
                IntStream.range(0, count).mapToDouble(i -> 1.3 / (i + 1) - 0.5).toArray();
        try (Scope scope = Scope.open()) {
            List<Tensor> sources =
                    IntStream.range(0, count).mapToObj(seed -> images(seed)).toList();
            Tensor expected = sources.get(0).mul(new Scalar((float) weights[0]));
            for (int i = 1; i < count; i++) {
                expected.add_(sources.get(i).mul(new Scalar((float) weights[i])));
            }
            Tensor mixed = images(99);
            LinearCombination.into(mixed, sources, weights);
            assertThat(mixed.equal(expected)).isTrue();
        }
    }

    @Test
    void layoutsAndPortionsChangeNoBit() {
        double[] weights = {1.3, -0.7, 0.4};
        try (Scope scope = Scope.open()) {
            List<Tensor> sources = Stream.of(1, 2, 3).map(seed -> images(seed)).toList();
            Tensor expected = torch.empty(images(0).sizes());
            LinearCombination.into(expected, sources, weights);
            List<Tensor> last = sources.stream()
                    .map(source -> source.contiguous(torch.MemoryFormat.ChannelsLast))
                    .toList();
            for (List<Tensor> given : List.of(last, List.of(sources.get(0), last.get(1), last.get(2)))) {
                Tensor mixed = images(4).contiguous(torch.MemoryFormat.ChannelsLast);
                LinearCombination.into(mixed, given, weights);
                assertThat(mixed.equal(expected)).isTrue();
            }
            Tensor portions = images(4);
            LinearCombination.into(portions, sources.subList(0, 1), new double[] {1.3});
            LinearCombination.addTo(portions, sources.subList(1, 3), new double[] {-0.7, 0.4});
            assertThat(portions.equal(expected)).isTrue();
        }
    }

    private static Tensor images(long seed) {
        try (StateDict values = large(seed);
                Scope scope = Scope.open()) {
            return scope.keep(
                    values.get("w").narrow(0, 0, 90_000).view(100, 9, 10, 10).clone());
        }
    }

    @Test
    void halfPrecisionCountsInFull() {
        try (Scope scope = Scope.open()) {
            Tensor half = images(1).to(torch.ScalarType.Half);
            Tensor mixed = images(0);
            Tensor expected = images(0);
            LinearCombination.into(mixed, List.of(half, images(2)), new double[] {0.3, 0.7});
            LinearCombination.into(
                    expected, List.of(half.to(torch.ScalarType.Float), images(2)), new double[] {0.3, 0.7});
            assertThat(mixed.equal(expected)).isTrue();
        }
    }

    @Test
    void sourcesOfWeightZeroMayHoldAnything() {
        try (StateDict good = of(-0f, 3);
                StateDict broken = of(Float.NaN, Float.POSITIVE_INFINITY);
                StateDict mixed = of(5, 5)) {
            mixed.linearCombination(List.of(broken, good), new double[] {0, 1});
            assertThat(mixed.digest()).isEqualTo(good.digest());
            mixed.linearCombination(List.of(good, broken, good), new double[] {1.5, 0, -0.5});
            try (Scope scope = Scope.open()) {
                assertThat(mixed.get("w").equal(Tensor.create(new float[] {0, 3}, 2)))
                        .isTrue();
            }
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
