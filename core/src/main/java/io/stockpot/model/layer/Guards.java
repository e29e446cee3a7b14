package io.stockpot.model.layer;

/** Checks that several architectures share. */
public final class Guards {
    private Guards() {}

    public static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
    }

    public static void requireClassesAndChannels(int classes, int channels) {
        if (classes < 2) {
            throw new IllegalArgumentException("a classifier needs at least 2 classes, not " + classes);
        }
        if (channels < 1) {
            throw new IllegalArgumentException("images have at least 1 channel, not " + channels);
        }
    }
}
