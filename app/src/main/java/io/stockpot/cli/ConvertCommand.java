package io.stockpot.cli;

import io.stockpot.model.Classifier;
import io.stockpot.model.OnnxFile;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a classifier in another format. */
@Command(
        name = "convert",
        description = "Writes a classifier in another format: a checkpoint of stockpot from any file of weights, or an"
                + " ONNX file to deploy. The normalisation of images becomes part of both.",
        mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private CheckpointOptions options;

    @Parameters(index = "0", paramLabel = "IN", description = "Weights, in any format that is known.")
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "A file *.safetensors (stockpot's) or *.onnx.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        boolean onnx = OutputFormat.ONNX.suits(out);
        if (!onnx && !OutputFormat.SAFETENSORS.suits(out)) {
            throw new ParameterException(
                    command.commandLine(), "OUT must be a file *.safetensors or *.onnx, unlike '" + out + "'");
        }
        CheckpointFile file = options.open(in);
        if (Files.exists(out) && Files.isSameFile(in, out)) {
            throw new ParameterException(
                    command.commandLine(), "OUT is the same file as IN, '" + in + "'; it would be replaced");
        }
        try (Classifier classifier = file.load()) {
            options.warnOfNotFinite(in, classifier);
            String digest = classifier.weights().digest();
            Provenance provenance = file.provenanceOr(digest);
            if (onnx) {
                OnnxFile.write(out, classifier, texts(file, classifier, provenance, digest));
            } else {
                StockpotCheckpoint.write(out, classifier, provenance, file.usage());
            }
            PrintWriter output = command.commandLine().getOut();
            output.println("converted: " + out + (onnx ? ", opset " + OnnxFile.OPSET : "") + ", "
                    + classifier.weights().elements() + " numbers, digest " + digest);
            output.flush();
        }
        return ExitCode.OK;
    }

    private static Map<String, String> texts(
            CheckpointFile file, Classifier classifier, Provenance provenance, String digest) {
        return StockpotCheckpoint.metadata(
                Optional.of(classifier.architecture()),
                Optional.of(classifier.normalisation()),
                provenance,
                digest,
                file.usage());
    }
}
