package io.stockpot.model.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/**
 * Layers one after another, each under its own name.
 *
 * @param links the layers in order
 */
public record Chain(List<Link> links) implements Layer {
    /** Copies the list. */
    public Chain {
        links = List.copyOf(links);
    }

    /**
     * A layer and the name of its tensors within the chain.
     *
     * @param name empty where the layer's tensors are named like the chain's own
     * @param layer the layer
     */
    public record Link(String name, Layer layer) {
        String prefix() {
            return name.isEmpty() ? "" : name + ".";
        }
    }

    /** Collects the links of a chain. */
    public static final class Builder {
        private final List<Link> links = new ArrayList<>();

        public Builder add(String name, Layer layer) {
            links.add(new Link(name, layer));
            return this;
        }

        public Chain build() {
            return new Chain(links);
        }
    }

    @Override
    public Tensor forward(Weights weights, Tensor input) {
        Tensor value = input;
        for (Link link : links) {
            value = link.layer().forward(weights.under(link.prefix()), value);
        }
        return value;
    }

    @Override
    public String export(OnnxGraph graph, String input) {
        String value = input;
        for (Link link : links) {
            value = link.layer().export(graph.under(link.prefix()), value);
        }
        return value;
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {
        links.forEach(link -> link.layer().declare(prefix + link.prefix(), parameters));
    }

    @Override
    public void declareBlocks(String prefix, Consumer<String> blocks) {
        links.forEach(link -> link.layer().declareBlocks(prefix + link.prefix(), blocks));
    }

    @Override
    public List<String> stages() {
        return links.stream()
                .filter(link -> !link.layer().blocks().isEmpty())
                .map(Link::prefix)
                .toList();
    }
}
