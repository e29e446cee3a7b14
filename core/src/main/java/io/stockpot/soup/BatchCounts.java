package io.stockpot.soup;

import io.stockpot.model.checkpoint.CheckpointFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The numbers of batches that batch norms have seen in training, which no classification depends on. Programs leave
 * them out (PyTorch before 0.4.1), write them in any type of number, or as arrays of one element (NumPy), and that keeps
 * no files from being mixed.
 */
final class BatchCounts {
    private static final String NAME = "num_batches_tracked";
    private static final String BEFORE = "running_var";

    private BatchCounts() {}

    /** Returns whether a tensor is such a number, by its name and shape. */
    static boolean isOne(String name, List<Long> shape) {
        return isNamedSo(name) && shape.stream().allMatch(extent -> extent == 1);
    }

    /** Returns whether the tensor of this name is such a number in a file that has it. */
    static boolean isOne(CheckpointFile file, String name) {
        return isNamedSo(name) && Arrays.stream(file.shape(name)).allMatch(extent -> extent == 1);
    }

    private static boolean isNamedSo(String name) {
        return name.equals(NAME) || name.endsWith("." + NAME);
    }

    /**
     * Adds the counts that some files have to the names of tensors, each where a network has it: after the running
     * variance of its batch norm, else at the end.
     */
    static List<String> addedTo(List<String> names, List<CheckpointFile> files) {
        List<String> all = new ArrayList<>(names);
        for (CheckpointFile file : files) {
            for (String name : file.names()) {
                if (isOne(file, name) && !all.contains(name)) {
                    int before = all.indexOf(name.substring(0, name.length() - NAME.length()) + BEFORE);
                    all.add(before < 0 ? all.size() : before + 1, name);
                }
            }
        }
        return List.copyOf(all);
    }
}
