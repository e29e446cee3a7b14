package io.stockpot.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.model.layer.Chain;
import io.stockpot.model.layer.Layer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that is described layer by layer. The name of a layer is that of its tensors in common
 * files: "0" for "0.weight", "layer1.0" for "layer1.0.conv1.weight"; layers without tensors need one too,
 * any that is free.
 *
 * <pre>{@code
 * sequential:
 *   channels: 1
 *   layers:
 *     conv1: {convolution: {in: 1, out: 16, kernel: 4, stride: 2, padding: 1}}
 *     relu1: relu
 *     flatten: flatten
 *     linear: {linear: {in: 3136, out: 10}}
 * }</pre>
 *
 * @param layers by name, in order
 * @param classes number of classes
 * @param channels channels of the images
 */
public record Sequential(
        Map<String, Layer> layers,
        @JsonProperty(defaultValue = "10") int classes,
        @JsonProperty(defaultValue = "3") int channels)
        implements Architecture {
    /** Copies the layers and checks that the last, if it fixes the number of its outputs, has one per class. */
    public Sequential {
        layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
        ClassifierSizes.require(classes, channels);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("layers must not be empty");
        }
        Layer last = null;
        for (Map.Entry<String, Layer> layer : layers.entrySet()) {
            if (layer.getKey().isBlank()) {
                throw new IllegalArgumentException("layers must have names");
            }
            last = layer.getValue();
        }
        int outputs = last.features().orElse(classes);
        if (outputs != classes) {
            throw new IllegalArgumentException(
                    "classes must be as many as the last layer's " + outputs + " outputs, not " + classes);
        }
    }

    @Override
    public Sequential withClasses(int number) {
        Map<String, Layer> changed = new LinkedHashMap<>(layers);
        String last = List.copyOf(layers.keySet()).get(layers.size() - 1);
        changed.put(
                last,
                layers.get(last)
                        .withFeatures(number)
                        .orElseThrow(() -> new IllegalArgumentException("the number of classes of this network cannot"
                                + " be changed: its last layer, '" + last + "', is not linear")));
        return new Sequential(changed, number, channels);
    }

    @Override
    public List<String> hiddenSettings() {
        return List.of("layers without weights", "strides and padding");
    }

    @Override
    public Layer network() {
        Chain.Builder network = new Chain.Builder();
        layers.forEach(network::add);
        return network.build();
    }
}
