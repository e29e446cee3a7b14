package io.stockpot.evaluate;

/** How much of the threats is measured. */
public enum Extent {
    /** The accuracy under every condition. */
    EVERY_CONDITION,
    /**
     * Which images stay right under all threats, and nothing about a single one: an image that is broken
     * under one is not attacked under the others.
     */
    UNION_ONLY
}
