package io.stockpot.model;

import io.stockpot.model.layer.Parameter;
import io.stockpot.tensor.StateDict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares the tensors of a file with those of a network. */
public final class ParameterNames {
    private static final int SHOWN = 5;

    private ParameterNames() {}

    /**
     * Checks that the values are just what the network needs. Counts of batches may be missing, as from files of
     * before PyTorch 0.4.1, or arrays of one element.
     *
     * @throws IllegalArgumentException listing missing, unexpected and differently shaped tensors
     */
    public static void requireSame(List<Parameter> parameters, StateDict values) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        values.names()
                .forEach(name -> shapes.put(
                        name, Arrays.stream(values.shape(name)).boxed().toList()));
        requireSame(parameters, shapes);
    }

    /** Checks as {@link #requireSame(List, StateDict)} when only the shapes are known. */
    public static void requireSame(List<Parameter> parameters, Map<String, List<Long>> shapes) {
        Set<String> unexpected = new LinkedHashSet<>(shapes.keySet());
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        for (Parameter parameter : parameters) {
            String name = parameter.name();
            if (!unexpected.remove(name)) {
                if (parameter.role() != Parameter.Role.BATCH_COUNT) {
                    missing.add(name);
                }
                continue;
            }
            if (!parameter.takes(shapes.get(name))) {
                misshapen.add(name + ": " + shapes.get(name) + " instead of " + parameter.shape());
            }
        }
        if (!missing.isEmpty() || !unexpected.isEmpty() || !misshapen.isEmpty()) {
            throw new IllegalArgumentException("the weights do not fit the network:"
                    + listed(" missing", missing)
                    + listed(" unexpected", unexpected)
                    + listed(" other shapes", misshapen));
        }
    }

    /** Returns whether {@link #requireSame(List, Map)} would pass. */
    public static boolean same(List<Parameter> parameters, Map<String, List<Long>> shapes) {
        try {
            requireSame(parameters, shapes);
            return true;
        } catch (IllegalArgumentException different) {
            return false;
        }
    }

    private static String listed(String what, Collection<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String shown = String.join(", ", names.stream().limit(SHOWN).toList());
        return what + " (" + names.size() + "): " + shown + (names.size() > SHOWN ? ", …" : "") + ";";
    }
}
