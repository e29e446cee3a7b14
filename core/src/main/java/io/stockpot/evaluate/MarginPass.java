package io.stockpot.evaluate;

import io.stockpot.data.Answers;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.TensorBytes;
import java.nio.FloatBuffer;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;

/** The margins of images in float32: how far the best right answer is ahead of the best wrong one, or behind it. */
public final class MarginPass {
    /** The margin where all other answers are ruled out, or all right ones: it says no more than which. */
    private static final float RULED_OUT = 1;

    private MarginPass() {}

    /**
     * Classifies images that have one label each.
     *
     * @return the label's logit less the largest other, see {@link #of(Outputs, LabelledImages, Answers, LabelMap, int)}
     */
    public static float[] of(Outputs outputs, LabelledImages images, int batchSize) {
        int[] labels = new int[images.size()];
        for (int image = 0; image < labels.length; image++) {
            labels[image] = images.label(image);
        }
        return of(outputs, images, Answers.of(labels), new LabelMap.AllClasses(), batchSize);
    }

    /**
     * Classifies images.
     *
     * @param answers the right ones
     * @param map from logits to the scores of answers
     * @param batchSize images classified at once
     * @return one margin per image: positive where the {@link Prediction} is right, also if the first of equal scores
     *     is; NaN where there is no prediction; ±1 where nothing is on the other side
     */
    public static float[] of(Outputs outputs, LabelledImages images, Answers answers, LabelMap map, int batchSize) {
        float[] margins = new float[images.size()];
        for (int[] batch : Batches.inOrder(images.size(), batchSize)) {
            try (Scope scope = Scope.open();
                    InferenceMode inference = new InferenceMode()) {
                Tensor logits =
                        outputs.logits(images.images(batch), Precision.FLOAT32).contiguous();
                float[] row = new float[(int) logits.size(1)];
                map.requireFits(row.length);
                FloatBuffer values = TensorBytes.slices(logits).get(0).asFloatBuffer();
                for (int image : batch) {
                    values.get(row);
                    margins[image] = margin(row, image, answers, map);
                }
            }
        }
        return margins;
    }

    private static float margin(float[] logits, int image, Answers answers, LabelMap map) {
        Prediction prediction = Prediction.of(logits, map);
        if (prediction.answer() == Prediction.NONE) {
            return Float.NaN;
        }
        double[] best = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        map.score(logits, (answer, score) -> {
            int side = answers.accepts(image, answer) ? 0 : 1;
            best[side] = Math.max(best[side], score);
        });
        boolean right = answers.accepts(image, prediction.answer());
        double margin = best[0] - best[1];
        if (Double.isInfinite(margin)) {
            return right ? RULED_OUT : -RULED_OUT;
        }
        return right ? Math.max((float) margin, Float.MIN_VALUE) : Math.min((float) margin, 0);
    }
}
