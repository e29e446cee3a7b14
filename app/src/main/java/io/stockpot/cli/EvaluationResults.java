package io.stockpot.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.evaluate.Accuracy;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Outcomes;
import io.stockpot.text.CanonicalJson;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an evaluation found, as a table and as JSON.
 *
 * @param conditions in order
 * @param outcomes under all of them
 * @param seconds that each condition took, by label
 */
record EvaluationResults(List<Condition> conditions, Outcomes outcomes, Map<String, Double> seconds) {
    private static final String UNION = "union";

    /** Returns a line per condition: label, accuracy, interval, count, seconds. */
    String table() {
        StringBuilder table = new StringBuilder();
        for (Condition condition : conditions) {
            String label = condition.label();
            Accuracy accuracy = outcomes.accuracy(label);
            table.append(line(label, accuracy)).append(String.format(Locale.ROOT, "  %7.1f s%n", seconds.get(label)));
        }
        union().ifPresent(correct -> table.append(line(UNION, new Accuracy(correct.cardinality(), images())))
                .append(System.lineSeparator()));
        return table.toString();
    }

    private static String line(String label, Accuracy accuracy) {
        return String.format(
                "%-14s %8s  (%s)  %d of %d",
                label, accuracy.percent(), accuracy.intervalPercent(), accuracy.correct(), accuracy.total());
    }

    /** Returns the same with the indices of the images that stayed correct. */
    String json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("images", images());
        root.put("data", outcomes.dataDigest());
        ArrayNode list = root.putArray("conditions");
        for (Condition condition : conditions) {
            String label = condition.label();
            ObjectNode entry = list.addObject().put("condition", label);
            if (condition instanceof Condition.Robust robust) {
                entry.put("attack", CanonicalJson.of((Record) robust.attack()));
            }
            put(entry, outcomes.correct(label));
            entry.put("seconds", seconds.get(label));
        }
        union().ifPresent(correct -> put(root.putObject(UNION), correct));
        return root.toPrettyString() + "\n";
    }

    private void put(ObjectNode entry, BitSet correct) {
        Accuracy accuracy = new Accuracy(correct.cardinality(), images());
        entry.put("images", images()).put("correct", accuracy.correct()).put("accuracy", accuracy.value());
        entry.putArray("interval")
                .add(accuracy.interval().low())
                .add(accuracy.interval().high());
        ArrayNode robust = entry.putArray("robust");
        correct.stream().forEach(robust::add);
    }

    private int images() {
        return outcomes.images();
    }

    /** Returns the images that stayed correct under every threat, if there are several. */
    private Optional<BitSet> union() {
        List<String> threats = conditions.stream()
                .filter(Condition.Robust.class::isInstance)
                .map(Condition::label)
                .toList();
        if (threats.size() < 2) {
            return Optional.empty();
        }
        return Optional.of(outcomes.withUnion(UNION, threats).correct(UNION));
    }
}
