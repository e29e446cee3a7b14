package io.stockpot.model.checkpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A renaming that takes off what a wrapper of a model put before its names: compilation ("_orig_mod."), parallel
 * training and averaging ("module."), frameworks ("model.", "net.").
 *
 * @param prefix what is taken off; ends with a dot
 * @param omitted names without the prefix, which are left out, such as the counter of an average; empty if such names
 *     are kept as they are
 */
public record PrefixRemoval(String prefix, List<String> omitted) {
    /** As "module._orig_mod.model.net.". */
    private static final int MOST_PARTS = 4;

    private static final int LONGEST = 100;
    /** A prefix is that of a copy of the model if this share of the names has it: models lie beside their averages. */
    private static final double SHARE = 0.25;

    /** How many names that are left out get a rule each. */
    private static final int FEW = 3;

    /** What can be typed between single quotes, and needs no escape but for dots and hyphens. */
    private static final Pattern PLAIN = Pattern.compile("[\\w.-]+");

    /** Copies the list. */
    public PrefixRemoval {
        omitted = List.copyOf(omitted);
    }

    /**
     * Finds the first removal after which tensors are as they should be.
     *
     * @param shapes extents by name, in the order of the file
     */
    static Optional<PrefixRemoval> first(Map<String, List<Long>> shapes, Predicate<Map<String, List<Long>>> wanted) {
        return candidates(shapes.keySet()).stream()
                .filter(removal -> wanted.test(removal.apply(shapes)))
                .findFirst();
    }

    /** Returns what may be tried, names without the prefix first kept, then left out. */
    static List<PrefixRemoval> candidates(Set<String> names) {
        List<PrefixRemoval> candidates = new ArrayList<>();
        for (String prefix : prefixes(names)) {
            List<String> others =
                    names.stream().filter(name -> !name.startsWith(prefix)).toList();
            Set<String> renamed = new LinkedHashSet<>(others);
            if (names.stream()
                    .filter(name -> name.startsWith(prefix))
                    .allMatch(name -> renamed.add(name.substring(prefix.length())))) {
                candidates.add(new PrefixRemoval(prefix, List.of()));
            }
            if (!others.isEmpty()) {
                candidates.add(new PrefixRemoval(prefix, others));
            }
        }
        return candidates;
    }

    /** Returns prefixes that are frequent, the most frequent first, long ones after the short ones they begin with. */
    private static List<String> prefixes(Collection<String> names) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String name : names) {
            int end = name.indexOf('.') + 1;
            for (int parts = 0; parts < MOST_PARTS && end > 0 && end <= LONGEST && end < name.length(); parts++) {
                counts.merge(name.substring(0, end), 1, Integer::sum);
                end = name.indexOf('.', end) + 1;
            }
        }
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= SHARE * names.size()
                        && PLAIN.matcher(entry.getKey()).matches())
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Renames tensors. */
    <T> Map<String, T> apply(Map<String, T> tensors) {
        Set<String> without = Set.copyOf(omitted);
        Map<String, T> renamed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (!without.contains(name)) {
                renamed.put(name.startsWith(prefix) ? name.substring(prefix.length()) : name, tensor);
            }
        });
        return renamed;
    }

    /** Returns the rules of {@link Renaming} that do the same. */
    List<String> rules() {
        List<String> rules = new ArrayList<>();
        if (omitted.size() <= FEW
                && omitted.stream().allMatch(name -> PLAIN.matcher(name).matches())) {
            omitted.forEach(name -> rules.add("^" + escaped(name) + "$="));
        } else {
            rules.add("^(?!" + escaped(prefix) + ").*=");
        }
        rules.add("^" + escaped(prefix) + "=");
        return rules;
    }

    private static String escaped(String plain) {
        return plain.replace(".", "\\.");
    }

    /** Returns how to say and do it: "without the prefix 'module.' (--map '^module\.=')". */
    @Override
    public String toString() {
        String others = omitted.isEmpty()
                ? ""
                : omitted.size() <= FEW
                        ? " and without " + String.join(", ", omitted)
                        : " and without the " + omitted.size() + " other tensors, such as " + omitted.get(0);
        return "without the prefix '" + prefix + "'" + others + " (" + options() + ", or map in a recipe)";
    }

    /** Returns what to type: "--map '^module\\.='". */
    String options() {
        return rules().stream().map(rule -> "--map '" + rule + "'").collect(Collectors.joining(" "));
    }
}
