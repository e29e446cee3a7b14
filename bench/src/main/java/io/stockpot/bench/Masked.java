package io.stockpot.bench;

import io.stockpot.attack.Logits;
import io.stockpot.model.Classifier;
import io.stockpot.threat.ThreatModel;
import java.util.Locale;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Networks whose gradients are masked on purpose: a {@link GoldenNetwork} behind something that hides them. */
enum Masked {
    /** Logits times 1,000: softmax is 0 or 1, and the gradient of the cross-entropy vanishes. */
    LOUD(GoldenNetwork.CIFAR_CNN_A_ADV, "Linf 2/255"),
    /** Pixels rounded to multiples of 1/64: no gradient at all. */
    ROUNDED(GoldenNetwork.CIFAR_CNN_A_ADV, "Linf 4/255"),
    /** Pixels rounded to multiples of 1/16: no gradient at all. */
    COARSE(GoldenNetwork.LENET5_ADVTRAINED, "L2 1.5"),
    /** Pixels stretched around a half and clipped, so that black and white have no gradient. */
    CLIPPED(GoldenNetwork.WK17A, "Linf 0.1"),
    /** The same, in L2. */
    CLIPPED_IN_L2(GoldenNetwork.WK17A, "L2 1.5");

    private final GoldenNetwork network;
    private final String threat;

    Masked(GoldenNetwork network, String threat) {
        this.network = network;
        this.threat = threat;
    }

    GoldenNetwork network() {
        return network;
    }

    ThreatModel threat() {
        return ThreatModel.parse(threat);
    }

    String title() {
        return "masked " + name().toLowerCase(Locale.ROOT) + " " + threat;
    }

    Logits of(Classifier classifier) {
        return switch (this) {
            case LOUD -> images -> classifier.logits(images).mul(new Scalar(1000));
            case ROUNDED -> images -> classifier.logits(rounded(images, 64));
            case COARSE -> images -> classifier.logits(rounded(images, 16));
            case CLIPPED, CLIPPED_IN_L2 ->
                images -> classifier.logits(images.sub(new Scalar(0.5))
                        .mul(new Scalar(1.12))
                        .add(new Scalar(0.5))
                        .clamp(
                                new org.bytedeco.pytorch.ScalarOptional(new Scalar(0.0)),
                                new org.bytedeco.pytorch.ScalarOptional(new Scalar(1.0))));
        };
    }

    private static Tensor rounded(Tensor images, int levels) {
        return images.mul(new Scalar(levels)).round().div(new Scalar(levels));
    }
}
