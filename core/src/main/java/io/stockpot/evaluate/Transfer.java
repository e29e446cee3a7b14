package io.stockpot.evaluate;

import io.stockpot.attack.Judge;
import io.stockpot.attack.Judgement;
import io.stockpot.attack.Logits;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelledImages;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.tensor.Scope;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Asks classifiers about adversarial points that were found for others. The points are not trusted: each is checked when it
 * is read, projected into ball ∩ box by the judge, and classified anew in float32.
 *
 * @param evaluator of the images, for which the points were found
 * @param condition under which they were found
 */
public record Transfer(Evaluator evaluator, Condition condition) {
    /**
     * Returns which images a classifier gets right, as they are and at the points that were found for another.
     *
     * @param points a journal with points, in which the evaluation of the other is finished
     * @param asked the classifier, computing in float32
     * @return "clean": right as they are; the condition's label: right there and at the point. An image without a point, as
     *     the other got it wrong from the start, is asked about as it is
     * @throws IOException if a point cannot be read, or is not what the attacks found
     */
    public Outcomes ask(Journal points, Logits asked) throws IOException {
        AdversarialExamples examples =
                evaluator.withConditions(List.of(condition)).examples(points);
        LabelledImages images = evaluator.images();
        Judge judge = condition.judge();
        BitSet clean = new BitSet();
        BitSet standing = new BitSet();
        for (int[] batch : Batches.inOrder(images.size(), evaluator.batchSize())) {
            float[] found = examples.points(condition.label(), batch);
            try (Scope scope = Scope.open()) {
                Judgement judgement =
                        judge.judge(asked, images.images(batch), images.labels(batch), images.tensor(found));
                judgement.clean().stream().forEach(place -> clean.set(batch[place]));
                judgement.robust().stream().forEach(place -> standing.set(batch[place]));
            }
        }
        return new Outcomes(images.digest(), images.size(), Map.of(Labels.CLEAN, clean, condition.label(), standing));
    }
}
