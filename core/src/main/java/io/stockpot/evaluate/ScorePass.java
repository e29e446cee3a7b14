package io.stockpot.evaluate;

import io.stockpot.data.Answers;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The scores of all answers to some images in float32, for what has to be learnt from more than right and wrong.
 *
 * @param answers number of scores of an image
 * @param values image × answer; the best right answer comes first, then the others in their order. Where an image has
 *     several right answers, or none, the places left are filled with its smallest score, so that nothing changes which
 *     answer is the largest
 * @param right one bit per image, set where the {@link Prediction} is right
 */
public record ScorePass(int answers, FloatBuffer values, BitSet right) {
    /**
     * Classifies images that have one label each.
     *
     * @param batchSize images classified at once
     */
    public static ScorePass of(Outputs outputs, LabelledImages images, int batchSize) {
        return of(outputs, images, Answers.of(images.labels()), new LabelMap.AllClasses(), batchSize);
    }

    /**
     * Classifies images.
     *
     * @param answers the right ones
     * @param map from logits to the scores of answers
     * @param batchSize images classified at once
     */
    public static ScorePass of(Outputs outputs, LabelledImages images, Answers answers, LabelMap map, int batchSize) {
        float[][] rows = new float[images.size()][];
        BitSet right = new BitSet();
        outputs.classifyEach(images, batchSize, (logits, image) -> {
            map.requireFits(logits.length);
            rows[image] = row(logits, image, answers, map);
            right.set(image, answers.accepts(image, Prediction.of(logits, map).answer()));
        });
        FloatBuffer all = FloatBuffer.allocate(rows.length * rows[0].length);
        Arrays.stream(rows).forEach(all::put);
        return new ScorePass(rows[0].length, all.flip(), right);
    }

    /** Returns the scores of an image; NaN, all of them, where there is no prediction. */
    private static float[] row(float[] logits, int image, Answers answers, LabelMap map) {
        List<Double> right = new ArrayList<>();
        List<Double> wrong = new ArrayList<>();
        map.score(logits, (answer, score) -> (answers.accepts(image, answer) ? right : wrong).add(score));
        float[] row = new float[Math.max(2, right.size() + wrong.size())];
        if (Prediction.of(logits, map).answer() == Prediction.NONE) {
            Arrays.fill(row, Float.NaN);
            return row;
        }
        double smallest = Stream.concat(right.stream(), wrong.stream())
                .filter(Double::isFinite)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Arrays.fill(row, (float) smallest);
        row[0] = (float) right.stream().reduce(smallest, Math::max).doubleValue();
        if (right.isEmpty()) {
            wrong.remove(Collections.min(wrong));
        }
        for (int other = 0; other < wrong.size(); other++) {
            // what is ruled out is at −∞
            row[other + 1] = (float) Math.max(smallest, wrong.get(other));
        }
        return row;
    }
}
