package io.stockpot.claim;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Seed;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A page on which measurements decide the claims of the paper, as a YAML file requests it.
 *
 * @param title heading of the page
 * @param outcomes folder of the measurements, from the folder of the file
 * @param seed of resamples and draws
 * @param measured sentences on how the numbers were measured
 * @param differences sentences on what differs from the paper
 * @param primary for each claim, by its experiment, the statement that decides it, word for word
 * @param claims in the order of the page
 * @param tables at the end of the page
 */
public record ResultsPlan(
        String title,
        @JsonProperty(defaultValue = "outcomes") String outcomes,
        @JsonProperty(defaultValue = "1") long seed,
        String measured,
        String differences,
        @JsonProperty(defaultValue = "{}") Map<String, String> primary,
        List<Claim> claims,
        @JsonProperty(defaultValue = "[]") List<AccuracyTable> tables) {
    /** Copies the lists and checks that every claim is examined once. */
    public ResultsPlan {
        primary = Map.copyOf(primary);
        claims = List.copyOf(claims);
        tables = List.copyOf(tables);
        Set<String> seen = new HashSet<>();
        for (Claim claim : claims) {
            if (!seen.add(claim.id())) {
                throw new IllegalArgumentException("the claim " + claim.id() + " is examined twice");
            }
        }
    }

    /**
     * Reads the file and its measurements, examines all claims, and writes the page and its figures.
     *
     * @param page where the page goes; its figures go into a folder beside it that is named like it
     * @throws IOException if something cannot be read, or written
     */
    public static void write(Path file, Path page) throws IOException {
        ResultsPlan results = YamlRecords.read(file, ResultsPlan.class, List.of());
        Path folder = file.toAbsolutePath().getParent();
        Evidence evidence = Evidence.read(folder.resolve(results.outcomes));
        List<Verdict> verdicts = new ArrayList<>();
        for (Claim claim : results.claims) {
            verdicts.add(results.examined(claim, evidence));
        }
        List<String> tables = new ArrayList<>();
        for (AccuracyTable table : results.tables) {
            tables.add(results.made(table, Evidence.read(folder.resolve(table.outcomes()))));
        }
        new ResultsPage(results, file.getFileName().toString(), verdicts, tables).write(page);
    }

    private String made(AccuracyTable table, Evidence evidence) throws IOException {
        try {
            return table.markdown(evidence);
        } catch (IllegalArgumentException missing) {
            throw new IOException(
                    "the table '" + table.title() + "' lacks something: " + missing.getMessage(), missing);
        }
    }

    private Verdict examined(Claim claim, Evidence evidence) throws IOException {
        try {
            return Verdict.of(
                    claim.examine(evidence, new Seed(seed).child(claim.id())), primary.getOrDefault(claim.id(), ""));
        } catch (IllegalArgumentException missing) {
            throw new IOException("claim " + claim.id() + " cannot be examined: " + missing.getMessage(), missing);
        }
    }
}
