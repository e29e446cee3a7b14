package io.stockpot.model;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Embeddings of the positions of patches, for another number of patches: those of the square are interpolated by the
 * cubic of Catmull and Rom, which widens its reach where patches become fewer, and those of the tokens before them stay.
 * So does timm.
 */
final class PositionEmbeddings {
    /** Of the cubic, in multiples of the larger of the distances between old and new positions. */
    private static final double REACH = 2;

    private PositionEmbeddings() {}

    /**
     * Fits embeddings to a square of another side.
     *
     * @param embeddings 1×(first + side²)×width
     * @param first tokens that stand for no patch
     * @param side patches in each direction
     * @return 1×(first + side²)×width for the new side
     */
    static Tensor resized(Tensor embeddings, int first, int side) {
        int old = (int) Math.round(Math.sqrt((double) (embeddings.size(1) - first)));
        long width = embeddings.size(2);
        Tensor patches = embeddings
                .slice(1, new LongOptional(first), new LongOptional(), 1)
                .reshape(old, old, width);
        Tensor weights = Tensor.create(weights(old, side), side, old);
        // rows, then columns
        Tensor rows = weights.matmul(patches.reshape(old, old * width)).reshape(side, old, width);
        Tensor square = weights.matmul(rows).reshape(1, (long) side * side, width);
        Tensor kept = embeddings.slice(1, new LongOptional(0), new LongOptional(first), 1);
        return torch.cat(new TensorVector(kept, square), 1);
    }

    /** Returns how much of each old position goes into each new one, row by row. */
    static float[] weights(int old, int side) {
        float[] weights = new float[side * old];
        double distance = (double) old / side;
        double spread = Math.max(1, distance);
        for (int place = 0; place < side; place++) {
            double centre = distance * (place + 0.5);
            int from = Math.max(0, (int) (centre - REACH * spread + 0.5));
            int to = Math.min(old, (int) (centre + REACH * spread + 0.5));
            double sum = 0;
            for (int source = from; source < to; source++) {
                sum += cubic((source + 0.5 - centre) / spread);
            }
            for (int source = from; source < to; source++) {
                weights[place * old + source] = (float) (cubic((source + 0.5 - centre) / spread) / sum);
            }
        }
        return weights;
    }

    /** The cubic of Catmull and Rom (1974), which is Keys's (1981) with a = −1/2. */
    private static double cubic(double x) {
        double distance = Math.abs(x);
        if (distance >= REACH) {
            return 0;
        }
        return distance < 1
                ? (1.5 * distance - 2.5) * distance * distance + 1
                : ((-0.5 * distance + 2.5) * distance - 4) * distance + 2;
    }
}
