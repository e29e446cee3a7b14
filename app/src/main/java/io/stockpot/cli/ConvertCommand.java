package io.stockpot.cli;

import io.stockpot.model.Classifier;
import io.stockpot.model.Instructions;
import io.stockpot.model.OnnxFile;
import io.stockpot.model.Usage;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.Provenance;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        description = "Writes a classifier in another format, and says how it is used there: a checkpoint of stockpot"
                + " from any file of weights, an ONNX file or a state dict of PyTorch to deploy. The normalisation of"
                + " images is inside of ONNX files and outside of the weights of the others, which state it.",
        footer = "stockpot convert soup.safetensors soup.onnx",
        mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {
    private static final List<OutputFormat> FORMATS =
            List.of(OutputFormat.SAFETENSORS, OutputFormat.ONNX, OutputFormat.PYTORCH);

    @Spec
    private CommandSpec command;

    @Mixin
    private CheckpointOptions options;

    @Mixin
    private UsageOptions told;

    @Parameters(index = "0", paramLabel = "IN", description = "Weights, in any format that is known.")
    private Path in;

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description =
                    "What to write: a file *.safetensors (stockpot's), *.onnx or *.pth (a state dict of PyTorch, with what it"
                            + " cannot say in a file *.pth.json beside it).")
    private Path out;

    @Override
    public Integer call() throws IOException {
        OutputFormat format = format();
        CheckpointFile file = options.open(in);
        if (Files.exists(out) && Files.isSameFile(in, out)) {
            throw new ParameterException(
                    command.commandLine(), "OUT is the same file as IN, '" + in + "'; it would be replaced");
        }
        try (Classifier classifier = file.load()) {
            options.warnOfNotFinite(in, classifier);
            Usage usage = told.of(file.usage(), classifier.architecture());
            write(format, classifier, file.provenanceOr(classifier.weights().digest()), usage);
        }
        return ExitCode.OK;
    }

    private OutputFormat format() {
        return FORMATS.stream()
                .filter(format -> format.suits(out))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "OUT must be a file *.safetensors, *.onnx or *.pth, unlike '" + out + "'"));
    }

    private void write(OutputFormat format, Classifier classifier, Provenance provenance, Usage usage)
            throws IOException {
        String beside = new Conversion(classifier, provenance, usage).write(format, out);
        boolean onnx = format == OutputFormat.ONNX;
        PrintWriter output = command.commandLine().getOut();
        output.println("converted: " + out + beside + (onnx ? ", opset " + OnnxFile.OPSET : "") + ", "
                + classifier.weights().elements() + " numbers, digest "
                + classifier.weights().digest());
        tell(Instructions.of(classifier, usage), onnx, output);
        output.flush();
    }

    private static void tell(Instructions instructions, boolean onnx, PrintWriter output) {
        output.println("input: " + instructions.input());
        output.println(
                "normalisation: " + (onnx ? instructions.normalisationInside() : instructions.normalisationOutside()));
        output.println("pictures: " + instructions.pictures());
        boolean named = instructions.usage().classNames().isPresent();
        output.println("classes: " + instructions.classes()
                + (named ? "" : "; name them by --data NAME or --classes 'NAME, NAME, …'"));
    }
}
