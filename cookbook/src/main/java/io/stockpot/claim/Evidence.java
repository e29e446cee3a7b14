package io.stockpot.claim;

import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that was measured, by name: the bits that decide statements. On disk it is a folder of models/NAME.json,
 * soups/NAME.json and shifts/NAME.json.
 *
 * @param models outcomes of models alone
 * @param soups outcomes of mixtures under threats
 * @param shifts outcomes of mixtures on several data sets
 */
public record Evidence(
        Map<String, Outcomes> models, Map<String, GridOutcomes> soups, Map<String, ShiftOutcomes> shifts) {
    /** The customary name of its folder. */
    public static final String FOLDER = "outcomes";

    private static final String MODELS = "models";
    private static final String SOUPS = "soups";
    private static final String SHIFTS = "shifts";
    private static final String ENDING = ".json";

    /** Copies the maps. */
    public Evidence {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        soups = Collections.unmodifiableMap(new LinkedHashMap<>(soups));
        shifts = Collections.unmodifiableMap(new LinkedHashMap<>(shifts));
    }

    private interface Reader<T> {
        T read(Path file) throws IOException;
    }

    /**
     * Reads a folder.
     *
     * @throws IOException if it is missing or holds something else
     */
    public static Evidence read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("there is no folder '" + folder + "' with outcomes");
        }
        return new Evidence(
                files(folder.resolve(MODELS), Outcomes::read),
                files(folder.resolve(SOUPS), GridOutcomes::read),
                files(folder.resolve(SHIFTS), ShiftOutcomes::read));
    }

    private static <T> Map<String, T> files(Path folder, Reader<T> reader) throws IOException {
        Map<String, T> found = new LinkedHashMap<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            found.put(name.substring(0, name.length() - ENDING.length()), reader.read(file));
        }
        return found;
    }

    /** Writes the folder; files of other names stay. */
    public void write(Path folder) throws IOException {
        for (Map.Entry<String, Outcomes> model : models.entrySet()) {
            model.getValue().write(folder.resolve(MODELS).resolve(model.getKey() + ENDING));
        }
        for (Map.Entry<String, GridOutcomes> soup : soups.entrySet()) {
            soup.getValue().write(folder.resolve(SOUPS).resolve(soup.getKey() + ENDING));
        }
        for (Map.Entry<String, ShiftOutcomes> shift : shifts.entrySet()) {
            shift.getValue().write(folder.resolve(SHIFTS).resolve(shift.getKey() + ENDING));
        }
    }

    /** Returns a model's outcomes. */
    Outcomes model(String name) {
        return required("model", name, models);
    }

    /** Returns a soup's outcomes. */
    GridOutcomes soup(String name) {
        return required("soup", name, soups);
    }

    /** Returns the outcomes on shifts. */
    ShiftOutcomes shift(String name) {
        return required("shifts", name, shifts);
    }

    private static <T> T required(String what, String name, Map<String, T> known) {
        T found = known.get(name);
        if (found == null) {
            throw new IllegalArgumentException("there are no outcomes of the " + what + " '" + name + "'; known: "
                    + String.join(", ", known.keySet()));
        }
        return found;
    }
}
