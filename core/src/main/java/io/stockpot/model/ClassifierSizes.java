package io.stockpot.model;

/** The check that all architectures make of what goes in and what comes out. */
final class ClassifierSizes {
    private ClassifierSizes() {}

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
