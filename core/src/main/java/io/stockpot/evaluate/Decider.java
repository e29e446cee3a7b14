package io.stockpot.evaluate;

import io.stockpot.data.Answers;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.TensorBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;

/**
 * Answers images in the fastest arithmetic, and again in float32 where the answer is not clear: where its
 * {@link Decision#lead} is below a bound that the rounding of the fast arithmetic does not reach.
 *
 * @param batchSize images classified at once
 * @param precision of the first look
 * @param clear the lead from which on an answer counts as clear
 */
public record Decider(int batchSize, Precision precision, double clear) {
    /** From this lead on, bfloat16 and float32 agreed on every image that was tried (docs/shifts.md). */
    public static final double CLEAR = 0.04;

    /** Takes the fastest arithmetic of the processor, or the given one. */
    public static Decider of(int batchSize, Precision precision) {
        return new Decider(batchSize, precision, CLEAR);
    }

    /** Checks the batch size. */
    public Decider {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch-size must be at least 1, not " + batchSize);
        }
    }

    /** Returns the answer to every image. */
    public int[] decide(Outputs outputs, LabelledImages images, LabelMap map) {
        int[] answers = new int[images.size()];
        for (int[] indices : Batches.inOrder(images.size(), batchSize)) {
            List<Integer> unclear = new ArrayList<>();
            Decision[] first = look(outputs, images, indices, map, precision);
            for (int place = 0; place < indices.length; place++) {
                answers[indices[place]] = first[place].answer();
                if (precision != Precision.FLOAT32 && first[place].lead() < clear) {
                    unclear.add(indices[place]);
                }
            }
            if (!unclear.isEmpty()) {
                int[] again = unclear.stream().mapToInt(Integer::intValue).toArray();
                Decision[] second = look(outputs, images, again, map, Precision.FLOAT32);
                for (int place = 0; place < again.length; place++) {
                    answers[again[place]] = second[place].answer();
                }
            }
        }
        return answers;
    }

    private static Decision[] look(
            Outputs outputs, LabelledImages images, int[] indices, LabelMap map, Precision precision) {
        Decision[] decisions = new Decision[indices.length];
        try (Scope scope = Scope.open();
                InferenceMode inference = new InferenceMode()) {
            Tensor logits = outputs.logits(images.images(indices), precision).contiguous();
            map.requireFits((int) logits.size(1));
            float[] row = new float[(int) logits.size(1)];
            ByteBuffer values = TensorBytes.slices(logits).get(0);
            for (int place = 0; place < indices.length; place++) {
                for (int number = 0; number < row.length; number++) {
                    row[number] = values.getFloat();
                }
                decisions[place] = Decision.of(row, map);
            }
        }
        return decisions;
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
