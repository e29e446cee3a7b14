package io.stockpot.attack;

import io.stockpot.tensor.Bits;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.ThreatModel;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * Which images of one batch still stand, and the worst point known for each. A batch is judged in one go
 * and in memory: by {@link Judge}, and by {@link Cascade} for callers who run one without a judge.
 *
 * <p>An evaluation keeps its own account, by image of the data set and on disk, because it goes through
 * all images stage by stage and may be interrupted between two blocks. It runs a {@link Stage} only on
 * images that stand, so it has no use for this class; the verdict on a point is the same {@link Ruling}.
 */
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
            consider(standing ->
                    stage.run(goal.select(standing), images.index_select(0, standing), threat, draws.select(standing)));
        }
    }

    /**
     * Judges points that were proposed for all images; those of images that do not stand are ignored.
     *
     * @param proposed N×C×H×W
     */
    void judge(Tensor proposed) {
        consider(standing -> Ruling.on(
                goal.select(standing), threat, images.index_select(0, standing), proposed.index_select(0, standing)));
    }

    /**
     * Obtains a ruling on the images that stand, and keeps the points that are worse than those known.
     *
     * @param ruling returns that on the images at the given indices, int64
     */
    private void consider(Function<Tensor, Ruling> ruling) {
        try (Scope scope = Scope.open()) {
            Tensor standing = correct.nonzero().squeeze(1);
            if (standing.size(0) > 0) {
                learn(standing, ruling.apply(standing));
            }
        }
    }

    private void learn(Tensor standing, Ruling ruling) {
        Tensor worse = ruling.margin()
                .lt(margin.index_select(0, standing))
                .logical_or(ruling.withstood().logical_not());
        Tensor rows = worse.nonzero().squeeze(1);
        Tensor places = standing.index_select(0, rows);
        worst.index_copy_(0, places, ruling.points().index_select(0, rows));
        margin.index_copy_(0, places, ruling.margin().index_select(0, rows));
        correct.index_copy_(0, standing, ruling.withstood());
    }

    /** Returns the indices of the images that are still classified correctly. */
    BitSet standing() {
        return Bits.of(correct);
    }

    /** Returns the worst point found for each image, N×C×H×W. */
    Tensor worst() {
        return worst;
    }

    /** Returns the statistics of the gradients that attacks asked for. */
    GradientTally gradients() {
        return goal.gradients();
    }
}
