package io.stockpot.evaluate;

import io.stockpot.attack.GradientTally;
import java.util.BitSet;

/** What is known of one stage, whichever condition asked: the images it was run on, and those it broke. */
final class StageLog {
    private final BitSet tried = new BitSet();
    private final BitSet broken = new BitSet();
    private GradientTally gradients = GradientTally.NONE;
    private double seconds;

    void add(StageBlock block) {
        Indices.add(block.images(), tried);
        Indices.add(block.broken(), broken);
        gradients = gradients.plus(block.gradients());
        seconds += block.seconds();
    }

    /** Returns those of some images on which the stage was not run. */
    BitSet untried(BitSet some) {
        return Indices.without(some, tried);
    }

    /** Returns those of some images that the stage has not broken, perhaps because it was not run on them. */
    BitSet unbroken(BitSet some) {
        return Indices.without(some, broken);
    }

    GradientTally gradients() {
        return gradients;
    }

    double seconds() {
        return seconds;
    }
}
