package io.stockpot.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Writes a choice as people type it, on one line and without what is said by default: {@code {pgd: {steps: 40}}}. */
public final class FlowYaml {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Texts that need no quotes and are read as texts. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

    /** Plain texts that YAML reads as something else. */
    private static final Pattern RESERVED = Pattern.compile("(?i)true|false|yes|no|on|off|null|y|n");

    private FlowYaml() {}

    /**
     * Returns the shortest text that is read as the same value.
     *
     * @param value one of the choices of the type, or a record of the type
     */
    public static <T> String of(T value, Class<T> type) {
        try {
            JsonNode tree = JSON.readTree(CanonicalJson.of(value));
            // {"choice": {…}}, or the components themselves
            JsonNode inner = type.isInterface() ? tree.elements().next() : tree;
            if (inner instanceof ObjectNode components) {
                leaveOutDefaults(value, type, tree, components);
            }
            boolean bare = type.isInterface() && inner.isEmpty();
            return bare ? tree.fieldNames().next() : text(tree);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static <T> void leaveOutDefaults(T value, Class<T> type, JsonNode tree, ObjectNode components) {
        List<String> names = new ArrayList<>();
        components.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode told = components.remove(name);
            if (!isReadAs(value, type, tree)) {
                components.set(name, told);
            }
        }
        // what was put back was put at the end
        names.stream().filter(components::has).forEach(name -> components.set(name, components.remove(name)));
    }

    private static <T> boolean isReadAs(T value, Class<T> type, JsonNode tree) {
        try {
            return CanonicalJson.read(tree.toString(), type).equals(value);
        } catch (TextException needed) {
            return false;
        }
    }

    private static String text(JsonNode node) {
        List<String> parts = new ArrayList<>();
        if (node.isObject()) {
            node.properties().forEach(field -> parts.add(field.getKey() + ": " + text(field.getValue())));
            return "{" + String.join(", ", parts) + "}";
        }
        if (node.isArray()) {
            node.forEach(item -> parts.add(text(item)));
            return "[" + String.join(", ", parts) + "]";
        }
        return node.isTextual() ? quoted(node.asText()) : node.asText();
    }

    /** Returns a text as an item of a list or a value, in double quotes unless it needs none. */
    public static String quoted(String text) {
        boolean plain = PLAIN.matcher(text).matches() && !RESERVED.matcher(text).matches();
        return plain ? text : JSON.valueToTree(text).toString();
    }
}
