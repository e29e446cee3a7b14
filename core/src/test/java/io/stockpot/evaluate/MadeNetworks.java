package io.stockpot.evaluate;

import io.stockpot.attack.Logits;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Classifiers of {@code MadeImages}, by the brightness of the quarters. */
final class MadeNetworks {
    private MadeNetworks() {}

    /** An honest one. */
    static Logits quarters() {
        return images ->
                torch.adaptive_avg_pool2d(images, 2, 2).mean(1).flatten(1, -1).mul(new Scalar(20));
    }

    /** An honest one of so many classes, of which those beyond the fourth never win. */
    static Logits quarters(int classes) {
        return images -> {
            Tensor four = quarters().of(images);
            Tensor more = torch.cat(new TensorVector(four, four.sub(new Scalar(30)), four.sub(new Scalar(40))), 1);
            return more.narrow(1, 0, classes);
        };
    }

    /** One that answers differently each time. */
    static Logits random() {
        AtomicInteger calls = new AtomicInteger();
        return images -> quarters().of(images).mul(new Scalar(1 + 0.01 * calls.incrementAndGet()));
    }

    /** One whose outputs are probabilities. */
    static Logits softmax() {
        return images -> quarters().of(images).softmax(1);
    }

    /** One that rounds pixels first, so that its gradients are zero. */
    static Logits quantised() {
        return images -> quarters().of(images.mul(new Scalar(255)).round().div(new Scalar(255)));
    }

    /** One whose gradients point the wrong way. */
    static Logits misleading() {
        return images -> {
            Tensor truth = quarters().of(images);
            // 2 truth without a gradient, minus truth with one: the right value and the wrong slope
            return truth.detach().mul(new Scalar(2)).sub(truth);
        };
    }

    /** One that has a weight which is no number. */
    static Logits spoilt() {
        return images -> quarters().of(images).mul(new Scalar(Float.NaN));
    }

    /** One with a root at zero. */
    static Logits rooted() {
        return images -> quarters()
                .of(images)
                .add(images.sub(images).sqrt().flatten(1, -1).sum(1).unsqueeze(1));
    }

    /** One that mistakes every class for the next. */
    static Logits shifted() {
        return images -> quarters().of(images).roll(new long[] {1}, 1);
    }
}
