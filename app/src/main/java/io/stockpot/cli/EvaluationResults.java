package io.stockpot.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.attack.Attack;
import io.stockpot.evaluate.ConditionFindings;
import io.stockpot.evaluate.Findings;
import io.stockpot.evaluate.StageFindings;
import io.stockpot.evaluate.Warning;
import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.text.CanonicalJson;
import java.util.List;
import java.util.Locale;

/**
 * What an evaluation found, as a table and as JSON.
 *
 * @param pictures the name of each image that is a picture in a folder; none for a data set
 */
record EvaluationResults(Findings findings, List<String> pictures) {
    /** Returns a line per condition: label, accuracy, interval, count, seconds; and below it one per attack of several. */
    String table() {
        StringBuilder table = new StringBuilder();
        for (ConditionFindings condition : findings.conditions()) {
            String label = condition.condition().label();
            String line = isMeasured(condition)
                    ? line(label, findings.outcomes().accuracy(label))
                    : String.format("%-16s not measured by itself", label);
            table.append(line).append(seconds(condition.seconds()));
            if (condition.stages().size() > 1) {
                condition
                        .stages()
                        .forEach(stage -> table.append(line("  " + stage.name(), stage.left()))
                                .append(seconds(stage.seconds())));
            }
        }
        findings.union()
                .ifPresent(union -> table.append(line(Labels.UNION, union.accuracy(Labels.UNION)))
                        .append(System.lineSeparator()));
        return table.toString();
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "  %7.1f s%n", seconds);
    }

    private static String line(String label, Accuracy accuracy) {
        return String.format(
                "%-16s %8s  (%s)  %d of %d",
                label, accuracy.percent(), accuracy.intervalPercent(), accuracy.correct(), accuracy.total());
    }

    private boolean isMeasured(ConditionFindings condition) {
        return findings.outcomes().conditions().contains(condition.condition().label());
    }

    /** Returns the same with the indices of the images that stayed correct. */
    String json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("images", findings.outcomes().images());
        root.put("data", findings.outcomes().dataDigest());
        if (!pictures.isEmpty()) {
            pictures.forEach(root.putArray("pictures")::add);
        }
        ArrayNode list = root.putArray("conditions");
        for (ConditionFindings condition : findings.conditions()) {
            put(list.addObject(), condition);
        }
        findings.union().ifPresent(union -> put(root.putObject(Labels.UNION), union, Labels.UNION));
        ArrayNode warnings = root.putArray("warnings");
        for (Warning warning : findings.warnings()) {
            warnings.addObject()
                    .put("id", warning.kind().id())
                    .put("gravity", warning.gravity().name().toLowerCase(Locale.ROOT))
                    .put("condition", warning.where())
                    .put("seen", warning.seen())
                    .put("why", warning.kind().why())
                    .put("advice", warning.kind().advice());
        }
        return root.toPrettyString() + "\n";
    }

    private void put(ObjectNode entry, ConditionFindings condition) {
        String label = condition.condition().label();
        entry.put("condition", label);
        // none if images are looked at as they are
        for (Attack attack : condition.condition().judge().attacks()) {
            entry.put("attack", CanonicalJson.of((Record) attack));
        }
        condition.condition().curve().ifPresent(curve -> entry.put("curve", curve));
        if (isMeasured(condition)) {
            put(entry, findings.outcomes(), label);
        } else {
            entry.put("images", findings.outcomes().images()).put("measured", false);
        }
        ArrayNode stages = entry.putArray("stages");
        for (StageFindings stage : condition.stages()) {
            stages.addObject()
                    .put("attack", stage.name())
                    .put("correct", stage.left().correct())
                    .put("accuracy", stage.left().value())
                    .put("seconds", stage.seconds());
        }
        entry.put("seconds", condition.seconds());
    }

    private static void put(ObjectNode entry, Outcomes outcomes, String label) {
        Accuracy accuracy = outcomes.accuracy(label);
        entry.put("images", accuracy.total()).put("correct", accuracy.correct()).put("accuracy", accuracy.value());
        entry.putArray("interval")
                .add(accuracy.interval().low())
                .add(accuracy.interval().high());
        ArrayNode robust = entry.putArray("robust");
        outcomes.correct(label).stream().forEach(robust::add);
    }
}
