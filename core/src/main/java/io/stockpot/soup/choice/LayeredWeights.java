package io.stockpot.soup.choice;

import io.stockpot.text.CanonicalJson;
import io.stockpot.text.Nearest;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Mixing weights that may differ from tensor to tensor. Rules are tried in order: the first whose pattern matches the
 * name of a tensor decides by which weights it is mixed; what no rule matches is mixed by the common weights.
 *
 * <p>Running statistics and counts of batches go with their layer: they are looked up by the name of its scale, so
 * "bn1.running_var" is mixed as "bn1.weight" is, whatever names it.
 *
 * @param common the weights of all tensors that no rule matches
 * @param rules in order; none means one mixture for all tensors
 */
public record LayeredWeights(MixingWeights common, List<Rule> rules) {
    /** The key of the common weights in texts. */
    private static final String COMMON = "default";

    private static final List<String> FOLLOWING = List.of(".running_mean", ".running_var", ".num_batches_tracked");

    /**
     * Some tensors and their weights.
     *
     * @param tensors by their names
     * @param weights one per ingredient
     */
    public record Rule(TensorPattern tensors, MixingWeights weights) {}

    /** How such weights are written: patterns and weights, in order. */
    private record Written(Map<String, MixingWeights> weights) {}

    /** Copies the rules and checks that each has as many weights as the others. */
    public LayeredWeights {
        rules = List.copyOf(rules);
        Set<TensorPattern> patterns = new LinkedHashSet<>();
        for (Rule rule : rules) {
            if (!patterns.add(rule.tensors())) {
                throw new IllegalArgumentException("'" + rule.tensors() + "' has weights twice; name it once");
            }
            if (rule.weights().size() != common.size()) {
                throw new IllegalArgumentException(rule.weights().size() + " weights for '" + rule.tensors() + "' and "
                        + common.size() + " for the others: " + rule.weights() + "; all need one per ingredient");
            }
        }
    }

    /** Returns the mixture that is the same for all tensors. */
    public static LayeredWeights of(MixingWeights same) {
        return new LayeredWeights(same, List.of());
    }

    /**
     * Reads weights: "0.4, 0.6", or a mapping from patterns to such, in order, which has the common weights under
     * "default": {@code {'fc.*': "1, 0", default: "0.4, 0.6"}}.
     *
     * @throws IllegalArgumentException if the text is neither, a pattern is twice in it, or a sum is not 1
     */
    public static LayeredWeights read(String text) {
        if (!text.strip().startsWith("{")) {
            return of(MixingWeights.parse(text));
        }
        Map<String, MixingWeights> written;
        try {
            written = new LinkedHashMap<>(YamlRecords.read("weights: " + text, "weights", Written.class, List.of())
                    .weights());
        } catch (TextException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
        MixingWeights common = written.remove(COMMON);
        if (common == null) {
            throw new IllegalArgumentException("weights by name need those of all other tensors under '" + COMMON
                    + "', as in {'fc.*': \"1, 0\", default: \"0.4, 0.6\"}");
        }
        List<Rule> rules = new ArrayList<>();
        written.forEach((pattern, weights) -> rules.add(new Rule(TensorPattern.parse(pattern), weights)));
        return new LayeredWeights(common, rules);
    }

    /** Returns the weights of a tensor. */
    public MixingWeights of(String tensor) {
        String deciding = deciding(tensor);
        for (Rule rule : rules) {
            if (rule.tensors().matches(deciding)) {
                return rule.weights();
            }
        }
        return common;
    }

    /** Returns the name that a tensor is looked up by: its own, or that of its layer's scale. */
    public static String deciding(String tensor) {
        for (String ending : FOLLOWING) {
            if (tensor.endsWith(ending)) {
                return tensor.substring(0, tensor.length() - ending.length()) + ".weight";
            }
        }
        return tensor;
    }

    /** Returns whether there are rules. */
    public boolean byName() {
        return !rules.isEmpty();
    }

    /** Returns the number of ingredients. */
    public int size() {
        return common.size();
    }

    /** Returns the place of the ingredient that this mixture is alone, whatever the tensor, if it is one. */
    public OptionalInt single() {
        boolean same = rules.stream().allMatch(rule -> rule.weights().equals(common));
        return same ? common.single() : OptionalInt.empty();
    }

    /**
     * Checks that each rule decides for at least one tensor of a network.
     *
     * @param tensors names of all tensors
     * @throws IllegalArgumentException naming the rule that matches none, with the nearest name, or that comes too late
     */
    public void requireSuits(Collection<String> tensors) {
        Set<String> names = new LinkedHashSet<>();
        tensors.forEach(tensor -> names.add(deciding(tensor)));
        Set<String> left = new LinkedHashSet<>(names);
        for (Rule rule : rules) {
            if (names.stream().noneMatch(rule.tensors()::matches)) {
                throw new IllegalArgumentException(noMatch(rule.tensors(), names));
            }
            if (!left.removeIf(rule.tensors()::matches)) {
                throw new IllegalArgumentException("all tensors that '" + rule.tensors()
                        + "' matches are matched by patterns before it, which decide; put it before them");
            }
        }
    }

    private static String noMatch(TensorPattern pattern, Set<String> names) {
        String written = pattern.text();
        if (FOLLOWING.stream().anyMatch(ending -> written.endsWith(ending.substring(1)))) {
            return "no tensor is looked up as '" + written + "': running statistics are mixed as the weight of their"
                    + " layer is; name that, for instance '" + deciding(written) + "'";
        }
        String help = Nearest.to(written.replace("*", ""), starts(names))
                .map(near -> "did you mean '" + near + (names.contains(near) ? "" : "*") + "'? ")
                .orElse("");
        return "no tensor matches '" + written + "'; " + help + "The first is '"
                + names.stream().findFirst().orElse("") + "'; 'stockpot inspect --tensors' lists all";
    }

    /** Returns names and what they start with, up to each dot: what a pattern may have meant. */
    private static Set<String> starts(Set<String> names) {
        Set<String> starts = new LinkedHashSet<>(names);
        for (String name : names) {
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                starts.add(name.substring(0, dot + 1));
            }
        }
        return starts;
    }

    /** Returns the text that {@link #read} reads: {@code {"fc.*":"1, 0","default":"0.4, 0.6"}}, or only "0.4, 0.6". */
    @Override
    public String toString() {
        if (rules.isEmpty()) {
            return common.toString();
        }
        Map<String, MixingWeights> written = new LinkedHashMap<>();
        rules.forEach(rule -> written.put(rule.tensors().text(), rule.weights()));
        written.put(COMMON, common);
        String json = CanonicalJson.of(new Written(written));
        return json.substring(json.indexOf(':') + 1, json.length() - 1);
    }
}
