package io.stockpot.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class SquareTest {
    @Nested
    class Linf extends AttackContract {
        @Override
        Norm norm() {
            return Norm.LINF;
        }

        @Override
        Attack attack() {
            return new Square(600);
        }

        @Override
        double reach() {
            return 0.7;
        }

        @Override
        boolean usesGradients() {
            return false;
        }
    }

    @Nested
    class L2 extends AttackContract {
        @Override
        Norm norm() {
            return Norm.L2;
        }

        @Override
        Attack attack() {
            return new Square(300);
        }

        @Override
        double reach() {
            return 0.25;
        }

        @Override
        boolean usesGradients() {
            return false;
        }
    }

    @Nested
    class L1 extends AttackContract {
        @Override
        Norm norm() {
            return Norm.L1;
        }

        @Override
        Attack attack() {
            return new Square(300);
        }

        @Override
        double reach() {
            return 0.2;
        }

        @Override
        boolean usesGradients() {
            return false;
        }
    }

    @Test
    void windowsShrinkAsPublished() {
        Square square = new Square(10_000);
        double[] parts = {1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512};
        int[] queries = {0, 10, 11, 51, 201, 501, 1001, 2001, 4001, 6001, 8001};
        for (int i = 0; i < queries.length; i++) {
            assertThat(square.fraction(queries[i])).isEqualTo(0.8 / parts[i]);
        }
    }

    @Test
    void windowsLieInsideTheImageAndReachEveryCorner() {
        try (Scope scope = Scope.open()) {
            Tensor images = torch.zeros(3, 1, 4, 5);
            Tensor numbers = Rows.tensor(new double[][] {{0, 0}, {0.99999, 0.99999}, {0.5, 0}}, 2);
            assertThat(Rows.of(Windows.at(numbers, images, 2).contiguous()))
                    .isDeepEqualTo(new double[][] {{0, 1, 5, 6}, {13, 14, 18, 19}, {5, 6, 10, 11}});
            assertThat(Windows.side(images, 0.8)).isEqualTo(4);
            assertThat(Windows.side(images, 0.001)).isEqualTo(1);
        }
    }

    @Test
    void beginsWithStripesAndMovesOneWindowInLinf() {
        try (Scope scope = Scope.open()) {
            SquareSigns proposals = new SquareSigns(0.1);
            Tensor images = torch.full(new long[] {2, 3, 8, 8}, new Scalar(0.5));
            Tensor first = proposals.first(images, Fixtures.draws(2));
            double[][] columns = Rows.of(first.sub(images).permute(0, 1, 3, 2).reshape(2 * 3 * 8, 8));
            for (double[] column : columns) {
                assertThat(column).containsOnly(new double[] {column[0]}, Offset.offset(1e-6));
                assertThat(Math.abs(column[0])).isCloseTo(0.1, Offset.offset(1e-6));
            }
            Tensor next = proposals.next(first, images, 9.0 / 64, Fixtures.draws(2));
            double changed = first.ne(next).amax(new long[] {1}, false).sum().item_double();
            assertThat(changed).isBetween(1.0, 2 * 9.0);
            assertThat(Arrays.stream(Rows.numbers(next.sub(images).abs())).boxed())
                    .allMatch(change -> Math.abs(change - 0.1) < 1e-6);
        }
    }

    /** The budget in L2 is used up whatever the window, and only two windows differ in direction. */
    @ParameterizedTest
    @EnumSource(names = {"L2", "L1"})
    void bumpsStayInTheBallAndFillItInL2(Norm norm) {
        try (Scope scope = Scope.open()) {
            SquareBumps proposals = new SquareBumps(norm, 0.5);
            Tensor images = torch.full(new long[] {2, 3, 28, 26}, new Scalar(0.5));
            Tensor point = proposals.first(images, Fixtures.draws(2));
            for (int query = 1; query < 20; query++) {
                point = proposals.next(point, images, 0.1, Fixtures.draws(2).child(query));
                for (double size : Rows.numbers(norm.size(point.sub(images)))) {
                    assertThat(size).isBetween(norm == Norm.L2 ? 0.4999 : 0.1, 0.50001);
                }
            }
        }
    }

    @Test
    void asksAsOftenAsAllowedAndOnlyAboutImagesThatAreLeft() {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            Tensor images = Fixtures.images(20, 3);
            List<Long> batches = new ArrayList<>();
            Logits watched = points -> {
                batches.add(points.size(0));
                return network.of(points);
            };
            new Square(50)
                    .perturb(
                            new Goal(watched, Fixtures.classes(network, images)),
                            images,
                            ThreatModel.parse("Linf 0.06"),
                            Purpose.EVALUATION,
                            Fixtures.draws(20));
            assertThat(batches).hasSize(50).isSortedAccordingTo((a, b) -> Long.compare(b, a));
            assertThat(batches.get(49)).isLessThan(20L);
        }
    }

    @Test
    void refusesWhatCannotWork() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Square(0))
                .withMessage("queries must be at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Square(1, 0))
                .withMessage("first-fraction must be above 0 and at most 1, not 0.0");
    }
}
