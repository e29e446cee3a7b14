package io.stockpot.attack;

/** The check that attacks make of their numbers. */
final class Least {
    private Least() {}

    /** Throws an exception that names the hyper-parameter, the least that makes sense and what was given. */
    static void require(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
        }
    }
}
