package io.stockpot.cli;

import io.stockpot.model.Checkpoint;
import io.stockpot.model.Classifier;
import io.stockpot.model.Provenance;
import io.stockpot.tensor.Safetensors;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what is in a checkpoint. */
@Command(
        name = "inspect",
        description = "Tells what is in a checkpoint: the network, where the weights come from, and whether they are"
                + " undamaged.",
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "FILE", description = "A checkpoint written by stockpot.")
    private Path file;

    @Option(names = "--tensors", description = "List every tensor with its type and shape.")
    private boolean tensors;

    @Override
    public Integer call() throws IOException {
        PrintWriter output = command.commandLine().getOut();
        Checkpoint checkpoint = Checkpoint.open(file);
        Provenance provenance = checkpoint.provenance();
        output.println("network        " + CanonicalJson.of((Record) checkpoint.architecture()));
        output.println("normalisation  " + CanonicalJson.of(checkpoint.normalisation()));
        output.println("made by        " + provenance.making());
        output.println("ancestors      " + String.join(" > ", provenance.ancestors()));
        output.println("digest         " + checkpoint.digest());
        try (Classifier classifier = checkpoint.load()) {
            output.println("weights        " + classifier.weights().elements() + " numbers in "
                    + classifier.weights().names().size() + " tensors, undamaged");
        }
        if (tensors) {
            listTensors(output);
        }
        output.flush();
        return ExitCode.OK;
    }

    private void listTensors(PrintWriter output) throws IOException {
        Safetensors content = Safetensors.open(file);
        for (String name : content.names()) {
            output.printf("  %-45s %-5s %s%n", name, content.type(name), Arrays.toString(content.shape(name)));
        }
    }
}
