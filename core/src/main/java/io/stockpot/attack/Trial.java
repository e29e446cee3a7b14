package io.stockpot.attack;

import io.stockpot.tensor.Scope;
import io.stockpot.threat.ThreatModel;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What is known about each image of a batch while attacks are tried on it. */
final class Trial {
    /** How far beyond epsilon float32 may round, in parts of epsilon and of a pixel. */
    private static final double ROUNDING = 1e-6;

    private final ThreatModel threat;
    private final Goal goal;
    private final Tensor images;
    private final Tensor correct;
    private final Tensor worst;
    private final Tensor margin;

    /** Classifies the images as they are. */
    Trial(Goal goal, Tensor images, ThreatModel threat) {
        this.threat = threat;
        this.goal = goal;
        this.images = images;
        Tensor logits = goal.logits(images);
        this.correct = goal.correct(logits);
        this.margin = goal.margin(logits);
        this.worst = images.clone();
    }

    /** Runs attacks one after the other. */
    void hear(List<Attack> attacks, Draws draws) {
        for (int number = 0; number < attacks.size(); number++) {
            try (Scope one = Scope.open()) {
                hear(attacks.get(number), draws.child(number));
            }
        }
    }

    /** Runs an attack on the images that are still correct, and keeps the points that are worse. */
    private void hear(Attack attack, Draws draws) {
        Tensor standing = correct.nonzero().squeeze(1);
        if (standing.size(0) == 0) {
            return;
        }
        Goal rest = goal.select(standing);
        Tensor centres = images.index_select(0, standing);
        Tensor proposed = attack.perturb(rest, centres, threat, Purpose.EVALUATION, draws.select(standing));
        Tensor points = admissible(threat, proposed, centres);
        Tensor logits = rest.logits(points);
        Tensor withstood = rest.correct(logits);
        Tensor lead = rest.margin(logits);
        Tensor worse = lead.lt(margin.index_select(0, standing)).logical_or(withstood.logical_not());
        Tensor rows = worse.nonzero().squeeze(1);
        Tensor places = standing.index_select(0, rows);
        worst.index_copy_(0, places, points.index_select(0, rows));
        margin.index_copy_(0, places, lead.index_select(0, rows));
        correct.index_copy_(0, standing, withstood);
    }

    /** Returns whether each image is still classified correctly, N. */
    Tensor correct() {
        return correct;
    }

    /** Returns the worst point found for each image. */
    Tensor worst() {
        return worst;
    }

    /** Returns the goal of all images. */
    Goal goal() {
        return goal;
    }

    /**
     * Returns the proposed points inside ball ∩ box. Where a point is not finite, or is still too far
     * away, the image itself takes its place: it proves nothing.
     */
    static Tensor admissible(ThreatModel threat, Tensor proposed, Tensor images) {
        double epsilon = threat.epsilon().value();
        Tensor points = threat.norm().project(proposed, images, epsilon);
        Tensor size = threat.norm().size(points.sub(images));
        Tensor near = size.le(new Scalar(epsilon + ROUNDING * Math.max(1, epsilon)));
        return torch.where(near.view(-1, 1, 1, 1), points, images);
    }
}
