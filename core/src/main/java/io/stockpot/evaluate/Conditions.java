package io.stockpot.evaluate;

import java.util.List;

/** A way of looking at a classifier's accuracy, or several that are written as one. */
public sealed interface Conditions permits Condition, Curve {
    /** Returns the single ways, in order. */
    List<Condition> each();

    /** Returns the same conditions under labels that differ from those of all that are written otherwise. */
    Conditions calledByText();
}
