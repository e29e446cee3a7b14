package io.stockpot.claim;

/** What measurements say about one statement. */
enum Support {
    /** As stated, beyond chance. */
    SUPPORTED("supported"),
    /** The opposite, beyond chance. */
    CONTRADICTED("contradicted"),
    /** Either could be true. */
    UNDECIDED("undecided");

    private final String text;

    Support(String text) {
        this.text = text;
    }

    /** Returns the word for the page. */
    String text() {
        return text;
    }
}
