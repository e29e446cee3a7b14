package io.stockpot.attack;

import io.stockpot.tensor.Scope;
import io.stockpot.threat.ThreatModel;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** What is known about each image of a batch while attacks are tried on it. */
final class WorstCase {
    private final ThreatModel threat;
    private final Goal goal;
    private final Tensor images;
    private final Tensor correct;
    private final Tensor worst;
    private final Tensor margin;

    /** Classifies the images as they are. */
    WorstCase(Goal goal, Tensor images, ThreatModel threat) {
        this.threat = threat;
        this.images = images;
        Tensor logits = goal.cleanLogits(images);
        this.goal = goal.knowing(logits);
        this.correct = goal.correct(logits);
        this.margin = goal.margin(logits);
        this.worst = images.clone();
    }

    /** Runs attacks one after the other, each on the images that none before has broken. */
    void run(List<Stage> stages, Draws draws) {
        for (Stage stage : stages) {
            try (Scope one = Scope.open()) {
                run(stage, draws);
            }
        }
    }

    /** Runs an attack on the images that are still correct, and keeps the points that are worse. */
    private void run(Stage stage, Draws draws) {
        Tensor standing = correct.nonzero().squeeze(1);
        if (standing.size(0) == 0) {
            return;
        }
        Tensor centres = images.index_select(0, standing);
        Ruling ruling = stage.run(goal.select(standing), centres, threat, draws.select(standing));
        Tensor worse = ruling.margin()
                .lt(margin.index_select(0, standing))
                .logical_or(ruling.withstood().logical_not());
        Tensor rows = worse.nonzero().squeeze(1);
        Tensor places = standing.index_select(0, rows);
        worst.index_copy_(0, places, ruling.points().index_select(0, rows));
        margin.index_copy_(0, places, ruling.margin().index_select(0, rows));
        correct.index_copy_(0, standing, ruling.withstood());
    }

    /** Returns whether each image is still classified correctly, N. */
    Tensor correct() {
        return correct;
    }

    /** Returns the worst point found for each image. */
    Tensor worst() {
        return worst;
    }

    /** Returns what was seen of gradients. */
    GradientTally gradients() {
        return goal.gradients();
    }
}
