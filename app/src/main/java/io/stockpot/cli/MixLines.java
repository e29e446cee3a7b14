package io.stockpot.cli;

import io.stockpot.report.Explorer.MixLine;
import io.stockpot.text.ShellWord;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the line that mixes the files of another command as it mixes them. */
final class MixLines {
    private static final String OUT = "soup.safetensors";

    /** Said by the line itself. */
    private static final Set<String> OWN = Set.of("--weights", "--out");

    /** Only for statistics that are measured anew; 'mix' refuses them otherwise. */
    private static final Set<String> STATISTICS = Set.of("--cache", "--seed");

    private MixLines() {}

    /**
     * Returns the line, for a POSIX shell, with a gap for the weights.
     *
     * @param other a command that was parsed; those of its options that 'mix' has are kept
     * @param files as they were typed
     * @param reestimates whether batch-norm statistics are measured anew
     * @param more options that were not typed, and that 'mix' needs
     */
    static MixLine of(CommandLine other, List<Path> files, boolean reestimates, List<String> more) {
        CommandSpec mix = new CommandLine(new MixCommand()).getCommandSpec();
        StringJoiner line = new StringJoiner(" ").add("stockpot mix");
        files.forEach(file -> line.add(ShellWord.quoted(file.toString())));
        for (OptionSpec option : other.getParseResult().matchedOptions()) {
            String name = option.longestName();
            boolean wanted =
                    mix.findOption(name) != null && !OWN.contains(name) && (reestimates || !STATISTICS.contains(name));
            if (wanted && option.arity().max() == 0) {
                line.add(name);
            } else if (wanted) {
                option.originalStringValues().forEach(value -> line.add(name + "=" + ShellWord.quoted(value)));
            }
        }
        more.forEach(word -> line.add(ShellWord.quoted(word)));
        return new MixLine(line + " --weights=", " --out " + OUT);
    }
}
