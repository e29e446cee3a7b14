package io.stockpot.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Seed;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.ThreatModel;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of images when the classifier that is climbed by is not the one that judges. */
@ExtendWith(NoLeaks.class)
class RoughAscentTest {
    private static final int IMAGES = 60;
    private static final ThreatModel THREAT = ThreatModel.parse("Linf 0.02");
    private static final Logits EXACT = Fixtures.network(3);

    /** Calls everything misclassified, as a class that the judge does not know. */
    private static Tensor alarmed(Tensor images) {
        Tensor logits = EXACT.of(images);
        Tensor alarm = torch.full(new long[] {images.size(0), 1}, new Scalar(100));
        return torch.cat(new TensorVector(logits, alarm), 1);
    }

    private static Tensor rounded(Tensor images) {
        return EXACT.of(images.to(ScalarType.BFloat16).to(ScalarType.Float))
                .to(ScalarType.BFloat16)
                .to(ScalarType.Float);
    }

    private static BitSet robust(Logits classifier, int steps) {
        try (Scope scope = Scope.open()) {
            Tensor images = Fixtures.images(IMAGES, 5);
            int[] numbers = IntStream.range(0, IMAGES).toArray();
            return new Judge(THREAT, List.of(new Apgd(steps, 1, Optional.of(AttackLoss.CROSS_ENTROPY))))
                    .judge(classifier, images, Fixtures.classes(EXACT, images), new Draws(new Seed(1), numbers))
                    .robust();
        }
    }

    @Test
    void keepsImagesUntilTheExactClassifierIsWrong() {
        Logits classifier = Logits.climbedBy(RoughAscentTest::alarmed, EXACT);
        // had they left at once, more steps would change nothing
        assertThat(robust(classifier, 20).cardinality())
                .isLessThan(robust(classifier, 1).cardinality());
    }

    @Test
    void findsNearlyTheSameWhenGradientsAreRounded() {
        BitSet exact = robust(EXACT, 20);
        BitSet rough = robust(Logits.climbedBy(RoughAscentTest::rounded, EXACT), 20);
        assertThat(exact.cardinality()).isBetween(5, IMAGES - 5);
        rough.xor(exact);
        assertThat(rough.cardinality()).isLessThanOrEqualTo(2);
    }
}
