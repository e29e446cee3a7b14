package io.stockpot.evaluate;

import java.util.List;

/** A way of looking at a classifier's accuracy, or several that are written as one. */
public sealed interface Conditions permits Condition, Curve {
    /** Returns the single ways, in order. */
    List<Condition> each();

    /** Returns the same ways under labels that tell them apart from all that are written otherwise. */
    Conditions calledByText();
}
