package io.stockpot.tensor.file;

import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/**
 * An open file of named tensors, in any format that is known. Its table of contents has been read and
 * checked; the values stay on disk until they are asked for.
 */
public sealed interface WeightFile permits NumpyFile, PyTorchFile, Safetensors, ShardedWeights {
    /** Returns the name of the format, e.g. "safetensors". */
    String format();

    /** Returns free-form texts that the file carries; empty in formats that have none. */
    default Map<String, String> metadata() {
        return Map.of();
    }

    /** Returns whether the metadata speak of all tensors of the file, as they do where they are in its header. */
    default boolean describesWhole() {
        return false;
    }

    /** Returns whether the format may hold several state dicts, of which one is opened. */
    default boolean choosesStateDict() {
        return false;
    }

    /** Returns the files that hold the tensors, if that is not this one. */
    default List<Path> shards() {
        return List.of();
    }

    /**
     * Returns sentences on what of the file is ignored: the place of the state dict among other things,
     * a prefix that was stripped, entries that are no tensors.
     */
    default List<String> remarks() {
        return List.of();
    }

    /** Returns the names of the tensors in order. */
    Set<String> names();

    /**
     * Returns the shape of a tensor.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    long[] shape(String name);

    /** Returns the name of a tensor's element type as safetensors spells it, e.g. "F32". */
    String type(String name);

    /**
     * Reads one tensor, which belongs to the caller's scope.
     *
     * @throws IOException if the values cannot be read
     */
    Tensor read(String name) throws IOException;

    /**
     * Reads one tensor into memory that is there already.
     *
     * @param target contiguous, of the tensor's type and shape
     * @throws IOException if the values cannot be read
     */
    default void read(String name, Tensor target) throws IOException {
        try (Scope scope = Scope.open()) {
            target.copy_(read(name));
        }
    }

    /** Reads all tensors. */
    default StateDict read() throws IOException {
        return StateDict.read(names(), this::read);
    }
}
