package io.stockpot.model.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How the tensors of a file are renamed to what a network calls them: each rule in turn replaces every
 * match of a regular expression within a name. A tensor of whose name nothing is left is left out.
 *
 * @param rules in order
 */
public record Renaming(List<Rule> rules) {
    /** Leaves all names as they are. */
    public static final Renaming NONE = new Renaming(List.of());

    /**
     * One replacement.
     *
     * @param pattern a regular expression of Java
     * @param replacement what replaces each match; $1 stands for the first group
     */
    public record Rule(Pattern pattern, String replacement) {
        /**
         * Reads "pattern=replacement", split at the last equals sign.
         *
         * @throws IllegalArgumentException if there is none, or the pattern is not a regular expression
         */
        public static Rule parse(String text) {
            int equals = text.lastIndexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "a renaming is written pattern=replacement, e.g. '^backbone\\.='," + " not '" + text + "'");
            }
            try {
                return new Rule(Pattern.compile(text.substring(0, equals)), text.substring(equals + 1));
            } catch (PatternSyntaxException wrong) {
                throw new IllegalArgumentException(
                        "'" + text.substring(0, equals) + "' is not a regular expression: " + wrong.getDescription(),
                        wrong);
            }
        }

        private String apply(String name) {
            try {
                return pattern.matcher(name).replaceAll(replacement);
            } catch (IllegalArgumentException | IndexOutOfBoundsException wrong) {
                throw new IllegalArgumentException(
                        "the replacement '" + replacement + "' is not valid: " + wrong.getMessage(), wrong);
            }
        }
    }

    /** Copies the rules. */
    public Renaming {
        rules = List.copyOf(rules);
    }

    /** Returns a regular expression that matches a text and nothing else, with no more marks than that takes. */
    public static String quoted(String text) {
        return text.replaceAll("[\\\\.\\[\\]{}()*+?^$|]", "\\\\$0");
    }

    /** Reads rules, each as {@link Rule#parse} does. */
    public static Renaming parse(List<String> rules) {
        return new Renaming(rules.stream().map(Rule::parse).toList());
    }

    /** Returns the new name of a tensor. */
    public String apply(String name) {
        String renamed = name;
        for (Rule rule : rules) {
            renamed = rule.apply(renamed);
        }
        return renamed;
    }

    /**
     * Renames all tensors of a file.
     *
     * @return from the new name to the old one, in order
     * @throws IllegalArgumentException if two tensors get the same name, or none is left
     */
    public Map<String, String> originals(Set<String> names) {
        Map<String, String> originals = new LinkedHashMap<>();
        for (String name : names) {
            String renamed = apply(name);
            String other = renamed.isEmpty() ? null : originals.put(renamed, name);
            if (other != null) {
                throw new IllegalArgumentException(
                        "'" + other + "' and '" + name + "' would both be renamed to '" + renamed + "'");
            }
        }
        if (originals.isEmpty() && !names.isEmpty()) {
            throw new IllegalArgumentException("of all " + names.size() + " names of tensors nothing is left, so there"
                    + " are no tensors; was a prefix meant, such as '^backbone\\.='?");
        }
        return originals;
    }

    /**
     * Checks that each rule matches a name in at least one of some files: names that differ between the files of one
     * family are what rules are for.
     *
     * @param files the names of the tensors of each
     * @throws IllegalArgumentException naming the rule that matches none, and a name as it is when its turn comes
     */
    void requireUse(List<Set<String>> files) {
        List<String> current =
                new ArrayList<>(files.stream().flatMap(Set::stream).toList());
        for (Rule rule : rules) {
            if (current.stream().noneMatch(name -> rule.pattern().matcher(name).find())) {
                throw new IllegalArgumentException("no name of a tensor matches '" + rule.pattern() + "'"
                        + (files.size() > 1 ? " in any of the " + files.size() + " files" : "") + "; the first is '"
                        + current.stream().findFirst().orElse("") + "'");
            }
            current.replaceAll(rule::apply);
        }
    }
}
