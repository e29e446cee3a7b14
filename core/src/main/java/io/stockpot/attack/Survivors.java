package io.stockpot.attack;

import io.stockpot.tensor.Bits;
import io.stockpot.tensor.Scope;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The images that an attack still works on, with all it carries along for each of them. In an
 * evaluation, {@link #release} keeps the points that are misclassified and drops their images from
 * everything carried; in training all images stay. The tensors handed out stay the same objects and
 * shrink in place, so a loop over iterations allocates nothing that outlives an iteration.
 */
final class Survivors {
    private final boolean brokenLeave;
    private final List<Tensor> carried = new ArrayList<>();
    private final Tensor perturbed;
    private final Tensor positions;
    private final Goal goal;
    /** Which images were given up, by their positions. */
    private final BitSet abandoned = new BitSet();

    Survivors(Goal goal, Tensor images, Purpose purpose) {
        this(goal, images, purpose == Purpose.EVALUATION);
    }

    private Survivors(Goal goal, Tensor images, boolean brokenLeave) {
        this.brokenLeave = brokenLeave;
        this.perturbed = images.clone();
        this.positions = carry(torch.arange(new Scalar(images.size(0))).to(ScalarType.Long));
        this.goal = goal.map(this::carry);
    }

    /** Returns survivors that stay to the end, broken or not. */
    static Survivors staying(Goal goal, Tensor images) {
        return new Survivors(goal, images, false);
    }

    /** Returns a copy of a tensor of N rows that from now on loses the rows of images that leave. */
    Tensor carry(Tensor values) {
        Tensor copy = torch.empty_like(values.contiguous()).copy_(values);
        carried.add(copy);
        return copy;
    }

    /** Returns how many images are left. */
    long size() {
        return positions.size(0);
    }

    /** Returns where the images that are left stand among all that the attack began with, int64. */
    Tensor positions() {
        return positions;
    }

    /** Returns which images are not broken, among all that the attack began with: those left and those given up, int64. */
    Tensor standing() {
        if (abandoned.isEmpty()) {
            return positions;
        }
        BitSet all = (BitSet) abandoned.clone();
        for (long position : Bits.longs(positions)) {
            all.set(Math.toIntExact(position));
        }
        return Bits.indices(all);
    }

    /** Returns the goal for the images that are left. */
    Goal goal() {
        return goal;
    }

    /**
     * Removes the images whose points are misclassified from the batch, and keeps these points as found.
     *
     * @param logits at the points, of the classifier that the attack climbs by
     */
    void release(Tensor points, Tensor logits) {
        if (!brokenLeave) {
            return;
        }
        leave(points, goal.broken(points, logits));
    }

    /**
     * Removes images from the batch, in an evaluation, and keeps their points as found.
     *
     * @param leaving N, which images
     */
    void leave(Tensor points, Tensor leaving) {
        leave(points, Bits.of(leaving));
    }

    /**
     * Removes images from the batch, in an evaluation, whose attempt is given up: they are {@link #standing} all the same.
     *
     * @param points what is kept of the attempt for each image
     * @param givenUp which images
     */
    void giveUp(Tensor points, BitSet givenUp) {
        if (brokenLeave) {
            long[] places = Bits.longs(positions);
            givenUp.stream().forEach(row -> abandoned.set(Math.toIntExact(places[row])));
        }
        leave(points, givenUp);
    }

    private void leave(Tensor points, BitSet leaving) {
        if (!brokenLeave || leaving.isEmpty()) {
            return;
        }
        try (Scope scope = Scope.open()) {
            Tensor broken = Bits.indices(leaving);
            file(positions.index_select(0, broken), points.index_select(0, broken));
            BitSet staying = new BitSet();
            staying.set(0, Math.toIntExact(size()));
            staying.andNot(leaving);
            Tensor remaining = Bits.indices(staying);
            for (Tensor buffer : carried) {
                Tensor rows = buffer.index_select(0, remaining);
                buffer.resize_(rows.sizes()).copy_(rows);
            }
        }
    }

    /** Ends the attack: the images that are left get these points. Returns the points of all images. */
    Tensor settle(Tensor points) {
        file(positions, points);
        return perturbed;
    }

    private void file(Tensor where, Tensor points) {
        perturbed.index_copy_(0, where, points);
    }
}
