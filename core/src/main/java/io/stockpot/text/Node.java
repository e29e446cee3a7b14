package io.stockpot.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A piece of a parsed text that knows its place. */
sealed interface Node {
    /** Returns where this piece begins. */
    Place place();

    /** Returns what this piece is, for error messages: "a list", "the text 'two'". */
    String described();

    /** Returns the key or index that leads from this piece to the next one, or null when there is none. */
    Node child(String step);

    /** Returns whether nothing is written here: an empty plain scalar, {@code ~} or {@code null}. */
    default boolean isNothing() {
        return false;
    }

    /**
     * A single value.
     *
     * @param plain whether it was written without quotes
     */
    record Scalar(String text, boolean plain, Place place) implements Node {
        private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9._]+([eE][-+]?[0-9]+)?");

        @Override
        public boolean isNothing() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        @Override
        public String described() {
            if (isNothing()) {
                return "nothing";
            }
            boolean number = plain && NUMBER.matcher(text).matches();
            return (number ? "the number " : "the text ") + (number ? text : Names.quote(text));
        }

        @Override
        public Node child(String step) {
            return null;
        }
    }

    /** Values in order. */
    record Sequence(List<Node> items, Place place) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String described() {
            return items.isEmpty() ? "an empty list" : "a list";
        }

        @Override
        public Node child(String step) {
            int index = index(step);
            return index < 0 ? null : items.get(index);
        }

        /** Returns the index that the step names, or -1 when it names none of this list. */
        int index(String step) {
            boolean number = step.matches("[0-9]{1,6}");
            return number && Integer.parseInt(step) < items.size() ? Integer.parseInt(step) : -1;
        }

        Sequence with(int index, Node value) {
            List<Node> changed = new ArrayList<>(items);
            changed.set(index, value);
            return new Sequence(changed, place);
        }
    }

    /** Named values in order. */
    record Mapping(Map<String, Entry> entries, Place place) implements Node {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String described() {
            return entries.isEmpty() ? "an empty mapping" : "a mapping of " + String.join(", ", entries.keySet());
        }

        @Override
        public Node child(String step) {
            Entry entry = entries.get(step);
            return entry == null ? null : entry.value();
        }

        Mapping with(String key, Node value) {
            Map<String, Entry> changed = new LinkedHashMap<>(entries);
            Place keyPlace = entries.containsKey(key) ? entries.get(key).place() : value.place();
            changed.put(key, new Entry(keyPlace, value));
            return new Mapping(changed, place);
        }
    }

    /**
     * What a key leads to.
     *
     * @param place where the key stands
     */
    record Entry(Place place, Node value) {}
}
