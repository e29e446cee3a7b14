package io.stockpot.recipe;

import io.stockpot.base.Seed;
import io.stockpot.data.ImageShape;
import io.stockpot.data.shift.OwnImages;
import io.stockpot.data.shift.Shift;
import io.stockpot.data.shift.ShiftImages;
import io.stockpot.data.shift.ShiftSplit;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.ImageFit;
import io.stockpot.model.Architecture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A shift of a recipe, listed and split, but for its pixels; or one that is not there. */
final class RecipeShift {
    private final String name;
    private final String where;
    private final Optional<String> missing;
    private final Optional<ShiftImages> images;
    private final Optional<ShiftSplit> split;
    private final Optional<ShiftThreat> threat;

    private RecipeShift(String name, Shift source, Optional<ShiftImages> images, Optional<ShiftSplit> split) {
        this.name = name;
        this.where = source.location().orElse("the shift '" + name + "'");
        this.missing = source.missing();
        this.images = images;
        this.split = split;
        this.threat = Optional.empty();
    }

    private RecipeShift(String name, RecipeShift plain, ShiftThreat threat) {
        this.name = name;
        this.where = plain.where;
        this.missing = plain.missing;
        this.images = plain.images;
        this.split = plain.split;
        this.threat = Optional.of(threat);
    }

    /** Returns the same images as they are seen under a threat, by another name. */
    RecipeShift under(String other, ShiftThreat attacked) {
        return new RecipeShift(other, this, attacked);
    }

    /** Returns what the images must withstand, if anything. */
    Optional<ShiftThreat> threat() {
        return threat;
    }

    /** Returns what the threat adds to the identity of answers. */
    Optional<ShiftThreat.Identity> threatIdentity() {
        return threat.map(ShiftThreat::identity);
    }

    /**
     * The shifts of a recipe that are there, or must be.
     *
     * @param byName in the order of the recipe
     * @param remarks sentences on ignored images, and on optional shifts that are missing
     */
    record All(Map<String, RecipeShift> byName, List<String> remarks) {
        All {
            byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * Opens the shifts of a recipe and draws the images that choose.
     *
     * @throws IOException if a shift that is there has a fault
     */
    static All open(Map<String, ShiftPlan> plans, Optional<OwnImages> own, Seed seed) throws IOException {
        List<String> remarks = new ArrayList<>();
        Map<String, ShiftImages> there = new LinkedHashMap<>();
        Map<String, ShiftSplit.Sizes> sizes = new LinkedHashMap<>();
        for (Map.Entry<String, ShiftPlan> plan : plans.entrySet()) {
            if (plan.getValue().images().missing().isEmpty()) {
                ShiftImages images = plan.getValue().images().open(plan.getKey(), own, seed);
                remarks.addAll(images.remarks());
                there.put(plan.getKey(), images);
                sizes.put(plan.getKey(), plan.getValue().sizes());
            }
        }
        Map<String, ShiftSplit> splits = drawn(there, sizes, seed);
        Map<String, RecipeShift> shifts = new LinkedHashMap<>();
        plans.forEach((name, plan) -> {
            Optional<String> missing = plan.images().missing();
            if (missing.isPresent() && plan.optional()) {
                remarks.add("NOT MEASURED: the shift '" + name + "' is left out, because " + missing.get());
            } else {
                Optional<ShiftImages> images = Optional.ofNullable(there.get(name));
                shifts.put(name, new RecipeShift(name, plan.images(), images, Optional.ofNullable(splits.get(name))));
            }
        });
        return new All(shifts, remarks);
    }

    private static Map<String, ShiftSplit> drawn(
            Map<String, ShiftImages> shifts, Map<String, ShiftSplit.Sizes> sizes, Seed seed) throws IOException {
        try {
            return ShiftSplit.draw(shifts, sizes, seed);
        } catch (IllegalArgumentException tooFew) {
            throw new IOException(tooFew.getMessage(), tooFew);
        }
    }

    String name() {
        return name;
    }

    /** Returns a sentence on what is not there. */
    Optional<String> missing() {
        return missing.map(what -> what + ", the shift '" + name + "'");
    }

    ShiftImages images() {
        return images.orElseThrow();
    }

    int[] adaptation() {
        return split.orElseThrow().adaptation();
    }

    int[] test(boolean overlapping) {
        return split.orElseThrow().test(overlapping);
    }

    /** Returns what some images are known as beside those of other shifts: their groups, else the photos behind them. */
    List<String> units(int[] indices) {
        return Arrays.stream(indices).mapToObj(images()::unit).toList();
    }

    /** Returns what stands for the images that choose; as long as they are missing, their name. */
    String adaptationFingerprint() {
        return missing.map(what -> name + ", choosing: " + what).orElseGet(() -> images().fingerprint(adaptation()));
    }

    /** Returns what stands for the images that judge. */
    String testFingerprint(boolean overlapping) {
        return missing.map(what -> name + ": " + what).orElseGet(() -> images().fingerprint(test(overlapping)));
    }

    /**
     * Checks that images are left to judge.
     *
     * @throws IOException if all of them choose
     */
    void requireTest(boolean overlapping) throws IOException {
        if (missing.isEmpty() && test(overlapping).length == 0) {
            throw new IOException("the shift '" + name + "' has " + images().size()
                    + " images, and all of them choose a soup: none is left to judge it; set its adaptation to fewer,"
                    + " or the protocol to overlapping");
        }
    }

    /**
     * Checks that the images are of the size and of the classes that a model knows.
     *
     * @throws IOException with both, and the way out
     */
    void requireSuits(Architecture architecture) throws IOException {
        if (missing.isPresent()) {
            return;
        }
        Optional<ImageShape> shape = images().shape();
        if (shape.isPresent()) {
            ImageFit.require(where, shape.get(), architecture);
        }
        int classes = architecture.classes();
        boolean all = images().labelMap().classes().isEmpty();
        if (all && images().answers().orElse(0) > classes) {
            throw new IOException(where + " has labels for "
                    + images().answers().getAsInt() + " classes; the models know " + classes);
        }
        try {
            images().labelMap().requireFits(classes);
            if (threat.isPresent()) {
                requireAttackable(threat.get().condition(), shape, classes);
            }
        } catch (IllegalArgumentException unknown) {
            throw new IOException("the shift '" + name + "': " + unknown.getMessage(), unknown);
        }
    }

    private void requireAttackable(Condition condition, Optional<ImageShape> shape, int classes) {
        if (!images().labelMap().classes().isEmpty()) {
            throw new IllegalArgumentException(
                    "its answers are not the classes of the models (labels: subset or groups),"
                            + " and attacks lead away from a class; leave it out of 'shifts', or leave "
                            + condition.label() + " out of 'conditions'");
        }
        condition.requireClasses(classes);
        shape.ifPresent(condition::requireWithin);
    }

    /** Returns e.g. "60 images in 5 versions" of some of the images. */
    String size(int number) {
        if (missing.isPresent()) {
            return "images that are not there";
        }
        int versions = images().versions().size();
        return number + " images" + (versions > 1 ? " in " + versions + " versions" : "")
                + threat.map(one -> ", at most " + Effort.most(List.of(one.condition())) + " passes each")
                        .orElse("");
    }

    /** Returns a sentence on how many images choose and judge. */
    String described(boolean overlapping) {
        if (missing.isPresent()) {
            return name + ": " + missing.get();
        }
        int versions = images().versions().size();
        int[] judging = test(overlapping);
        return name + ": " + adaptation().length + " images" + ofGroups(adaptation()) + " choose, " + judging.length
                + ofGroups(judging) + " judge"
                + (overlapping ? " (those that choose among them: the paper's overlapping protocol)" : "")
                + (versions > 1 ? ", each in " + versions + " versions" : "")
                + threat.map(one -> ", right if they withstand " + one.described())
                        .orElse("");
    }

    /** Returns e.g. " of 20 groups", if the images are in groups. */
    private String ofGroups(int[] indices) {
        long groups = Arrays.stream(indices)
                .mapToObj(images()::group)
                .flatMap(Optional::stream)
                .distinct()
                .count();
        return groups == 0 ? "" : " of " + groups + (groups == 1 ? " group" : " groups");
    }
}
