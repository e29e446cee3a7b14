package io.stockpot.cli;

import io.stockpot.model.Instructions;
import io.stockpot.model.Usage;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.NotFinite;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.Recognition;
import io.stockpot.model.checkpoint.WeightScan;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what is in a checkpoint. */
@Command(
        name = "inspect",
        description = "Shows what is in a checkpoint: the network, where the weights come from, and whether they are"
                + " undamaged.",
        footer = "stockpot inspect model.pth",
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private CheckpointOptions checkpoints;

    @Parameters(paramLabel = "FILE", description = "A file of weights in any format that is known.")
    private Path file;

    @Option(names = "--tensors", description = "List every tensor with its type and shape.")
    private boolean tensors;

    @Override
    public Integer call() throws IOException {
        CheckpointFile opened = checkpoints.openUnrecognised(List.of(file)).get(0);
        line("format", opened.content().format());
        line("network", network(opened));
        opened.normalisation().ifPresent(value -> line("normalisation", CanonicalJson.of(value)));
        use(opened);
        opened.provenance().ifPresent(this::descent);
        WeightScan scan = WeightScan.of(opened);
        line("digest", scan.digest());
        line(
                "weights",
                scan.elements() + " numbers in " + opened.names().size() + " tensors"
                        + (opened.statedDigest().isPresent() ? ", undamaged" : ""));
        line(
                "not finite",
                scan.finite()
                        ? "none"
                        : scan.notNumbers() + " NaN, " + scan.infinite() + " infinite: "
                                + NotFinite.sentence(scan.notFinite()));
        if (tensors) {
            listTensors(opened);
        }
        command.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private void line(String what, String value) {
        command.commandLine().getOut().printf("%-14s %s%n", what, value);
    }

    private void use(CheckpointFile opened) {
        Usage usage = opened.architecture().map(opened.usage()::suiting).orElse(opened.usage());
        Instructions instructions = new Instructions(opened.architecture(), opened.normalisation(), usage);
        usage.imageSize().ifPresent(size -> line("image size", size.toString()));
        if (usage.customaryPreparation().isPresent()) {
            line("pictures", instructions.pictures());
        }
        if (opened.describesItself() || usage.classNames().isPresent()) {
            line("classes", instructions.classes());
        }
    }

    private void descent(Provenance provenance) {
        line("made by", provenance.making().isEmpty() ? "not known" : provenance.making());
        line("ancestors", String.join(" > ", provenance.ancestors()));
    }

    private static String network(CheckpointFile opened) throws IOException {
        if (opened.architecture().isPresent()) {
            // one that was told is held against the weights
            opened.orderedNames();
            return CanonicalJson.of(opened.architecture().orElseThrow());
        }
        return Recognition.of(opened.shapes())
                .map(Recognition::toString)
                .orElse("not known; it resembles none of those that are built in");
    }

    private void listTensors(CheckpointFile opened) {
        PrintWriter output = command.commandLine().getOut();
        for (String name : opened.names()) {
            output.printf("  %-45s %-5s %s%n", name, opened.type(name), Arrays.toString(opened.shape(name)));
        }
    }
}
