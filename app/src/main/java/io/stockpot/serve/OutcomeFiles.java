package io.stockpot.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Reads what was measured before: the outcomes of a grid of mixtures, of one model, or of several data sets. */
public final class OutcomeFiles {
    private OutcomeFiles() {}

    /**
     * Adds what a file holds to what is known.
     *
     * @throws IOException if it cannot be read, holds no outcomes, or those of other models
     */
    public static Knowledge read(Path file, Knowledge known) throws IOException {
        Set<String> keys = keys(file);
        String name = file.getFileName().toString();
        try {
            if (keys.contains("points")) {
                GridOutcomes grid = GridOutcomes.read(file);
                return known.with(grid, images(grid.images(), name));
            }
            if (keys.contains("dataSets")) {
                return known.with(ShiftOutcomes.read(file), "of '" + name + "'");
            }
            if (keys.contains("conditions")) {
                Outcomes outcomes = Outcomes.read(file);
                return known.with(name.replaceFirst("\\.json$", ""), outcomes, images(outcomes.images(), name));
            }
        } catch (IllegalArgumentException others) {
            throw new IOException("--outcomes '" + file + "': " + others.getMessage(), others);
        }
        throw new IOException(
                "'" + file + "' holds no outcomes; 'stockpot season --outcomes', and the export of a recipe,"
                        + " write such files");
    }

    private static String images(int count, String name) {
        return count + " images of '" + name + "'";
    }

    /** Returns the keys of the outermost object; the file may be large, so nothing else is kept. */
    private static Set<String> keys(Path file) throws IOException {
        Set<String> keys = new HashSet<>();
        try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    keys.add(parser.currentName());
                    parser.nextToken();
                    parser.skipChildren();
                }
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException broken) {
            throw new IOException("'" + file + "' is no JSON: " + broken.getOriginalMessage(), broken);
        }
        return keys;
    }
}
