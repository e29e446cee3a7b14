package io.stockpot.base;

/**
 * Checks of the numbers a record is made from. Each message begins with the name of what it refuses, so that a
 * reader of files can point at the key of that name.
 */
public final class Guards {
    private Guards() {}

    /**
     * Requires a number not to be too small.
     *
     * @param name what the number is, as a user writes it
     * @throws IllegalArgumentException if the value is less than the least
     */
    public static void requireAtLeast(String name, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
        }
    }

    /**
     * Requires a whole number to be positive.
     *
     * @param name what the number is, as a user writes it
     * @throws IllegalArgumentException if the value is zero or less
     */
    public static void requirePositive(String name, int value) {
        if (value < 1) {
            throw notPositive(name, value);
        }
    }

    /**
     * Requires a number to be positive and finite.
     *
     * @param name what the number is, as a user writes it
     * @throws IllegalArgumentException if the value is zero or less, infinite or no number
     */
    public static void requirePositive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw notPositive(name, value);
        }
    }

    /**
     * Requires a number to be zero or more, and finite.
     *
     * @param name what the number is, as a user writes it
     * @throws IllegalArgumentException if the value is less than zero, infinite or no number
     */
    public static void requireNotNegative(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be at least 0, not " + value);
        }
    }

    /**
     * Requires a number to be a probability or a share.
     *
     * @param name what the number is, as a user writes it
     * @throws IllegalArgumentException if the value is not from 0 to 1
     */
    public static void requireShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be from 0 to 1, not " + value);
        }
    }

    private static IllegalArgumentException notPositive(String name, Number value) {
        return new IllegalArgumentException(name + " must be positive, not " + value);
    }
}
