package io.stockpot.serve;

/** The end of a question that nobody waits for any more: the same tab asked a newer one. */
final class Superseded extends Exception {
    private static final long serialVersionUID = 1;

    Superseded() {
        super("superseded");
    }
}
