package io.stockpot.model;

/** The check that all architectures make of what goes in and what comes out. */
final class ClassifierSizes {
    /** Far above all networks there are; a file of a few bytes could else claim one that fills the memory. */
    static final int DEEPEST = 10_000;

    private ClassifierSizes() {}

    /** Requires a depth that descriptions of the network fit into memory with. */
    static void requireDepth(int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("depth must be at most " + DEEPEST + ", not " + depth);
        }
    }

    /** Requires two classes and one channel or more. */
    static void require(int classes, int channels) {
        if (classes < 2) {
            throw new IllegalArgumentException("a classifier needs at least 2 classes, not " + classes);
        }
        if (channels < 1) {
            throw new IllegalArgumentException("images have at least 1 channel, not " + channels);
        }
    }
}
