package io.stockpot.serve;

/** The refusal of a request: its sentence is what the browser gets, and its status what HTTP calls it. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    static final int WRONG = 400;
    static final int FORBIDDEN = 403;
    static final int UNKNOWN = 404;
    static final int WRONG_METHOD = 405;
    static final int CONFLICT = 409;
    static final int TOO_LARGE = 413;
    static final int WRONG_TYPE = 415;
    static final int TOO_MANY = 429;
    static final int FAULT = 500;

    private final int status;

    /**
     * Makes a refusal.
     *
     * @param status of HTTP, from 400 to 599
     * @param sentence names the thing, the value and the way out
     */
    public Refusal(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    /** Returns the refusal of a request that is understood and wrong. */
    public static Refusal wrong(String sentence) {
        return new Refusal(WRONG, sentence);
    }

    /** Returns the refusal of a request for something that is not there. */
    public static Refusal unknown(String sentence) {
        return new Refusal(UNKNOWN, sentence);
    }

    /** Returns the refusal of a request that something stands against, which may change. */
    public static Refusal conflict(String sentence) {
        return new Refusal(CONFLICT, sentence);
    }

    /** Returns the status of HTTP. */
    public int status() {
        return status;
    }
}
