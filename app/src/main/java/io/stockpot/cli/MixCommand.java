package io.stockpot.cli;

import io.stockpot.data.LabelledImages;
import io.stockpot.data.Part;
import io.stockpot.model.Checkpoint;
import io.stockpot.model.Classifier;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.Ingredient;
import io.stockpot.soup.MixingWeights;
import io.stockpot.soup.Soup;
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
        description = "Mixes checkpoints of one family into a soup: each weight is multiplied by its model's share, and"
                + " the products are added.",
        mixinStandardHelpOptions = true)
final class MixCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private DataOptions options;

    @Parameters(arity = "2..*", paramLabel = "FILE", description = "The ingredients, checkpoints of stockpot.")
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

    @Option(names = "--seed", defaultValue = "0", description = "Of the choice of images for reestimate.")
    private long seed;

    @Override
    public Integer call() throws IOException {
        MixingWeights shares = shares();
        BatchNormPolicy policy = policy();
        List<Ingredient> ingredients = new ArrayList<>();
        try {
            for (Path file : files) {
                ingredients.add(ingredient(file));
            }
            try (Soup soup = new Soup(ingredients, policy, this::trainingImages, new Seed(seed))) {
                Classifier mixed = soup.mix(shares);
                Checkpoint written = Checkpoint.write(out, mixed, soup.provenance(shares));
                PrintWriter output = command.commandLine().getOut();
                output.println("soup: " + out + ", digest " + written.digest());
                output.flush();
            }
        } finally {
            ingredients.forEach(Ingredient::close);
        }
        return ExitCode.OK;
    }

    @SuppressWarnings("MustBeClosedChecker") // the ingredient owns the classifier and is closed with the others
    private static Ingredient ingredient(Path file) throws IOException {
        Checkpoint checkpoint = Checkpoint.open(file);
        return new Ingredient(file.toString(), checkpoint.load(), checkpoint.provenance());
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
