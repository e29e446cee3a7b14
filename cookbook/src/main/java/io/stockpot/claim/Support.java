package io.stockpot.claim;

/** How the measurements stand to one statement. */
enum Support {
    /** As stated, beyond chance. */
    YES("yes"),
    /** As stated, but chance would explain it. */
    WITHIN_CHANCE("within chance"),
    /** Not as stated. */
    NO("no");

    private final String text;

    Support(String text) {
        this.text = text;
    }

    /** Returns the one of two that says less for the statement. */
    Support weaker(Support other) {
        return compareTo(other) > 0 ? this : other;
    }

    /** Returns the word for the page. */
    String text() {
        return text;
    }
}
