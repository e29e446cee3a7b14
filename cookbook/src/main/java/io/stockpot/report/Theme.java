package io.stockpot.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Colours by name. Charts are described with names such as "@ink"; the page resolves them from its style
 * sheet, light or dark. Files are drawn in the light ones and carry a style sheet that turns them dark.
 */
final class Theme {
    /** Values under these keys are text of the report, never colours. */
    private static final Set<String> WORDS = Set.of("name", "hover", "value");

    private static final Pattern COLOUR = Pattern.compile("--(\\w+): (#[0-9a-f]{6});");
    private static final int SERIES = 6;

    private final Map<String, String> colours = new LinkedHashMap<>();
    private final Map<String, String> dark = new HashMap<>();

    /** Reads the colours from the style sheet of the page, where the light ones are written first. */
    Theme(String styleSheet) {
        Matcher matcher = COLOUR.matcher(styleSheet);
        while (matcher.find()) {
            String name = "@" + matcher.group(1);
            if (colours.putIfAbsent(name, matcher.group(2)) != null) {
                dark.putIfAbsent(name, matcher.group(2));
            }
        }
    }

    /** Returns an SVG file in light colours with a style sheet that makes them dark where the reader prefers that. */
    String readableOnDark(String svg) {
        int start = svg.indexOf('>') + 1;
        String rules = colours.entrySet().stream()
                .filter(entry -> svg.contains('"' + entry.getValue() + '"'))
                .map(entry -> rules("", entry.getValue(), dark.get(entry.getKey())))
                .collect(Collectors.joining());
        return svg.substring(0, start) + "\n<style>@media (prefers-color-scheme: dark) {" + rules + "}</style>"
                + svg.substring(start);
    }

    /** Returns rules by which charts that the page has drawn in dark colours are printed in light ones. */
    String printedLight() {
        return colours.entrySet().stream()
                .map(entry -> rules(".chart ", dark.get(entry.getKey()), entry.getValue()))
                .collect(Collectors.joining("", "@media print {", "}\n"));
    }

    /** Attributes give way to any rule of a style sheet. */
    private static String rules(String scope, String drawn, String shown) {
        return scope + "[fill=\"" + drawn + "\"]{fill:" + shown + "}" + scope + "[stroke=\"" + drawn + "\"]{stroke:"
                + shown + "}";
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
