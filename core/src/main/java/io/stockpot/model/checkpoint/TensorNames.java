package io.stockpot.model.checkpoint;

import io.stockpot.model.Architecture;
import io.stockpot.model.Naming;
import io.stockpot.model.ParameterNames;
import io.stockpot.model.layer.Parameter;
import io.stockpot.tensor.file.WeightFile;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the tensors of a file are called, and of which shape they are taken to be.
 *
 * @param originals from the name of a tensor to that in the file, in the order of the file
 * @param naming the program whose names were replaced by ours, if any were
 * @param shapes of the tensors that the program gives another shape, with as many elements
 */
record TensorNames(Map<String, String> originals, Optional<Naming> naming, Map<String, List<Long>> shapes) {
    /** Keeps the order of the names. */
    TensorNames {
        originals = Collections.unmodifiableMap(new LinkedHashMap<>(originals));
        shapes = Map.copyOf(shapes);
    }

    /** Returns the names of a file of Stockpot. */
    static TensorNames own(WeightFile content) {
        return new TensorNames(Renaming.NONE.originals(content.names()), Optional.empty(), Map.of());
    }

    /**
     * Returns the names of a foreign file: renamed by the rules that are told and, if that makes them fit the network
     * that is told, from those of another program to ours.
     *
     * @param reshape whether tensors get the shapes of the network; a digest that a file states was taken of its own
     * @throws IllegalArgumentException if the rules cannot be used
     */
    static TensorNames told(WeightFile content, ForeignNotes notes, boolean reshape) {
        Map<String, String> renamed = notes.renaming().originals(content.names());
        List<Naming> known = notes.architecture().map(Architecture::otherNames).orElse(List.of());
        if (known.isEmpty()) {
            return new TensorNames(renamed, Optional.empty(), Map.of());
        }
        List<Parameter> parameters =
                notes.architecture().orElseThrow().network().parameters();
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        renamed.forEach((name, original) ->
                shapes.put(name, Arrays.stream(content.shape(original)).boxed().toList()));
        for (Naming naming : known) {
            Map<String, List<Long>> ours = naming.apply(shapes);
            if (ParameterNames.same(parameters, ours)) {
                return new TensorNames(
                        naming.apply(renamed), Optional.of(naming), reshape ? others(parameters, ours) : Map.of());
            }
        }
        return new TensorNames(renamed, Optional.empty(), Map.of());
    }

    /** Returns the shapes of the network that are not those of the file. */
    private static Map<String, List<Long>> others(List<Parameter> parameters, Map<String, List<Long>> shapes) {
        Map<String, List<Long>> others = new HashMap<>();
        for (Parameter parameter : parameters) {
            List<Long> shape = shapes.get(parameter.name());
            if (shape != null && !shape.equals(parameter.shape())) {
                others.put(parameter.name(), parameter.shape());
            }
        }
        return others;
    }

    /** Returns the sentence about names that were replaced, if any were. */
    Optional<String> remark() {
        return naming.map(
                other -> "the tensors have the names of " + other.origin() + " and were renamed to those of timm");
    }

    /** Returns the shape that a tensor is taken to have, if it is not that in the file. */
    Optional<long[]> shape(String name) {
        return Optional.ofNullable(shapes.get(name))
                .map(shape -> shape.stream().mapToLong(Long::longValue).toArray());
    }
}
