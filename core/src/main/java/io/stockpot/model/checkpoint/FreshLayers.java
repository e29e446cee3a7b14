package io.stockpot.model.checkpoint;

import io.stockpot.base.Seed;
import io.stockpot.model.layer.Parameter;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Layers that a file of others lacks and whose weights are drawn, such as the head that a pretrained encoder does not
 * have. The draws are the same for every file, as their seed is fixed.
 *
 * @param names of the layers in the network, such as {@code head}
 */
public record FreshLayers(List<String> names) {
    /** Draws nothing. */
    public static final FreshLayers NONE = new FreshLayers(List.of());

    private static final Seed SEED = new Seed(0);

    /** Copies the list. */
    public FreshLayers {
        names = List.copyOf(names);
    }

    /**
     * Checks that nothing is to be drawn.
     *
     * @param file one of Stockpot, which has all layers
     * @throws IOException if something is
     */
    void requireNone(Path file) throws IOException {
        if (!names.isEmpty()) {
            throw new IOException(file + " has all weights of its network, so none of its layers is drawn afresh;"
                    + " leave 'fresh' out");
        }
    }

    private boolean includes(Parameter parameter) {
        return names.stream().anyMatch(name -> isOf(name, parameter));
    }

    private static boolean isOf(String layer, Parameter parameter) {
        return parameter.name().startsWith(layer + ".");
    }

    /**
     * Returns what a file must hold of a network.
     *
     * @throws IOException if the network has no such layer
     */
    List<Parameter> requiredOf(List<Parameter> network, Path file) throws IOException {
        for (String name : names) {
            if (network.stream().noneMatch(parameter -> isOf(name, parameter))) {
                throw new IOException(file + ": the network has no layer '" + name + "' to draw afresh; the last of"
                        + " its tensors is '" + network.get(network.size() - 1).name() + "'");
            }
        }
        return network.stream().filter(parameter -> !includes(parameter)).toList();
    }

    /** Adds the weights that a file lacks to those that it has. */
    void drawInto(StateDict values, List<Parameter> network) {
        try (Scope scope = Scope.open()) {
            network.stream()
                    .filter(this::includes)
                    .forEach(parameter -> values.put(parameter.name(), parameter.initial(SEED)));
        }
    }

    /** Returns a sentence on what is drawn, if anything is. */
    Optional<String> remark() {
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of("the weights of these layers are drawn afresh, as the file is said to lack them: "
                        + String.join(", ", names));
    }
}
