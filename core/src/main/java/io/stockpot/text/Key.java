package io.stockpot.text;

import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A key that the text of a record may have.
 *
 * @param component what it is the value of: a component of the record, or of one that is unwrapped in it
 * @param standard what stands for the value if the key is absent; an {@code Optional} is then empty, and any
 *     other key is required if it has none
 */
record Key(RecordComponent component, Optional<Node> standard) {
    private static final ClassValue<Map<String, Key>> KEYS = new ClassValue<>() {
        @Override
        protected Map<String, Key> computeValue(Class<?> type) {
            return Collections.unmodifiableMap(read(type));
        }
    };

    /**
     * Returns the keys of a record in the order of its components.
     *
     * @throws IllegalStateException if the record is not declared as it must be; a fault of the program
     */
    static Map<String, Key> of(Class<?> type) {
        return KEYS.get(type);
    }

    private static Map<String, Key> read(Class<?> type) {
        Map<String, Key> keys = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Map<String, Key> own = Shapes.isUnwrapped(component)
                    ? unwrapped(component)
                    : Map.of(nameOf(component), new Key(component, standardOf(component)));
            own.forEach((name, key) -> {
                if (keys.put(name, key) != null) {
                    throw new IllegalStateException(
                            "two components of " + type.getSimpleName() + " are '" + name + "'");
                }
            });
        }
        return keys;
    }

    /** Returns the keys of the record inside; what the component has as default goes before what they have. */
    private static Map<String, Key> unwrapped(RecordComponent component) {
        Map<String, Key> keys = new LinkedHashMap<>(of(component.getType()));
        standardOf(component).ifPresent(standard -> {
            if (!(standard instanceof Node.Mapping mapping)
                    || !keys.keySet().containsAll(mapping.entries().keySet())) {
                throw new IllegalStateException(
                        sourceOf(component) + ": expected a mapping of some of " + keys.keySet());
            }
            mapping.entries()
                    .forEach((name, entry) -> keys.computeIfPresent(
                            name, (same, key) -> new Key(key.component, Optional.of(entry.value()))));
        });
        return keys;
    }

    private static Optional<Node> standardOf(RecordComponent component) {
        try {
            Optional<String> written = Shapes.defaultOf(component);
            return written.isEmpty()
                    ? Optional.empty()
                    : Optional.of(NodeReader.read(written.get(), sourceOf(component)));
        } catch (TextException failure) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
    }

    private static String sourceOf(RecordComponent component) {
        return "default of " + component.getDeclaringRecord().getSimpleName() + "." + component.getName();
    }

    /** Returns the key of a component that is not unwrapped. */
    static String nameOf(RecordComponent component) {
        return Names.kebab(component.getName());
    }

    /** Returns whether the key must be in the text. */
    boolean isRequired() {
        return component.getType() != Optional.class && standard.isEmpty();
    }
}
