package io.stockpot.evaluate;

import io.stockpot.base.Guards;
import io.stockpot.data.Answers;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.TensorBytes;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;

/**
 * Classifies images in fast arithmetic, and again in float32 where that is too close to call. How close that is
 * depends on the classifier: a mixture whose weights cancel each other magnifies rounding. So the images of the
 * smallest {@link Prediction#lead} are classified again first, and the effect of rounding on their logits
 * decides which others are: all whose lead is below {@link #CAUTION} times the largest deviation seen.
 *
 * @param batchSize images classified at once
 * @param precision of the first pass
 */
public record Predictor(int batchSize, Precision precision) {
    /** Images are classified again whose lead is below this many times the largest deviation (docs/shifts.md). */
    public static final double CAUTION = 3;

    /** Images are classified again in any case whose lead is below this. */
    public static final double FLOOR = 0.01;

    /** The fewest images that are classified again: 1 / this of all, and {@link #FEWEST}. */
    private static final int SHARE = 32;

    private static final int FEWEST = 16;

    /** Images whose logits are kept at once. */
    private static final int BLOCK = 1000;

    /** Checks the batch size. */
    public Predictor {
        Guards.requireAtLeast("batch-size", 1, batchSize);
    }

    /** Returns how many of some images are classified twice, at least. */
    public int classifiedTwice(int number) {
        boolean once = precision == Precision.FLOAT32 || number <= FEWEST;
        return once ? 0 : Math.max(FEWEST, number / SHARE);
    }

    /** Returns the answer to every image: the number of its class or group, or {@link Prediction#NONE}. */
    public int[] predict(Outputs outputs, LabelledImages images, LabelMap map) {
        // of so few images all would be classified again
        Precision first = images.size() <= FEWEST ? Precision.FLOAT32 : precision;
        return new Pass(outputs, images, map).predict(first);
    }

    /** One pass through all images, with the largest deviation that rounding has caused so far. */
    private final class Pass {
        private final Outputs outputs;
        private final LabelledImages images;
        private final LabelMap map;
        private final int[] answers;
        private double deviation;

        Pass(Outputs outputs, LabelledImages images, LabelMap map) {
            this.outputs = outputs;
            this.images = images;
            this.map = map;
            this.answers = new int[images.size()];
        }

        int[] predict(Precision arithmetic) {
            for (int[] block : Batches.inOrder(images.size(), BLOCK)) {
                float[][] logits = logits(block, arithmetic);
                Prediction[] first = Arrays.stream(logits).map(this::prediction).toArray(Prediction[]::new);
                for (int row = 0; row < block.length; row++) {
                    answers[block[row]] = first[row].answer();
                }
                if (arithmetic != Precision.FLOAT32) {
                    predictAgain(block, logits, first);
                }
            }
            return answers;
        }

        private Prediction prediction(float[] logits) {
            map.requireFits(logits.length);
            return Prediction.of(logits, map);
        }

        /** Corrects the answers of a block that are not clear, in float32. */
        private void predictAgain(int[] block, float[][] rounded, Prediction[] first) {
            int[] order = IntStream.range(0, block.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(row -> first[row].lead()))
                    .mapToInt(Integer::intValue)
                    .toArray();
            int fewest = Math.min(block.length, Math.max(FEWEST, block.length / SHARE));
            int done = 0;
            int wanted = Math.max(fewest, unclear(order, first, deviation));
            while (done < wanted) {
                int[] rows = Arrays.copyOfRange(order, done, Math.min(wanted, done + batchSize));
                int[] indices = Arrays.stream(rows).map(row -> block[row]).toArray();
                float[][] exact = logits(indices, Precision.FLOAT32);
                for (int i = 0; i < rows.length; i++) {
                    answers[indices[i]] = Prediction.of(exact[i], map).answer();
                    deviation = Math.max(deviation, deviation(rounded[rows[i]], exact[i]));
                }
                done += rows.length;
                wanted = Math.max(wanted, unclear(order, first, deviation));
            }
        }

        /** Returns a row of logits for each of some images. */
        private float[][] logits(int[] indices, Precision arithmetic) {
            float[][] all = new float[indices.length][];
            int done = 0;
            for (int[] batch : Batches.of(indices, batchSize)) {
                try (Scope scope = Scope.open();
                        InferenceMode inference = new InferenceMode()) {
                    Tensor logits =
                            outputs.logits(images.images(batch), arithmetic).contiguous();
                    FloatBuffer values = TensorBytes.slices(logits).get(0).asFloatBuffer();
                    for (int i = 0; i < batch.length; i++) {
                        all[done] = new float[(int) logits.size(1)];
                        values.get(all[done++]);
                    }
                }
            }
            return all;
        }
    }

    /** Returns how many images, in the order of their leads, are not clear. */
    private static int unclear(int[] order, Prediction[] first, double deviation) {
        double clear = Math.max(FLOOR, CAUTION * deviation);
        return (int)
                Arrays.stream(order).takeWhile(row -> first[row].lead() < clear).count();
    }

    /** Returns how far rounding moved logits against each other, as a fraction of their spread. */
    private static double deviation(float[] rounded, float[] exact) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        double smallest = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (int number = 0; number < exact.length; number++) {
            if (rounded[number] == Float.NEGATIVE_INFINITY && exact[number] == Float.NEGATIVE_INFINITY) {
                continue; // ruled out in both
            }
            double moved = rounded[number] - exact[number];
            lowest = Math.min(lowest, moved);
            highest = Math.max(highest, moved);
            smallest = Math.min(smallest, rounded[number]);
            largest = Math.max(largest, rounded[number]);
        }
        double deviation = (highest - lowest) / (largest - smallest);
        // where a logit is NaN, the image was classified again for that
        return Double.isFinite(deviation) ? deviation : 0;
    }

    /** Returns the images whose answer is among the right ones. */
    public static BitSet right(int[] answers, Answers right) {
        BitSet correct = new BitSet(answers.length);
        for (int image = 0; image < answers.length; image++) {
            correct.set(image, right.accepts(image, answers[image]));
        }
        return correct;
    }
}
