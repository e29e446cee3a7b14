package io.stockpot.model;

import io.stockpot.model.layer.Layer;
import io.stockpot.model.layer.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The order in which a network uses its tensors: in groups from the image to the logits. Each group holds the tensors of
 * its layers with their running statistics, and each tensor is in one.
 */
public final class Depth {
    /** What comes before the first residual block. */
    public static final String STEM = "stem";

    /** What comes after the last. */
    public static final String HEAD = "head";

    private Depth() {}

    /**
     * Returns the residual blocks, with what comes before them and after them. What stands between two blocks, such as the
     * layer that halves the image, goes with the one that follows. A network without blocks is taken apart into {@linkplain
     * #layers layers}.
     *
     * @return names of tensors in the order of the network, by where those of the block start; the first and the last group
     *     are called {@link #STEM} and {@link #HEAD}, and are absent where the network has no tensors there
     */
    public static Map<String, List<String>> blocks(Architecture architecture) {
        Layer network = architecture.network();
        List<String> blocks = network.blocks();
        if (blocks.isEmpty()) {
            return layers(architecture);
        }
        Map<String, List<String>> groups = new LinkedHashMap<>();
        List<String> waiting = new ArrayList<>();
        for (Parameter parameter : network.parameters()) {
            String name = parameter.name();
            Optional<String> block = blocks.stream().filter(name::startsWith).findFirst();
            if (block.isPresent()) {
                if (groups.isEmpty() && !waiting.isEmpty()) {
                    groups.put(STEM, List.copyOf(waiting));
                    waiting.clear();
                }
                List<String> group = groups.computeIfAbsent(withoutDot(block.get()), key -> new ArrayList<>());
                group.addAll(waiting);
                group.add(name);
                waiting.clear();
            } else {
                waiting.add(name);
            }
        }
        if (!waiting.isEmpty()) {
            groups.put(HEAD, List.copyOf(waiting));
        }
        return groups;
    }

    private static String withoutDot(String prefix) {
        return prefix.endsWith(".") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    /** Returns the names of all tensors, in the order of the network. */
    public static List<String> names(Architecture architecture) {
        return architecture.network().parameters().stream().map(Parameter::name).toList();
    }

    /**
     * Returns the single layers: convolutions, norms, linear ones.
     *
     * @return names of tensors in the order of the network, by what they have in common, all before the last dot
     */
    public static Map<String, List<String>> layers(Architecture architecture) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (Parameter parameter : architecture.network().parameters()) {
            String name = parameter.name();
            int dot = name.lastIndexOf('.');
            groups.computeIfAbsent(dot < 0 ? name : name.substring(0, dot), key -> new ArrayList<>())
                    .add(name);
        }
        return groups;
    }
}
