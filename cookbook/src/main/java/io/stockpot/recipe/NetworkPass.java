package io.stockpot.recipe;

import io.stockpot.data.ImageShape;
import io.stockpot.evaluate.PassTimer;
import io.stockpot.model.Architecture;
import io.stockpot.run.Work;
import io.stockpot.tensor.Precision;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A pass of one image through a network, in a batch. How long it takes is measured once in a process.
 *
 * @param gradient whether the gradient with respect to the image is asked for too
 */
record NetworkPass(Architecture architecture, ImageShape shape, Precision precision, boolean gradient)
        implements Work.Pass {
    private static final Map<NetworkPass, Double> MEASURED = new ConcurrentHashMap<>();

    @Override
    public double seconds() {
        return MEASURED.computeIfAbsent(
                this, pass -> PassTimer.seconds(pass.architecture, pass.shape, pass.precision, pass.gradient));
    }
}
