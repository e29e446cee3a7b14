package io.stockpot.data.shift;

/** What becomes of image files that cannot be read. */
public enum Unreadable {
    /** They are errors. */
    REFUSE,
    /** They are left out, counted and listed; every image is read once to find them. */
    SKIP
}
