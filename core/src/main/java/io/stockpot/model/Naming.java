package io.stockpot.model;

import io.stockpot.model.layer.Layer;
import io.stockpot.model.layer.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The names that another program gives the tensors of a network.
 *
 * @param origin the program, as it is called in sentences
 * @param names of all tensors: from its names to ours
 */
public record Naming(String origin, Map<String, String> names) {
    /** Copies the names. */
    public Naming {
        names = Map.copyOf(names);
    }

    /**
     * Describes names that differ from ours in how they begin.
     *
     * @param starts from how our names begin to how those of the other program do; of several the first counts
     */
    static Naming of(String origin, Layer network, Map<String, String> starts) {
        Map<String, String> names = new LinkedHashMap<>();
        for (Parameter parameter : network.parameters()) {
            String ours = parameter.name();
            String theirs = starts.entrySet().stream()
                    .filter(start -> ours.startsWith(start.getKey()))
                    .findFirst()
                    .map(start ->
                            start.getValue() + ours.substring(start.getKey().length()))
                    .orElse(ours);
            names.put(theirs, ours);
        }
        return new Naming(origin, names);
    }

    /** Renames what has a name of the other program, and leaves the rest as it is. */
    public <T> Map<String, T> apply(Map<String, T> tensors) {
        Map<String, T> renamed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> renamed.put(names.getOrDefault(name, name), tensor));
        return renamed;
    }
}
