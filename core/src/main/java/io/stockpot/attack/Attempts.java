package io.stockpot.attack;

import io.stockpot.tensor.Bits;
import io.stockpot.tensor.Scope;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The attempts of an attack: several random starts, or several targets. Each attempt gets the images that no
 * attempt before has broken, and draws of its own. In training there is one attempt, with all images.
 *
 * @param goal the classifier, the labels and perhaps the targets of all images
 * @param images N×C×H×W in [0, 1]; not changed
 * @param purpose which decides whether images leave, and whether there is more than one attempt
 * @param draws of the attack for these images; the attempts get its children by number
 */
record Attempts(Goal goal, Tensor images, Purpose purpose, Draws draws) {
    /** How many images fill a batch: more go through a network at hardly more images a second ({@code BatchBenchmark}). */
    private static final int FULL = 64;

    /**
     * Makes this many attempts with the same goal.
     *
     * @param attack returns a point for each image of an attempt; those that stay to the end are not broken
     * @return the points found for all images, in the caller's scope
     */
    Tensor repeat(int count, Function<Attempt, Tensor> attack) {
        return all(count, (number, rest) -> rest, attack);
    }

    /**
     * Makes this many attempts as {@link #repeat} does, but where few images are left, several attempts in one batch. An
     * image has the draws and the point it would have, up to the rounding of the network, whose sums depend on the batch:
     * for attacks that never ran alone. Attempts after one that breaks an image, in the same batch, are made for nothing.
     *
     * @param attack as in {@link #repeat}
     * @return the points found for all images, in the caller's scope
     */
    Tensor repeatTogether(int count, Function<Attempt, Tensor> attack) {
        if (purpose == Purpose.TRAINING) {
            return repeat(count, attack);
        }
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            Tensor perturbed = images.clone();
            Tensor standing = torch.arange(new Scalar(images.size(0))).to(ScalarType.Long);
            for (int number = 0; number < count && standing.size(0) > 0; ) {
                int together = together(Math.toIntExact(standing.size(0)), count - number);
                try (Scope one = Scope.open()) {
                    standing = one.keep(runTogether(number, together, standing, perturbed, attack));
                }
                number += together;
            }
            return scope.keep(perturbed);
        }
    }

    /** Returns how many attempts of so many images fill a batch. */
    static int together(int images, int attempts) {
        return Math.max(1, Math.min(attempts, FULL / images));
    }

    /** Makes some attempts in one batch, files their points, and returns the images that still stand. */
    private Tensor runTogether(
            int number, int together, Tensor standing, Tensor perturbed, Function<Attempt, Tensor> attack) {
        int count = Math.toIntExact(standing.size(0));
        Tensor rows = standing.repeat(together);
        List<Draws> own = IntStream.range(number, number + together)
                .mapToObj(run -> draws.child(run).select(standing))
                .toList();
        Tensor left = images.index_select(0, rows);
        Survivors survivors = new Survivors(goal.select(rows), left, purpose);
        Tensor points = attack.apply(new Attempt(survivors, left, purpose, Draws.together(own)));
        BitSet withstood = new BitSet();
        Arrays.stream(Bits.longs(survivors.standing())).forEach(row -> withstood.set(Math.toIntExact(row)));
        BitSet standingStill = new BitSet();
        long[] chosen = new long[count];
        for (int image = 0; image < count; image++) {
            int run = 0;
            while (run < together && withstood.get(run * count + image)) {
                run++;
            }
            standingStill.set(image, run == together);
            // the first that breaks it, else the last
            chosen[image] = (long) Math.min(run, together - 1) * count + image;
        }
        perturbed.index_copy_(0, standing, points.index_select(0, Tensor.create(chosen, count)));
        return standing.index_select(0, Bits.indices(standingStill));
    }

    /**
     * Makes one attempt for each target: the classes besides the label, by falling logits of the images as they are.
     *
     * @param count how many targets at most
     * @param attack as in {@link #repeat}
     * @return the points found for all images, in the caller's scope
     */
    Tensor target(int count, Function<Attempt, Tensor> attack) {
        try (Scope scope = Scope.open()) {
            Goal targeted = goal.withTargets(goal.classesToReach(images));
            int classes = Math.toIntExact(targeted.targets().size(1));
            return scope.keep(new Attempts(targeted, images, purpose, draws)
                    .all(Math.min(count, classes), (number, rest) -> rest.towards(number), attack));
        }
    }

    /** How the goal of the images that are left becomes the goal of an attempt. */
    @FunctionalInterface
    private interface Aim {
        Goal of(int number, Goal rest);
    }

    private Tensor all(int count, Aim aim, Function<Attempt, Tensor> attack) {
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            Tensor perturbed = images.clone();
            Tensor standing = torch.arange(new Scalar(images.size(0))).to(ScalarType.Long);
            int attempts = purpose == Purpose.TRAINING ? 1 : count;
            for (int number = 0; number < attempts && standing.size(0) > 0; number++) {
                try (Scope one = Scope.open()) {
                    Goal rest = aim.of(number, goal.select(standing));
                    Tensor left = images.index_select(0, standing);
                    Survivors survivors = new Survivors(rest, left, purpose);
                    Draws own = draws.child(number).select(standing);
                    perturbed.index_copy_(0, standing, attack.apply(new Attempt(survivors, left, purpose, own)));
                    standing = one.keep(standing.index_select(0, survivors.standing()));
                }
            }
            return scope.keep(perturbed);
        }
    }
}
