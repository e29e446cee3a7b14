package io.stockpot.text;

import java.util.Map;

/**
 * Makes records from the defaults of their components, the same that texts get which leave these out: {@code
 * Defaults.of(Apgd.class)} is what {@code apgd} means in a recipe.
 */
public final class Defaults {
    private Defaults() {}

    /**
     * Returns the record whose components all have their defaults; optional ones are empty.
     *
     * @throws IllegalArgumentException if components have no default, naming them
     */
    public static <R extends Record> R of(Class<R> type) {
        String source = "defaults of " + type.getSimpleName();
        Node nothing = new Node.Mapping(Map.of(), Place.ofDefaults(source));
        try {
            return type.cast(Binder.bind(nothing, type, ""));
        } catch (TextException missing) {
            throw new IllegalArgumentException(
                    source + ": " + missing.sentence() + "; call the constructor instead", missing);
        }
    }
}
