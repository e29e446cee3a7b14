package io.stockpot.cli.usage;

import java.util.Arrays;
import java.util.List;

/**
 * Groups of options, as help and manual show them, the most used ones first. An option means the same in every command,
 * so its name alone says where it belongs.
 */
public enum OptionGroup {
    PICTURES(
            "Pictures and data",
            "--photos",
            "--data",
            "--images",
            "--classes",
            "--resize",
            "--crop",
            "--held-out",
            "--group",
            "--skip-unreadable",
            "--as-is",
            "--corruption",
            "--all"),
    ATTACKS("Attacks", "--condition", "--attack", "--attacked", "--union-only", "--ascent"),
    MIXTURE(
            "Mixture",
            "--weights",
            "--layers",
            "--grid",
            "--quick",
            "--search",
            "--unlabelled",
            "--keep",
            "--among-equals",
            "--batch-norm",
            "--target",
            "--allow-strangers"),
    RECIPE("Recipe", "--set", "--plan", "--runs", "--clean"),
    OUTPUT(
            "Output",
            "--out",
            "--report",
            "--outcomes",
            "--json",
            "--save-examples",
            "--sheet",
            "--tensors",
            "--open",
            "--prefix"),
    MODELS("Models", "--architecture", "--normalisation", "--state-dict", "--map", "--ancestor", "--points"),
    RUNNING(
            "Running",
            "--minutes",
            "--fresh",
            "--work",
            "--cache",
            "--directory",
            "--batch-size",
            "--seed",
            "--host",
            "--port",
            "--threads",
            "--quiet",
            "--debug",
            "--help",
            "--version");

    private final String heading;

    /** Made by List.of, which the checker does not see. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> options;

    OptionGroup(String heading, String... options) {
        this.heading = heading;
        this.options = List.of(options);
    }

    /** Returns the heading of the group. */
    public String heading() {
        return heading;
    }

    /** Returns the long names of its options, the most used first. */
    public List<String> options() {
        return options;
    }

    /** Returns the group of the option with this long name; what is in none is shown with what is about running. */
    static OptionGroup of(String option) {
        return Arrays.stream(values())
                .filter(group -> group.options.contains(option))
                .findFirst()
                .orElse(RUNNING);
    }

    /** Returns the place of an option in its group. */
    static int place(String option) {
        return of(option).options.indexOf(option);
    }
}
