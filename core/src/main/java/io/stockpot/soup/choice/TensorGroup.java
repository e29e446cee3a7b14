package io.stockpot.soup.choice;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tensors of a network that are mixed by the same weights.
 *
 * @param name of the group
 * @param tensors their names, in the order of the network, running statistics included
 */
public record TensorGroup(String name, List<String> tensors) {
    /** Copies the names. */
    public TensorGroup {
        tensors = List.copyOf(tensors);
    }

    /** Returns groups from the tensors of each by its name, in order. */
    public static List<TensorGroup> of(Map<String, List<String>> groups) {
        List<TensorGroup> all = new ArrayList<>();
        groups.forEach((name, tensors) -> all.add(new TensorGroup(name, tensors)));
        return List.copyOf(all);
    }

    /**
     * Returns weights that differ from group to group.
     *
     * @param common weights of what is in no group
     * @param groups whose tensors are all different
     * @param weights one mixture per group
     */
    public static LayeredWeights layered(MixingWeights common, List<TensorGroup> groups, List<MixingWeights> weights) {
        List<LayeredWeights.Rule> rules = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            if (!weights.get(group).equals(common)) {
                for (TensorPattern pattern : groups.get(group).patterns(groups)) {
                    rules.add(new LayeredWeights.Rule(pattern, weights.get(group)));
                }
            }
        }
        return new LayeredWeights(common, rules);
    }

    /** Returns patterns that match the tensors of this group and of no other: one, where all start with its name. */
    private List<TensorPattern> patterns(List<TensorGroup> groups) {
        boolean begins = tensors.stream().allMatch(tensor -> tensor.startsWith(name + "."));
        boolean alone = groups.stream()
                .filter(other -> !other.equals(this))
                .flatMap(other -> other.tensors().stream())
                .noneMatch(tensor -> tensor.startsWith(name + "."));
        if (begins && alone) {
            return List.of(TensorPattern.parse(name + ".*"));
        }
        Set<String> names = new TreeSet<>();
        tensors.forEach(tensor -> names.add(LayeredWeights.deciding(tensor)));
        return names.stream().map(TensorPattern::parse).toList();
    }
}
