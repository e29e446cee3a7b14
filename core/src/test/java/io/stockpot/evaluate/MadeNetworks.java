package io.stockpot.evaluate;

import io.stockpot.attack.Logits;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/** Classifiers of {@code MadeImages}, by the brightness of the quarters. */
final class MadeNetworks {
    private MadeNetworks() {}

    /** An honest one. */
    static Logits quarters() {
        return images ->
                torch.adaptive_avg_pool2d(images, 2, 2).mean(1).flatten(1, -1).mul(new Scalar(20));
    }
}
