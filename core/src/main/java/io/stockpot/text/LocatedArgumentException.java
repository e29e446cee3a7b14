package io.stockpot.text;

/**
 * Thrown by a record's constructor when the fault lies further down than the record itself, such as
 * a name that refers to nothing. When the record was read from a text, the error is placed there.
 */
public final class LocatedArgumentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String path;

    /**
     * Creates the error of a value inside the record.
     *
     * @param path keys and list indices from the record to the value, such as "models.l2.fine-tune.from"
     * @param message what is wrong
     */
    public LocatedArgumentException(String path, String message) {
        super(message);
        this.path = path;
    }

    /** Returns the path from the record to the value. */
    public String path() {
        return path;
    }
}
