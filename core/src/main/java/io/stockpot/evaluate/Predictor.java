package io.stockpot.evaluate;

import io.stockpot.base.Guards;
import io.stockpot.data.Answers;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.TensorBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;

/**
 * Answers images in the fastest arithmetic, and again in float32 where that is too close to call. How close
 * that is depends on the classifier: a mixture whose weights cancel each other magnifies rounding. So the images
 * of the smallest {@link Prediction#lead} are looked at again first, and what rounding did to their logits
 * tells which others must be: all whose lead is below {@link #CAUTION} times the largest deviation seen.
 *
 * @param batchSize images classified at once
 * @param precision of the first look
 */
public record Predictor(int batchSize, Precision precision) {
    /** Leads below this many times the largest deviation are looked at again (measured: docs/shifts.md). */
    public static final double CAUTION = 3;

    /** Leads below this are looked at again in any case. */
    public static final double FLOOR = 0.01;

    /** The fewest images that are looked at again: 1 / this of all, and {@link #FEWEST}. */
    private static final int SHARE = 32;

    private static final int FEWEST = 16;
    /** Images whose logits are kept at once. */
    private static final int BLOCK = 1000;

    /** Checks the batch size. */
    public Predictor {
        Guards.requireAtLeast("batch-size", 1, batchSize);
    }

    /** Returns the answer to every image. */
    public int[] predict(Outputs outputs, LabelledImages images, LabelMap map) {
        int[] answers = new int[images.size()];
        // of so few images all would be looked at again
        Precision arithmetic = images.size() <= FEWEST ? Precision.FLOAT32 : precision;
        double deviation = 0;
        for (int[] block : Batches.inOrder(images.size(), BLOCK)) {
            float[][] logits = look(outputs, images, block, arithmetic);
            Prediction[] first = Arrays.stream(logits)
                    .map(row -> Prediction.of(row, requireFits(map, row)))
                    .toArray(Prediction[]::new);
            for (int place = 0; place < block.length; place++) {
                answers[block[place]] = first[place].answer();
            }
            if (arithmetic != Precision.FLOAT32) {
                deviation = lookAgain(outputs, images, map, block, logits, first, answers, deviation);
            }
        }
        return answers;
    }

    private static LabelMap requireFits(LabelMap map, float[] row) {
        map.requireFits(row.length);
        return map;
    }

    /** Corrects the answers that are not clear, and returns the largest deviation seen so far. */
    private double lookAgain(
            Outputs outputs,
            LabelledImages images,
            LabelMap map,
            int[] block,
            float[][] logits,
            Prediction[] first,
            int[] answers,
            double before) {
        int[] order = IntStream.range(0, block.length)
                .boxed()
                .sorted(Comparator.comparingDouble(place -> first[place].lead()))
                .mapToInt(Integer::intValue)
                .toArray();
        double deviation = before;
        int fewest = Math.min(block.length, Math.max(FEWEST, block.length / SHARE));
        int done = 0;
        int wanted = Math.max(fewest, unclear(order, first, deviation));
        while (done < wanted) {
            int[] places = Arrays.copyOfRange(order, done, Math.min(wanted, done + batchSize));
            float[][] exact = look(
                    outputs,
                    images,
                    Arrays.stream(places).map(place -> block[place]).toArray(),
                    Precision.FLOAT32);
            for (int i = 0; i < places.length; i++) {
                answers[block[places[i]]] = Prediction.of(exact[i], map).answer();
                deviation = Math.max(deviation, deviation(logits[places[i]], exact[i]));
            }
            done += places.length;
            wanted = Math.max(wanted, unclear(order, first, deviation));
        }
        return deviation;
    }

    /** Returns how many images, in the order of their leads, are not clear. */
    private static int unclear(int[] order, Prediction[] first, double deviation) {
        double clear = Math.max(FLOOR, CAUTION * deviation);
        return (int) Arrays.stream(order)
                .takeWhile(place -> first[place].lead() < clear)
                .count();
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
        // where a logit is no number, the image was looked at again for that
        return Double.isFinite(deviation) ? deviation : 0;
    }

    private float[][] look(Outputs outputs, LabelledImages images, int[] indices, Precision arithmetic) {
        float[][] all = new float[indices.length][];
        int done = 0;
        for (int[] batch : Batches.of(indices, batchSize)) {
            try (Scope scope = Scope.open();
                    InferenceMode inference = new InferenceMode()) {
                Tensor logits = outputs.logits(images.images(batch), arithmetic).contiguous();
                ByteBuffer values = TensorBytes.slices(logits).get(0);
                for (int place = 0; place < batch.length; place++) {
                    float[] row = new float[(int) logits.size(1)];
                    values.asFloatBuffer().get(row);
                    values.position(values.position() + row.length * Float.BYTES);
                    all[done++] = row;
                }
            }
        }
        return all;
    }

    /** Returns which answers are right. */
    public static BitSet right(int[] answers, Answers right) {
        BitSet correct = new BitSet(answers.length);
        for (int image = 0; image < answers.length; image++) {
            correct.set(image, right.accepts(image, answers[image]));
        }
        return correct;
    }
}
