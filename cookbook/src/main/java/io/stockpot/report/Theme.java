package io.stockpot.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Colours by name. Charts are described with names such as "@ink"; the page resolves them from its style
 * sheet, light or dark, and files get the light ones from here.
 */
final class Theme {
    /** Values under these keys are text of the report, never colours. */
    private static final Set<String> WORDS = Set.of("name", "hover");

    private static final Pattern COLOUR = Pattern.compile("--(\\w+): (#[0-9a-f]{6});");
    private static final int SERIES = 6;

    private final Map<String, String> colours = new HashMap<>();

    /** Reads the light colours from the style sheet of the page, where they are written first. */
    Theme(String styleSheet) {
        Matcher matcher = COLOUR.matcher(styleSheet);
        while (matcher.find()) {
            colours.putIfAbsent("@" + matcher.group(1), matcher.group(2));
        }
    }

    /** Returns the colour name of the i-th series. */
    static String series(int i) {
        return "@series" + (1 + i % SERIES);
    }

    /** Returns the style sheet variable of a colour name. */
    static String variable(String name) {
        return "var(--" + name.substring(1) + ")";
    }

    /** Returns the light colour of a name. */
    String colour(String name) {
        String colour = colours.get(name);
        if (colour == null) {
            throw new IllegalStateException("the style sheet has no colour " + name);
        }
        return colour;
    }

    /** Returns a copy of a chart's description with every colour name resolved. */
    JsonNode resolve(JsonNode node) {
        if (node.isTextual() && node.textValue().startsWith("@")) {
            return TextNode.valueOf(colour(node.textValue()));
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> copy.add(resolve(item)));
            return copy;
        }
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            node.properties()
                    .forEach(entry -> copy.set(
                            entry.getKey(),
                            WORDS.contains(entry.getKey()) ? entry.getValue() : resolve(entry.getValue())));
            return copy;
        }
        return node;
    }
}
