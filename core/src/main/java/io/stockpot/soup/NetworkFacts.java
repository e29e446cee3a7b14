package io.stockpot.soup;

import io.stockpot.model.Architecture;
import io.stockpot.model.Depth;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.soup.choice.LayerFacts;
import io.stockpot.soup.choice.TensorGroup;
import io.stockpot.tensor.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Facts about models of one network, in memory or in files.
 *
 * @param tensors names of all tensors
 * @param network that all are of, if it is known
 * @param values of a tensor, one per model, in the caller's scope
 */
record NetworkFacts(List<String> tensors, Optional<Architecture> network, Values values) implements LayerFacts {
    /** Where values come from. */
    @FunctionalInterface
    interface Values {
        /** Returns a tensor of each model. */
        List<Tensor> of(String tensor) throws IOException;
    }

    NetworkFacts {
        tensors = List.copyOf(tensors);
    }

    static NetworkFacts of(List<Ingredient> ingredients) {
        Ingredient first = ingredients.get(0);
        return new NetworkFacts(
                List.copyOf(first.classifier().weights().names()),
                Optional.of(first.classifier().architecture()),
                name -> ingredients.stream()
                        .map(ingredient -> ingredient.classifier().weights().get(name))
                        .toList());
    }

    static NetworkFacts of(MixFiles files) {
        return new NetworkFacts(files.names(), files.architecture(), name -> {
            List<Tensor> values = new ArrayList<>();
            for (CheckpointFile file : files.files()) {
                values.add(file.read(name));
            }
            return values;
        });
    }

    @Override
    public List<TensorGroup> depths() throws IOException {
        Architecture known = network.orElseThrow(
                () -> new IOException("the order of depth needs a network that is known; name it with --architecture"));
        Map<String, List<String>> blocks = new LinkedHashMap<>(Depth.blocks(known));
        List<String> stem = Optional.ofNullable(blocks.remove(Depth.STEM)).orElse(List.of());
        List<String> head = Optional.ofNullable(blocks.remove(Depth.HEAD)).orElse(List.of());
        List<TensorGroup> groups = TensorGroup.of(blocks);
        List<TensorGroup> depths = new ArrayList<>();
        for (int place = 0; place < groups.size(); place++) {
            List<String> names = new ArrayList<>(place == 0 ? stem : List.of());
            names.addAll(groups.get(place).tensors());
            names.addAll(place == groups.size() - 1 ? head : List.of());
            depths.add(new TensorGroup(groups.get(place).name(), names));
        }
        return depths;
    }

    @Override
    public List<List<Double>> products(String tensor) throws IOException {
        try (Scope scope = Scope.open()) {
            return WeightGeometry.ofTensors(values.of(tensor)).products();
        }
    }
}
