package io.stockpot.tensor.file;

import java.util.Collection;
import java.util.List;

/** The prefix that parallel training and compilation leave before all names of a model's tensors. */
final class NamePrefix {
    private static final List<String> PARTS = List.of("module.", "_orig_mod.");

    private NamePrefix() {}

    /**
     * Returns the longest row of prefixes that all names have, perhaps empty. Looks at each letter a few times
     * only, since a file may hold names that consist of prefixes.
     */
    static String of(Collection<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        int length = 0;
        for (int more = part(names, 0); more > 0; more = part(names, length)) {
            length += more;
        }
        return names.iterator().next().substring(0, length);
    }

    /** Returns the sentence that a prefix was removed. */
    static String remark(String prefix) {
        return "the prefix '" + prefix + "' was taken from all names";
    }

    /** Returns the length of the prefix that all names have at a place, or zero. */
    private static int part(Collection<String> names, int start) {
        return PARTS.stream()
                .filter(part -> names.stream().allMatch(name -> name.startsWith(part, start)))
                .findFirst()
                .map(String::length)
                .orElse(0);
    }
}
