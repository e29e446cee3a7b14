package io.stockpot.cli.usage;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * A page of the manual, in the macros of man(7): what help says of a command.
 *
 * @param command the command
 * @param version of the program
 */
public record ManPage(CommandSpec command, String version) {
    private static final String SECTION = "1";

    /** Returns the pages of a command and of all commands below it. */
    public static List<ManPage> of(CommandLine command, String version) {
        return Stream.concat(
                        Stream.of(new ManPage(command.getCommandSpec(), version)),
                        Shown.commands(command.getCommandSpec()).stream()
                                .flatMap(name -> of(command.getSubcommands().get(name), version).stream()))
                .toList();
    }

    /** Returns the name of the file, "stockpot-data-fetch.1". */
    public String fileName() {
        return name(command) + "." + SECTION;
    }

    private static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    /** Returns the page. */
    public String text() {
        return title() + description() + commands() + options() + exitCodes() + example() + seeAlso();
    }

    private String title() {
        String inShort = Shown.inShort(command.commandLine()).replaceFirst("\\.$", "");
        return ".TH " + name(command).toUpperCase(Locale.ROOT) + " " + SECTION + " \"\" \"Stockpot " + version
                + "\" \"Stockpot\"\n"
                + ".SH NAME\n" + escaped(name(command)) + " \\- " + escaped(inShort) + "\n"
                + ".SH SYNOPSIS\n" + escaped(HelpLayout.synopsis(command)) + "\n";
    }

    private String description() {
        String parameters = command.positionalParameters().stream()
                .map(parameter -> entry(italic(parameter.paramLabel()), String.join(" ", parameter.description())))
                .collect(Collectors.joining());
        return ".SH DESCRIPTION\n"
                + escaped(String.join(" ", command.usageMessage().description())) + "\n" + parameters;
    }

    private String commands() {
        String list = Shown.commands(command).stream()
                .map(below -> command.subcommands().get(below))
                .map(below -> entry(bold(below.getCommandName()), Shown.inShort(below)))
                .collect(Collectors.joining());
        return list.isEmpty() ? "" : ".SH COMMANDS\n" + list;
    }

    private String options() {
        return ".SH OPTIONS\n"
                + HelpLayout.grouped(command).entrySet().stream()
                        .map(group -> ".SS " + escaped(group.getKey().heading()) + "\n"
                                + group.getValue().stream().map(ManPage::option).collect(Collectors.joining()))
                        .collect(Collectors.joining());
    }

    private static String option(OptionSpec option) {
        String names = Stream.of(option.names())
                .sorted(Comparator.comparing(String::length))
                .map(ManPage::bold)
                .collect(Collectors.joining(", "));
        String label = Shown.label(option);
        return entry(names + (label.isEmpty() ? "" : " " + italic(label)), String.join(" ", option.description()));
    }

    private String exitCodes() {
        Map<String, String> codes = command.usageMessage().exitCodeList();
        return codes.isEmpty()
                ? ""
                : ".SH EXIT STATUS\n"
                        + codes.entrySet().stream()
                                .map(code -> entry(bold(code.getKey()), code.getValue()))
                                .collect(Collectors.joining());
    }

    private String example() {
        UsageMessageSpec usage = command.usageMessage();
        return usage.footer().length == 0
                ? ""
                : ".SH EXAMPLE\n.nf\n"
                        + Stream.of(usage.footer())
                                .map(line -> escaped(line) + "\n")
                                .collect(Collectors.joining())
                        + ".fi\n";
    }

    private String seeAlso() {
        Stream<CommandSpec> others = command.parent() == null
                ? Shown.commands(command).stream()
                        .map(below -> command.subcommands().get(below).getCommandSpec())
                : Stream.of(command.parent());
        return ".SH SEE ALSO\n"
                + others.map(other -> bold(name(other)) + "(" + SECTION + ")").collect(Collectors.joining(", ")) + "\n";
    }

    private static String entry(String term, String text) {
        return ".TP\n" + term + "\n" + escaped(text) + "\n";
    }

    private static String bold(String text) {
        return "\\fB" + escaped(text) + "\\fR";
    }

    private static String italic(String text) {
        return "\\fI" + escaped(text) + "\\fR";
    }

    /** Returns a text that roff takes literally; a line must not begin with one of its control characters. */
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq");
        return plain.startsWith(".") ? "\\&" + plain : plain;
    }
}
