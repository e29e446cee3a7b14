package io.stockpot.cli;

import io.stockpot.claim.ResultsPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds the paper's claims against stored outcomes; measures nothing. */
@Command(
        name = "results",
        description = "Writes a page that holds the paper's claims against stored outcomes, with verdicts by rule.",
        footer = {"stockpot results pantry/cifar10-wrn-16-2/results.yaml \\", "    --out docs/results.md"},
        mixinStandardHelpOptions = true)
final class ResultsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "FILE", description = "Which claims and which outcomes, a YAML file.")
    private Path file;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "Write the page there, a file *.md; its figures go into a folder beside it.")
    private Path page;

    @Override
    public Integer call() throws IOException {
        OutputFormat.MARKDOWN.requireNoOther(command, "--out", page);
        ResultsPlan.write(file, page);
        PrintWriter output = command.commandLine().getOut();
        output.println("results: " + page);
        output.flush();
        return ExitCode.OK;
    }
}
