package io.stockpot.text;

import java.io.Serializable;

/**
 * Where a piece of text stands.
 *
 * @param source what was read: a file name, or "in --set some.path"
 * @param line from 1; 0 when the source is too short to need lines
 * @param column from 1; 0 when the source is too short to need columns
 */
public record Place(String source, int line, int column) implements Serializable {
    /** Returns the beginning of a source. */
    static Place startOf(String source) {
        return new Place(source, 1, 1);
    }

    /** Returns the place of everything given with {@code --set path=value}. */
    static Place ofOverride(String path) {
        return new Place("in --set " + path, 0, 0);
    }

    /** Returns the place of the defaults of a record, which stand in no text. */
    static Place ofDefaults(String source) {
        return new Place(source, 0, 0);
    }

    /** Returns "source:line:column", or the source alone when it has no lines. */
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
