package io.stockpot.data.shift;

/** How to treat image files that cannot be read. */
public enum Unreadable {
    /** They are errors. */
    REFUSE,
    /** They are left out, counted and listed; every image is read once to find them. */
    SKIP
}
