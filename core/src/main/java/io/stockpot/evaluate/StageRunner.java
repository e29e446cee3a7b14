package io.stockpot.evaluate;

import io.stockpot.attack.Draws;
import io.stockpot.attack.Goal;
import io.stockpot.attack.Logits;
import io.stockpot.attack.Ruling;
import io.stockpot.attack.Stage;
import io.stockpot.data.LabelledImages;
import io.stockpot.tensor.Bits;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.ThreatModel;
import java.util.List;

/** Attacks blocks of images under one threat, and logs the result. */
final class StageRunner {
    private final Evaluator evaluator;
    private final Logits classifier;
    private final CleanPass clean;
    private final ThreatModel threat;
    private final AttackLog log;

    /**
     * Prepares attacks.
     *
     * @param clean knows the logits of the images as they are
     * @param log to which blocks are added
     */
    StageRunner(Evaluator evaluator, Logits classifier, CleanPass clean, ThreatModel threat, AttackLog log) {
        this.evaluator = evaluator;
        this.classifier = classifier;
        this.clean = clean;
        this.threat = threat;
        this.log = log;
    }

    /** Returns how many images there are in all. */
    int images() {
        return evaluator.images().size();
    }

    /** Returns how many images a block has at most. */
    int batchSize() {
        return evaluator.batchSize();
    }

    /**
     * Attacks some images that stand.
     *
     * @param number of the stage, from zero
     * @param indices of the images
     */
    void run(Stage stage, int number, int[] indices) {
        long begin = System.nanoTime();
        LabelledImages images = evaluator.images();
        try (Scope scope = Scope.open()) {
            Goal unknowing = new Goal(classifier, images.labels(indices));
            Goal goal = clean.logits(indices).map(unknowing::knowing).orElse(unknowing);
            Draws draws = new Draws(evaluator.seed().child(threat.toString()), evaluator.numbers(indices));
            Ruling ruling = stage.run(goal, images.images(indices), threat, draws);
            List<Integer> broken =
                    Indices.chosen(indices, Bits.of(ruling.withstood().logical_not()));
            double seconds = (System.nanoTime() - begin) / 1e9;
            log.append(new StageBlock(number, Indices.listed(indices), broken, goal.gradients(), seconds), ruling);
        }
    }
}
