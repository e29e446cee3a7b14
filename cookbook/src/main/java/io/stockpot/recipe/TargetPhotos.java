package io.stockpot.recipe;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.base.Shuffle;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.shift.ShiftImages;
import io.stockpot.recipe.ShiftRowStep.Role;
import io.stockpot.soup.BatchNormPolicy;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The images of a shift that batch-norm statistics of its soups are measured on, without their labels: those that choose
 * and those that do nothing else. Photos that judge are among them only where the policy says so.
 */
final class TargetPhotos {
    private final RecipeShift shift;
    private final int[] indices;

    private TargetPhotos(RecipeShift shift, int[] indices) {
        this.shift = shift;
        this.indices = indices;
    }

    /**
     * Draws the images, as many as the policy looks at.
     *
     * @param shift that is there
     * @param seed of the recipe
     */
    static TargetPhotos of(SeasoningPlan plan, RecipeShift shift, Seed seed) {
        BatchNormPolicy policy = plan.batchNorm();
        Set<String> judging = new HashSet<>();
        if (!policy.judging()) {
            judging.addAll(shift.units(plan.images(shift, Role.JUDGE)));
        }
        ShiftImages images = shift.images();
        int[] free = IntStream.range(0, images.size())
                .filter(index -> !judging.contains(images.unit(index)))
                .toArray();
        int[] drawn = Arrays.stream(Shuffle.permutation(free.length, seed.child("target")))
                .limit(policy.looks())
                .map(place -> free[place])
                .sorted()
                .toArray();
        return new TargetPhotos(shift, drawn);
    }

    /**
     * Checks that statistics can be measured on a shift.
     *
     * @throws IOException if it has several versions, or too few images that do not judge
     */
    void require() throws IOException {
        List<String> versions = shift.images().versions();
        if (versions.size() > 1) {
            throw new IOException(
                    "the shift '" + shift.name() + "' has " + versions.size() + " versions, and batch-norm"
                            + " statistics of its own images would mix them; make each a shift of its own, or take another"
                            + " batch-norm than target");
        }
        if (indices.length < 2) {
            throw new IOException(
                    "the shift '" + shift.name() + "' has " + indices.length + " images that do not judge,"
                            + " too few for batch-norm statistics; set its test to fewer, or take {target: {judging: true}}, which"
                            + " looks at those that judge too, without their labels");
        }
    }

    /** Returns the images, in their order. */
    int[] indices() {
        return indices.clone();
    }

    /** Returns what stands for the images in keys. */
    String fingerprint() {
        return shift.images().fingerprint(indices);
    }

    /** Reads the images. */
    LabelledImages load(Progress progress) throws IOException {
        return shift.images()
                .load(shift.images().versions().get(0), indices, progress)
                .images();
    }

    /** Returns a part of a sentence on how many they are. */
    String described(boolean judging) {
        return ", batch-norm statistics of soups are from " + indices.length + " images of it without their labels"
                + (judging ? ", some of which judge" : ", none of which judges");
    }
}
