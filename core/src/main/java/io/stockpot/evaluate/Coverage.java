package io.stockpot.evaluate;

import java.util.List;

/** Which accuracies under threats are measured: each, or only that of their union. */
public enum Coverage {
    /** The accuracy under every condition. */
    EVERY_CONDITION,
    /**
     * Which images stay correct under all threats, and nothing about a single one: an image that is broken
     * under one is not attacked under the others. Curves, which are not in the union, are still measured.
     */
    UNION_ONLY;

    /** Returns the union only, or every condition. */
    public static Coverage of(boolean unionOnly) {
        return unionOnly ? UNION_ONLY : EVERY_CONDITION;
    }

    /** Returns whether these conditions can be measured so: a union needs two threats that are not on a curve. */
    public boolean suits(List<Condition> conditions) {
        return this == EVERY_CONDITION
                || conditions.stream().filter(Condition::isInUnion).count() >= 2;
    }

    /** Returns whether a condition is measured together with others only, and not by itself. */
    boolean onlyInUnion(Condition condition) {
        return this == UNION_ONLY && condition.isInUnion();
    }
}
