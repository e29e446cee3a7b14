package io.stockpot.evaluate;

import io.stockpot.attack.Judge;
import io.stockpot.attack.Stage;
import io.stockpot.threat.Norm;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The progress of one condition through the stages of its judge. Nothing is stored about which images still
 * stand: it follows from the images that the condition was given and from what the {@link AttackLog} says the
 * stages broke, so it is the same after an interruption.
 */
final class ConditionProgress {
    private final Condition condition;
    private final Norm norm;
    private final List<StageProgress> stages = new ArrayList<>();
    private final BitSet given;
    private int begun;

    /** Starts with all images and before the first stage. */
    ConditionProgress(Condition condition, AttackLog log, StageRunner runner) {
        Judge judge = condition.spelledOut().judge();
        this.condition = condition;
        this.norm = judge.threat().norm();
        this.given = Indices.first(runner.images());
        for (Stage stage : judge.stages()) {
            int number = stages.size();
            stages.add(new StageProgress(stage, number, log.stage(number), runner));
        }
    }

    Condition condition() {
        return condition;
    }

    /**
     * Checks that every stage can be run on a classifier of so many classes.
     *
     * @throws IllegalArgumentException naming the condition, and an attack that can
     */
    void requireClasses(int classes) {
        try {
            stages.forEach(stage -> stage.requireClasses(classes, norm));
        } catch (IllegalArgumentException few) {
            throw new IllegalArgumentException(condition.label() + ": " + few.getMessage(), few);
        }
    }

    /** Drops all images but these: the others count as broken, by something else than this condition's attacks. */
    void keep(BitSet images) {
        given.and(images);
    }

    /** Returns the images that no stage has broken so far. */
    BitSet standing() {
        return unbroken(stages.subList(0, begun));
    }

    private BitSet unbroken(List<StageProgress> some) {
        BitSet left = (BitSet) given.clone();
        for (StageProgress stage : some) {
            left = stage.unbroken(left);
        }
        return left;
    }

    /** Returns how many stages there are. */
    int stages() {
        return stages.size();
    }

    boolean hasNextStage() {
        return begun < stages.size();
    }

    /** Returns about how many passes through the classifier the next stage costs an image. */
    long nextPasses() {
        return stages.get(begun).passes(norm);
    }

    /** Begins the next stage, with the images that stand. */
    StageProgress beginStage() {
        StageProgress stage = stages.get(begun);
        stage.begin(standing());
        begun++;
        return stage;
    }

    /** Returns about how many passes through the classifier are left to do. */
    long remaining() {
        BitSet alive = unbroken(stages);
        return stages.stream()
                .mapToLong(stage -> stage.passes(norm) * stage.untried(alive).cardinality())
                .sum();
    }

    /** Returns how many of the images that stand some stage was not run on. */
    int unfinished() {
        BitSet untried = new BitSet();
        stages.forEach(stage -> untried.or(stage.untried(standing())));
        return untried.cardinality();
    }

    /** Returns what each stage did. */
    List<StageFindings> findings() {
        return stages.stream().map(StageProgress::findings).toList();
    }
}
