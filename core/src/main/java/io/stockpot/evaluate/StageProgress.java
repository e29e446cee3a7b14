package io.stockpot.evaluate;

import io.stockpot.attack.Stage;
import io.stockpot.outcome.Accuracy;
import io.stockpot.threat.Norm;
import java.util.BitSet;

/** The progress of one stage of a condition, block by block, through the images that stood when it began. */
final class StageProgress {
    private final Stage stage;
    private final int number;
    private final StageLog log;
    private final StageRunner runner;
    private BitSet entered = new BitSet();

    /**
     * Creates the progress of a stage that has not begun.
     *
     * @param number of the stage, from zero
     */
    StageProgress(Stage stage, int number, StageLog log, StageRunner runner) {
        this.stage = stage;
        this.number = number;
        this.log = log;
        this.runner = runner;
    }

    String name() {
        return stage.name();
    }

    /** Returns about how many passes through the classifier an image costs. */
    long passes(Norm norm) {
        return stage.attack().passes(norm);
    }

    /**
     * Checks that the attack can be run on a classifier of so many classes.
     *
     * @throws IllegalArgumentException naming an attack that can
     */
    void requireClasses(int classes, Norm norm) {
        stage.attack().requireClasses(classes, norm);
    }

    /** Begins the stage with these images. */
    void begin(BitSet standing) {
        entered = (BitSet) standing.clone();
    }

    /** Returns how many images the stage is still to be run on. */
    int pending() {
        return log.untried(entered).cardinality();
    }

    /** Returns whether there are images on which the stage is still to be run. */
    boolean hasPending() {
        return pending() > 0;
    }

    /**
     * Runs the stage on the next block of images.
     *
     * @return the share of all images that will stand after the stage, to judge by those it was run on so far
     */
    double runBlock() {
        runner.run(stage, number, nextBlock());
        int pending = pending();
        int decided = entered.cardinality() - pending;
        int withstood = log.unbroken(entered).cardinality() - pending;
        return (double) entered.cardinality() * withstood / decided / runner.images();
    }

    /** Returns how many images the next block has. */
    int blockSize() {
        return nextBlock().length;
    }

    /**
     * The first stage gets what stands of each batch of the clean pass; the later ones, which get few images of
     * each, get full batches.
     */
    private int[] nextBlock() {
        BitSet pending = log.untried(entered);
        int size = runner.batchSize();
        if (number > 0) {
            return pending.stream().limit(size).toArray();
        }
        int begin = pending.nextSetBit(0) / size * size;
        return pending.get(0, begin + size).stream().toArray();
    }

    /** Returns those of some images on which the stage was not run. */
    BitSet untried(BitSet some) {
        return log.untried(some);
    }

    /** Returns those of some images that the stage has not broken, perhaps because it was not run on them. */
    BitSet unbroken(BitSet some) {
        return log.unbroken(some);
    }

    /** Returns what the stage did to the images it began with. */
    StageFindings findings() {
        int left = log.unbroken(entered).cardinality();
        return new StageFindings(
                stage.attack(),
                stage.name(),
                entered.cardinality() - left,
                new Accuracy(left, runner.images()),
                log.gradients(),
                log.seconds());
    }
}
