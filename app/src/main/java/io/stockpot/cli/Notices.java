package io.stockpot.cli;

import io.stockpot.model.checkpoint.CheckpointFile;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** What a command says beside its results: notes, which are said once, and warnings, which are kept to be repeated. */
final class Notices {
    private final List<String> warnings = new ArrayList<>();
    private final Set<String> said = new HashSet<>();

    /** Says what was done as is customary; nobody needs to act. */
    void note(CommandSpec command, String sentence) {
        if (!Console.isQuiet(command)) {
            print(command, "note: " + sentence);
        }
    }

    /** Says what may make a result another than was meant. */
    void warn(CommandSpec command, String sentence) {
        warnings.add(sentence);
        print(command, "warning: " + sentence);
    }

    /** Says what is remarked and doubted of files, once where it is the same for several. */
    void tell(CommandSpec command, List<CheckpointFile> files) {
        folded(files, file -> String.join("; ", file.remarks()), sentence -> note(command, sentence));
        List<String> doubts = files.stream()
                .flatMap(file -> file.doubts().stream())
                .distinct()
                .toList();
        for (String doubt : doubts) {
            List<CheckpointFile> doubtful =
                    files.stream().filter(file -> file.doubts().contains(doubt)).toList();
            folded(doubtful, file -> doubt, sentence -> warn(command, sentence));
        }
    }

    private static void folded(
            List<CheckpointFile> files, Function<CheckpointFile, String> sentence, Consumer<String> said) {
        Map<String, List<CheckpointFile>> bySentence = new LinkedHashMap<>();
        files.forEach(file -> bySentence
                .computeIfAbsent(sentence.apply(file), text -> new ArrayList<>())
                .add(file));
        bySentence.remove("");
        bySentence.forEach((text, same) ->
                said.accept((same.size() == 1 ? same.get(0).path() : same.size() + " files") + ": " + text));
    }

    /** Forgets the warnings so far, because their cause is gone. */
    void forget() {
        warnings.clear();
    }

    /** Forgets the warnings that say something which has been looked into since. */
    void takeBack(String something) {
        warnings.removeIf(warning -> warning.contains(something));
    }

    /** Returns the warnings so far, in the order in which they were said. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Prints a line, once. */
    private void print(CommandSpec command, String line) {
        if (!said.add(line)) {
            return;
        }
        PrintWriter errors = command.commandLine().getErr();
        errors.println("stockpot: " + line);
        errors.flush();
    }
}
