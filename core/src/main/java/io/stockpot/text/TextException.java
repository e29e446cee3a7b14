package io.stockpot.text;

import java.io.IOException;

/** A text that does not say what it should: where it goes wrong, and one sentence that says how. */
public final class TextException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Place place;
    private final String sentence;

    /** Makes the error of a place. */
    public TextException(Place place, String sentence) {
        this(place, sentence, null);
    }

    TextException(Place place, String sentence, Throwable cause) {
        super(place + ": " + sentence, cause);
        this.place = place;
        this.sentence = sentence;
    }

    /** Returns where the text goes wrong. */
    public Place place() {
        return place;
    }

    /** Returns what is wrong, without the place. */
    public String sentence() {
        return sentence;
    }
}
