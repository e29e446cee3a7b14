package io.stockpot.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tooltip of a point.
 *
 * @param title first line
 * @param lines label and value pairs
 */
record Hover(String title, List<List<String>> lines) {
    Hover {
        lines = List.copyOf(lines);
    }

    static Hover of(String title) {
        return new Hover(title, List.of());
    }

    /** Adds an accuracy and its 95 % interval. */
    Hover with(String condition, Accuracy accuracy) {
        return with(condition, accuracy.percent() + " (" + accuracy.intervalPercent() + ")");
    }

    /** Adds an estimate and its 95 % interval. */
    Hover with(String condition, Estimate estimate) {
        return with(condition, estimate.percent() + " (" + estimate.intervalPercent() + ")");
    }

    Hover with(String label, String value) {
        List<List<String>> more = new ArrayList<>(lines);
        more.add(List.of(label, value));
        return new Hover(title, more);
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("title", title);
        ArrayNode array = node.putArray("lines");
        lines.forEach(line -> array.addArray().add(line.get(0)).add(line.get(1)));
        return node;
    }

    String plainText() {
        return title + "\n"
                + lines.stream().map(line -> line.get(0) + ": " + line.get(1)).collect(Collectors.joining("\n"));
    }
}
