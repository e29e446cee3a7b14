package io.stockpot.tensor;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Named tensors in order: the weights and running statistics of one model. It owns its tensors and
 * frees them when closed.
 */
public final class StateDict implements AutoCloseable {
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /** Creates an empty state dict. */
    public StateDict() {
        Torch.boot();
    }

    /** A source of tensors by name, which belong to the scope it is called in. */
    @FunctionalInterface
    public interface Values {
        /** Returns the tensor. */
        Tensor read(String name) throws IOException;
    }

    /**
     * Reads tensors one by one; if one cannot be read, none are left behind.
     *
     * @return to be closed by the caller
     */
    public static StateDict read(Collection<String> names, Values values) throws IOException {
        StateDict tensors = new StateDict();
        try {
            for (String name : names) {
                try (Scope scope = Scope.open()) {
                    tensors.put(name, values.read(name));
                }
            }
            return tensors;
        } catch (IOException | RuntimeException failure) {
            tensors.close();
            throw failure;
        }
    }

    /**
     * Adds a tensor and takes it over.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public void put(String name, Tensor tensor) {
        if (tensors.containsKey(name)) {
            throw new IllegalArgumentException("two tensors are called '" + name + "'");
        }
        tensors.put(name, Scope.own(tensor));
    }

    /**
     * Returns a tensor, still owned by this state dict.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("there is no tensor '" + name + "'");
        }
        return tensor;
    }

    /** Returns the names in order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    /** Returns the shape of a tensor. */
    public long[] shape(String name) {
        return shapeOf(get(name));
    }

    /** Returns the number of elements in all tensors. */
    public long elements() {
        return tensors.values().stream().mapToLong(Tensor::numel).sum();
    }

    /** Returns a deep copy, to be closed by the caller. */
    public StateDict copy() {
        StateDict copy = new StateDict();
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            tensors.forEach((name, tensor) -> copy.put(name, tensor.detach().clone()));
        }
        return copy;
    }

    /**
     * Overwrites the values of this state dict in place with those of another.
     *
     * @throws IllegalArgumentException if names or shapes differ, naming the first difference
     */
    public void copyFrom(StateDict other) {
        requireSameShapes(other);
        try (NoGradGuard guard = new NoGradGuard()) {
            tensors.forEach((name, tensor) -> tensor.copy_(other.get(name)));
        }
    }

    /**
     * Overwrites this state dict in place with Σ wᵢθᵢ, in the types of its tensors. Integer tensors
     * (batch counters) are taken from the source of the largest weight. A weight of exactly one with
     * all others zero copies bit for bit.
     *
     * @param sources of the same names and shapes as this
     * @param weights one per source
     * @throws IllegalArgumentException if names or shapes differ, naming the first difference
     */
    public void linearCombination(List<StateDict> sources, double[] weights) {
        linearCombination(sources, name -> weights);
    }

    /**
     * Overwrites this state dict in place with Σ wᵢθᵢ as {@link #linearCombination(List, double[])} does, by weights that
     * may differ from tensor to tensor.
     *
     * @param sources of the same names and shapes as this
     * @param weights one per source, by the name of the tensor
     * @throws IllegalArgumentException if names or shapes differ, naming the first difference
     */
    public void linearCombination(List<StateDict> sources, Function<String, double[]> weights) {
        for (String name : tensors.keySet()) {
            int number = weights.apply(name).length;
            if (sources.size() != number || number == 0) {
                throw new IllegalArgumentException(
                        sources.size() + " models and " + number + " weights: one weight per model is needed");
            }
        }
        sources.forEach(this::requireSameShapes);
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            FloatSums sums = new FloatSums();
            tensors.forEach((name, tensor) -> LinearCombination.collect(
                    tensor, sources.stream().map(source -> source.get(name)).toList(), weights.apply(name), sums));
            sums.run();
        }
    }

    /**
     * Checks that another state dict has the same names and shapes.
     *
     * @throws IllegalArgumentException naming the first difference
     */
    public void requireSameShapes(StateDict other) {
        for (String name : tensors.keySet()) {
            if (!other.tensors.containsKey(name)) {
                throw new IllegalArgumentException("models differ: '" + name + "' is in one and not in the other");
            }
            if (!Arrays.equals(shape(name), other.shape(name))) {
                throw new IllegalArgumentException("models differ at '" + name + "': " + Arrays.toString(shape(name))
                        + " and " + Arrays.toString(other.shape(name)));
            }
        }
        for (String name : other.tensors.keySet()) {
            if (!tensors.containsKey(name)) {
                throw new IllegalArgumentException("models differ: '" + name + "' is in one and not in the other");
            }
        }
    }

    /** Returns the SHA-256, in hex, over names, types, shapes and values in order. */
    public String digest() {
        WeightDigest digest = new WeightDigest();
        tensors.forEach(digest::add);
        return digest.finish();
    }

    public static long[] shapeOf(Tensor tensor) {
        long[] shape = new long[(int) tensor.dim()];
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = tensor.size(axis);
        }
        return shape;
    }

    /** Frees all tensors. */
    @Override
    public void close() {
        tensors.values().forEach(Scope::release);
        tensors.clear();
    }
}
