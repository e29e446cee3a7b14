package io.stockpot.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.attack.SquareProposer.ImageSize;
import io.stockpot.attack.SquareProposer.Window;
import io.stockpot.base.Seed;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
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

        /** Windows of 3 × 3 in 4 × 4 pixels have four places only: one image stays where no proposal is better. */
        @Override
        int stubborn() {
            return 1;
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
        ImageSize size = new ImageSize(1, 4, 5);
        Set<Window> drawn = new HashSet<>();
        RandomGenerator random = new Seed(1).generator();
        for (int i = 0; i < 1_000; i++) {
            drawn.add(Window.draw(random, size, 2));
        }
        assertThat(drawn).hasSize(3 * 4).contains(new Window(0, 0, 2), new Window(2, 3, 2));
        assertThat(drawn).allMatch(window -> window.top() <= 2 && window.left() <= 3);
        List<Integer> places = new ArrayList<>();
        new Window(2, 3, 2).visit(size, 0, (place, inside) -> places.add(place));
        assertThat(places).containsExactly(13, 14, 18, 19);
        assertThat(size.side(0.8)).isEqualTo(4);
        assertThat(size.side(0.001)).isEqualTo(1);
    }

    @Test
    void beginsWithStripesAndMovesOneWindowInLinf() {
        ImageSize size = new ImageSize(3, 8, 8);
        SquareProposer proposer = new SquareProposer.Signs(0.1f, size);
        SquareProposer.Scratch scratch = grey(Norm.LINF, size);
        proposer.first(scratch, new Seed(1).generator());
        float[] first = scratch.proposal.clone();
        for (int column = 0; column < 3 * 8; column++) {
            for (int y = 0; y < 8; y++) {
                float pixel = first[size.at(column / 8, y, column % 8)];
                assertThat(pixel).isEqualTo(first[size.at(column / 8, 0, column % 8)]);
                assertThat(Math.abs(pixel - 0.5f)).isCloseTo(0.1f, Offset.offset(1e-6f));
            }
        }
        System.arraycopy(first, 0, scratch.best, 0, first.length);
        proposer.next(scratch, 9.0 / 64, new Seed(2).generator());
        float[] next = scratch.proposal;
        int changed = 0;
        for (int i = 0; i < next.length; i++) {
            changed += next[i] != first[i] ? 1 : 0;
            assertThat(Math.abs(next[i] - 0.5f)).isCloseTo(0.1f, Offset.offset(1e-6f));
        }
        assertThat(changed).isBetween(1, 3 * 9);
    }

    /** The budget in L2 is used up whatever the window. */
    @ParameterizedTest
    @EnumSource(names = {"L2", "L1"})
    void bumpsStayInTheBallAndFillItInL2(Norm norm) {
        ImageSize size = new ImageSize(3, 28, 26);
        SquareProposer proposer = new SquareBumps(norm, 0.5, size);
        SquareProposer.Scratch scratch = grey(norm, size);
        proposer.first(scratch, new Seed(1).generator());
        for (int query = 1; query < 20; query++) {
            System.arraycopy(scratch.proposal, 0, scratch.best, 0, size.length());
            proposer.next(scratch, 0.1, new Seed(query).generator());
            float[] change = new float[size.length()];
            for (int i = 0; i < change.length; i++) {
                change[i] = scratch.proposal[i] - scratch.image[i];
            }
            assertThat(norm.size(change)).isBetween(norm == Norm.L2 ? 0.4999 : 0.1, 0.50001);
        }
    }

    private static SquareProposer.Scratch grey(Norm norm, ImageSize size) {
        SquareProposer.Scratch scratch = new SquareProposer.Scratch(norm, size.length());
        Arrays.fill(scratch.image, 0.5f);
        return scratch;
    }

    @Test
    void queriesOnlyImagesThatAreLeftAndAsOftenAsAllowed() {
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
    void spendsExtraQueriesOnImagesThatAreClose() {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            Tensor images = Fixtures.images(40, 3);
            Tensor labels = Fixtures.classes(network, images);
            List<Long> batches = new ArrayList<>();
            Logits watched = points -> {
                batches.add(points.size(0));
                return network.of(points);
            };
            ThreatModel threat = ThreatModel.parse("Linf 0.05");
            Square extended = new Square(60, 0.8, 200);
            extended.perturb(new Goal(watched, labels), images, threat, Purpose.EVALUATION, Fixtures.draws(40));
            assertThat(batches).hasSizeGreaterThan(60).hasSizeLessThanOrEqualTo(260);
            assertThat(batches.get(60)).as("those that are close go on").isBetween(1L, batches.get(59) - 1);
            BitSet plain = robust(new Square(60), network, images, labels, threat);
            BitSet more = robust(extended, network, images, labels, threat);
            assertThat(more.cardinality()).isLessThan(plain.cardinality());
            more.andNot(plain);
            assertThat(more.isEmpty())
                    .as("nothing that was broken stands again")
                    .isTrue();
        }
    }

    private static BitSet robust(Square attack, Logits network, Tensor images, Tensor labels, ThreatModel threat) {
        return new Judge(threat, List.of(attack))
                .judge(network, images, labels, Fixtures.draws(40))
                .robust();
    }

    @Test
    void refusesSettingsOutsideTheirRanges() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Square(0))
                .withMessage("queries must be at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Square(1, 0, 0))
                .withMessage("first-fraction must be above 0 and at most 1, not 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Square(1, 0.8, -1))
                .withMessage("extra-queries must not be negative, as is -1");
    }

    @Test
    void endsWhenTheFirstProposalBreaksAll() {
        try (Scope scope = Scope.open()) {
            Tensor images = Rows.tensor(Rows.draw(6, Fixtures.PIXELS, () -> 0.5), Fixtures.SHAPE);
            // grey is of the first class, everything else of the second
            Logits network = points -> {
                Tensor moved = points.sub(images.narrow(0, 0, points.size(0)))
                        .abs()
                        .flatten(1, -1)
                        .sum(new long[] {1}, true, new ScalarTypeOptional());
                return torch.cat(new TensorVector(torch.full_like(moved, new Scalar(0.1)), moved), 1);
            };
            Tensor perturbed = new Square(1)
                    .perturb(
                            new Goal(network, Fixtures.indices(0, 0, 0, 0, 0, 0)),
                            images,
                            ThreatModel.parse("Linf 0.1"),
                            Purpose.EVALUATION,
                            Fixtures.draws(6));
            assertThat(Rows.numbers(Fixtures.classes(network, perturbed).to(ScalarType.Float)))
                    .containsOnly(1);
        }
    }

    /** A network that rounds its pixels has no gradient: there the search goes on, to what was set for that. */
    @Test
    void goesOnWhereThereIsNoGradient() {
        try (Scope scope = Scope.open()) {
            Tensor images = torch.full(new long[] {2, 3, 4, 4}, new Scalar(0.51));
            Logits linear = Fixtures.linear(new double[Fixtures.PIXELS], 5);
            Logits sloping = points -> linear.of(points).add(points.mean().mul(rows(0.1, 0, 0, 0)));
            Logits rounding =
                    points -> sloping.of(points.mul(new Scalar(4)).round().div(new Scalar(4)));
            Square square = new Square(5, 0.8, 0, Optional.of(12));
            assertThat(asks(sloping, square, images)).isEqualTo(1 + 5);
            assertThat(asks(rounding, square, images)).isEqualTo(1 + 12);
            assertThat(asks(rounding, new Square(5), images)).isEqualTo(5);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Square(5, 0.8, 0, Optional.of(4)))
                    .withMessage("blind-queries must be at least 5, not 4");
        }
    }

    private static Tensor rows(double... row) {
        return Rows.tensor(new double[][] {row}, row.length);
    }

    /** Returns how often the classifier is asked about two images that withstand. */
    private static int asks(Logits classifier, Square square, Tensor images) {
        List<Long> batches = new ArrayList<>();
        Logits watched = points -> {
            batches.add(points.size(0));
            return classifier.of(points);
        };
        square.perturb(
                new Goal(watched, Fixtures.indices(0, 0)),
                images,
                ThreatModel.parse("Linf 0.1"),
                Purpose.EVALUATION,
                Fixtures.draws(2));
        assertThat(batches).containsOnly(2L);
        return batches.size();
    }
}
