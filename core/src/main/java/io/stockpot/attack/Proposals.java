package io.stockpot.attack;

import io.stockpot.threat.Noise;
import org.bytedeco.pytorch.Tensor;

/** What the square attack tries: random changes inside square windows, in ball ∩ box. */
interface Proposals {
    /**
     * Returns the points to begin with.
     *
     * @param images N×C×H×W
     */
    Tensor first(Tensor images, Noise draws);

    /**
     * Returns changed points.
     *
     * @param points the best points so far, N×C×H×W
     * @param images the images they belong to
     * @param fraction which part of an image a window covers
     */
    Tensor next(Tensor points, Tensor images, double fraction, Noise draws);
}
