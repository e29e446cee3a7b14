package io.stockpot.cli.usage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Lays out the help of commands: what is required first, options in groups, an example at the end. */
public final class HelpLayout {
    private static final int WIDEST = 100;
    private static final int USUAL = 80;
    /** Less is refused by picocli. */
    private static final int NARROWEST = 55;

    private HelpLayout() {}

    /**
     * Lays out the help of a command and of all below it.
     *
     * @param columns the width of the terminal; 0 when there is none
     */
    public static void apply(CommandLine command, int columns) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.width(columns == 0 ? USUAL : Math.min(WIDEST, Math.max(NARROWEST, columns)));
        usage.longOptionsMaxWidth(24);
        Map<String, IHelpSectionRenderer> sections = usage.sectionMap();
        sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, help -> synopsis(help.commandSpec()) + "%n".formatted());
        sections.put(UsageMessageSpec.SECTION_KEY_DESCRIPTION_HEADING, help -> "%n".formatted());
        sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, HelpLayout::parameters);
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::groups);
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, HelpLayout::commandHeading);
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpLayout::commands);
        sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, HelpLayout::example);
        usage.sectionKeys(commandsFirst(usage.sectionKeys()));
        command.getSubcommands().values().forEach(below -> apply(below, columns));
    }

    /** Returns the command with what it requires: "stockpot mix FILE FILE... --weights W,W,… --out FILE [OPTIONS]". */
    static String synopsis(CommandSpec command) {
        if (command.usageMessage().customSynopsis().length > 0) {
            return String.join(" ", command.usageMessage().customSynopsis());
        }
        List<String> parts = new ArrayList<>(List.of(command.qualifiedName()));
        command.positionalParameters().forEach(parameter -> parts.add(Shown.positional(parameter)));
        Shown.options(command).stream().filter(OptionSpec::required).forEach(option -> parts.add(Shown.option(option)));
        parts.add("[OPTIONS]");
        if (!command.subcommands().isEmpty()) {
            parts.add("COMMAND");
        }
        return String.join(" ", parts);
    }

    /** Returns the groups that a command has, those with something required first. */
    static Map<OptionGroup, List<OptionSpec>> grouped(CommandSpec command) {
        Map<OptionGroup, List<OptionSpec>> groups = Shown.options(command).stream()
                .collect(Collectors.groupingBy(option -> OptionGroup.of(option.longestName())));
        return groups.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<OptionGroup, List<OptionSpec>> group) ->
                                group.getValue().stream().noneMatch(OptionSpec::required))
                        .thenComparing(Map.Entry::getKey))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    private static List<String> commandsFirst(List<String> keys) {
        List<String> sections = new ArrayList<>(keys);
        List<String> commands =
                List.of(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
        sections.removeAll(commands);
        sections.addAll(sections.indexOf(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING), commands);
        return sections;
    }

    private static String parameters(Help help) {
        CommandSpec command = help.commandSpec();
        if (command.positionalParameters().isEmpty()) {
            return "";
        }
        Help.Layout layout = layout(help);
        layout.addPositionalParameters(command.positionalParameters(), new Label(help.colorScheme()));
        return "%n%s".formatted(layout);
    }

    private static String groups(Help help) {
        return grouped(help.commandSpec()).entrySet().stream()
                .map(group -> {
                    Help.Layout layout = layout(help);
                    layout.addOptions(group.getValue(), new Label(help.colorScheme()));
                    return heading(help, group.getKey().heading()) + layout;
                })
                .collect(Collectors.joining());
    }

    /** Returns a layout whose columns are those of all options of the command. */
    private static Help.Layout layout(Help help) {
        return help.createDefaultLayout(
                Shown.options(help.commandSpec()), help.commandSpec().positionalParameters(), help.colorScheme());
    }

    private static String commandHeading(Help help) {
        return Shown.commands(help.commandSpec()).isEmpty() ? "" : heading(help, "Commands");
    }

    private static String commands(Help help) {
        Map<String, String> sentences = new LinkedHashMap<>();
        Shown.commands(help.commandSpec())
                .forEach(name -> sentences.put(
                        name, Shown.inShort(help.commandSpec().subcommands().get(name))));
        return sentences.isEmpty() ? "" : help.createTextTable(sentences).toString();
    }

    private static String example(Help help) {
        String[] lines = help.commandSpec().usageMessage().footer();
        return lines.length == 0
                ? ""
                : Stream.of(lines)
                        .map("  %s%n"::formatted)
                        .collect(Collectors.joining("", heading(help, "Example"), ""));
    }

    private static String heading(Help help, String text) {
        return "%n%s%n".formatted(help.colorScheme().ansi().text("@|bold " + text + ":|@"));
    }

    /** Writes labels after a blank, as most people type them. */
    private record Label(Help.ColorScheme colours) implements Help.IParamLabelRenderer {
        @Override
        public Help.Ansi.Text renderParameterLabel(ArgSpec argument, Help.Ansi ansi, List<Help.Ansi.IStyle> styles) {
            String label = Shown.label(argument);
            String before = argument instanceof OptionSpec && !label.isEmpty() ? separator() : "";
            return colours.optionParamText(before + label);
        }

        @Override
        public String separator() {
            return " ";
        }
    }
}
