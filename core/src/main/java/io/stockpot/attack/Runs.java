package io.stockpot.attack;

import io.stockpot.tensor.Scope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The runs of an attack: several random starts, or several targets. Each run gets the images that no
 * run before has broken. In training there is one run, with all images.
 */
final class Runs {
    private final Goal goal;
    private final Tensor images;
    private final Purpose purpose;

    private Runs(Goal goal, Tensor images, Purpose purpose) {
        this.goal = goal;
        this.images = images;
        this.purpose = purpose;
    }

    static Runs on(Goal goal, Tensor images, Purpose purpose) {
        return new Runs(goal, images, purpose);
    }

    /** One run of an attack. */
    @FunctionalInterface
    interface Run {
        /**
         * Returns a point for each image of the run.
         *
         * @param number of the run, from zero
         * @param survivors the images of the run; those that stay to the end are not broken
         * @param standing where they are among all images, int64
         */
        Tensor points(int number, Survivors survivors, Tensor standing);
    }

    /** Returns the points found for all images by this many runs. */
    Tensor repeat(int count, Run run) {
        return all(goal, count, (number, rest) -> rest, run);
    }

    /**
     * Returns the points found for all images by runs whose goals have targets: the classes besides
     * the label, by falling logits of the images as they are.
     */
    Tensor target(int count, Run run) {
        try (Scope scope = Scope.open()) {
            Goal targeted = goal.withTargets(goal.classesToReach(images));
            int classes = Math.toIntExact(targeted.targets().size(1));
            return scope.keep(all(targeted, Math.min(count, classes), (number, rest) -> rest.towards(number), run));
        }
    }

    /** How the goal of the images that are left becomes the goal of a run. */
    @FunctionalInterface
    private interface Aim {
        Goal of(int number, Goal rest);
    }

    private Tensor all(Goal whole, int count, Aim aim, Run run) {
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            Tensor perturbed = images.clone();
            Tensor standing = torch.arange(new Scalar(images.size(0))).to(ScalarType.Long);
            int runs = purpose == Purpose.TRAINING ? 1 : count;
            for (int number = 0; number < runs && standing.size(0) > 0; number++) {
                try (Scope one = Scope.open()) {
                    Goal rest = aim.of(number, whole.select(standing));
                    Survivors survivors = new Survivors(rest, images.index_select(0, standing), purpose);
                    perturbed.index_copy_(0, standing, run.points(number, survivors, standing));
                    standing = one.keep(standing.index_select(0, survivors.positions()));
                }
            }
            return scope.keep(perturbed);
        }
    }
}
