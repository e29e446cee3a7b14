package io.stockpot.cli;

import io.stockpot.data.LabelledImages;
import io.stockpot.data.Part;
import io.stockpot.model.CheckpointFile;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.FileSoup;
import io.stockpot.soup.MixFiles;
import io.stockpot.soup.MixingWeights;
import io.stockpot.soup.ModelCard;
import io.stockpot.tensor.Seed;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Mixes checkpoints into one. */
@Command(
        name = "mix",
        description =
                "Mixes checkpoints of one family into a soup: each weight is multiplied by its model's share, and"
                        + " the products are added. The files may be larger than the memory. A card in Markdown is written beside the soup.",
        mixinStandardHelpOptions = true)
final class MixCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private DataOptions options;

    @Mixin
    private CheckpointOptions checkpoints;

    @Parameters(arity = "2..*", paramLabel = "FILE", description = "The ingredients, in any format that is known.")
    private List<Path> files;

    @Option(
            names = "--weights",
            required = true,
            paramLabel = "W,W,…",
            description = "One share per ingredient, decimals or fractions, negative ones too; their sum is 1.")
    private String weights;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the soup goes.")
    private Path out;

    @Option(
            names = "--batch-norm",
            defaultValue = "interpolate",
            paramLabel = "POLICY",
            description = "Running statistics: interpolate (default), or reestimate on the training images of --data.")
    private String batchNorm;

    @Option(names = "--data", paramLabel = "NAME", description = "The data set for reestimate, e.g. cifar10.")
    private String data;

    @Option(names = "--allow-strangers", description = "Mix even models that are known to have no common ancestor.")
    private boolean strangers;

    @Option(names = "--seed", defaultValue = "0", description = "Of the choice of images for reestimate.")
    private long seed;

    @Override
    public Integer call() throws IOException {
        MixingWeights shares = shares();
        BatchNormPolicy policy = policy();
        List<CheckpointFile> opened = new ArrayList<>();
        for (Path file : files) {
            opened.add(checkpoints.open(file));
        }
        MixFiles ingredients = MixFiles.checked(opened, strangers);
        PrintWriter errors = command.commandLine().getErr();
        ingredients.warnings().forEach(warning -> errors.println("stockpot: warning: " + warning));
        errors.flush();
        ModelCard card = new FileSoup(ingredients, shares, policy, statisticsData(policy))
                .cook(out, this::trainingImages, new Seed(seed), ConsoleProgress.of(errors));
        List<String> line = card.provenance().ancestors();
        PrintWriter output = command.commandLine().getOut();
        output.println("soup: " + out + ", digest " + line.get(line.size() - 1));
        output.flush();
        return ExitCode.OK;
    }

    private Optional<String> statisticsData(BatchNormPolicy policy) {
        return policy instanceof BatchNormPolicy.Reestimate ? Optional.of(data + " training images") : Optional.empty();
    }

    private MixingWeights shares() {
        try {
            MixingWeights shares = MixingWeights.parse(weights);
            if (shares.size() != files.size()) {
                throw new IllegalArgumentException(shares.size() + " weights for " + files.size()
                        + " checkpoints: one weight per checkpoint is needed");
            }
            return shares;
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command.commandLine(), "--weights: " + wrong.getMessage(), wrong);
        }
    }

    private BatchNormPolicy policy() {
        try {
            BatchNormPolicy policy = YamlRecords.read(batchNorm, "--batch-norm", BatchNormPolicy.class, List.of());
            if (policy instanceof BatchNormPolicy.Reestimate && data == null) {
                throw new ParameterException(
                        command.commandLine(), "--batch-norm reestimate needs --data, e.g. --data cifar10");
            }
            return policy;
        } catch (TextException unknown) {
            throw new ParameterException(command.commandLine(), "--batch-norm: " + unknown.sentence(), unknown);
        }
    }

    private LabelledImages trainingImages() throws IOException {
        return options.source(data, Optional.empty())
                .load(
                        Part.TRAIN,
                        options.cache(),
                        ConsoleProgress.of(command.commandLine().getErr()));
    }
}
