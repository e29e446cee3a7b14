package io.stockpot.threat;

import org.bytedeco.pytorch.Tensor;

/** Random numbers for a batch of images: a block of its own for each image. */
public interface Noise {
    /**
     * Returns numbers uniform in [0, 1).
     *
     * @param imageShape the shape of one image's block
     * @return N×imageShape, float32
     */
    Tensor uniform(long... imageShape);

    /**
     * Returns standard Gaussian numbers.
     *
     * @param imageShape the shape of one image's block
     * @return N×imageShape, float32
     */
    Tensor gaussian(long... imageShape);
}
