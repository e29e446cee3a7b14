package io.stockpot.evaluate;

import io.stockpot.data.LabelledImages;
import io.stockpot.model.Classifier;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.TensorBytes;
import java.nio.FloatBuffer;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;

/** The logits of images as numbers of Java, for those who have no tensors. */
public final class LogitRows {
    private LogitRows() {}

    /**
     * Classifies images as they are, in float32, in one batch.
     *
     * @return a row of logits for each index, in their order
     */
    public static float[][] of(Classifier classifier, LabelledImages images, int[] indices) {
        try (Scope scope = Scope.open();
                InferenceMode inference = new InferenceMode()) {
            Tensor logits = classifier.logits(images.images(indices)).contiguous();
            FloatBuffer values = TensorBytes.slices(logits).get(0).asFloatBuffer();
            float[][] rows = new float[indices.length][(int) logits.size(1)];
            for (float[] row : rows) {
                values.get(row);
            }
            return rows;
        }
    }
}
