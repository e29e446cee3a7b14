package io.stockpot.claim;

/** How far measurements support one statement. */
enum Support {
    /** As stated, beyond chance. */
    YES("yes"),
    /** As stated, but chance could explain it. */
    WITHIN_CHANCE("within chance"),
    /** Not as stated. */
    NO("no");

    private final String text;

    Support(String text) {
        this.text = text;
    }

    /** Returns the weaker of two degrees of support. */
    Support weaker(Support other) {
        return compareTo(other) > 0 ? this : other;
    }

    /** Returns the word for the page. */
    String text() {
        return text;
    }
}
