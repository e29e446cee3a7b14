package io.stockpot.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.outcome.Estimate;
import io.stockpot.report.Measurement.Mixture;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the numbers of a block as CSV (RFC 4180) and JSON: one line or object per measurement. */
final class DataFiles {
    private static final List<String> COLUMNS = List.of(
            "series", "ingredients", "weights", "condition", "correct", "images", "accuracy", "low95", "high95");
    private static final ObjectMapper JSON = new ObjectMapper();

    private DataFiles() {}

    static String csv(DataBlock block) {
        return Stream.concat(Stream.of(COLUMNS), block.measurements().stream().map(DataFiles::cells))
                .map(cells -> cells.stream().map(DataFiles::quoted).collect(Collectors.joining(",")) + "\r\n")
                .collect(Collectors.joining());
    }

    static String json(DataBlock block) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("title", block.title());
        root.put("caption", block.caption());
        block.measurements()
                .forEach(measurement -> root.withArray("measurements").add(node(measurement)));
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
        printer.indentObjectsWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
        try {
            return JSON.writer(printer).writeValueAsString(root) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of JSON cannot be written", impossible);
        }
    }

    private static List<String> cells(Measurement measurement) {
        Estimate accuracy = measurement.estimate();
        return List.of(
                measurement.series(),
                measurement
                        .mixture()
                        .map(mixture -> String.join(", ", mixture.ingredients()))
                        .orElse(""),
                measurement
                        .mixture()
                        .map(mixture -> mixture.weights().toString())
                        .orElse(""),
                measurement.condition(),
                measurement.correct().map(String::valueOf).orElse(""),
                String.valueOf(accuracy.images()),
                String.valueOf(accuracy.value()),
                String.valueOf(accuracy.low()),
                String.valueOf(accuracy.high()));
    }

    private static ObjectNode node(Measurement measurement) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("series", measurement.series());
        if (measurement.mixture().isPresent()) {
            Mixture mixture = measurement.mixture().orElseThrow();
            ObjectNode weights = node.putObject("weights");
            for (int i = 0; i < mixture.ingredients().size(); i++) {
                weights.put(mixture.ingredients().get(i), mixture.weights().value(i));
            }
        }
        Estimate accuracy = measurement.estimate();
        node.put("condition", measurement.condition());
        measurement.correct().ifPresent(correct -> node.put("correct", correct));
        return node.put("images", accuracy.images())
                .put("accuracy", accuracy.value())
                .put("low95", accuracy.low())
                .put("high95", accuracy.high());
    }

    private static String quoted(String cell) {
        return cell.matches("[^\",\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
