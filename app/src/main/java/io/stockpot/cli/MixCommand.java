package io.stockpot.cli;

import io.stockpot.soup.MixFiles;
import io.stockpot.soup.ModelCard;
import io.stockpot.soup.choice.LayerRule;
import io.stockpot.soup.choice.LayeredWeights;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Mixes checkpoints into one. */
@Command(
        name = "mix",
        description =
                "Mixes checkpoints of one family into a soup: each weight is multiplied by its model's share, and"
                        + " the products are added. The files may be larger than the memory. A card in Markdown is written beside the soup.",
        footer = {"stockpot mix a.safetensors b.safetensors --weights 0.4,0.6 \\", "    --out soup.safetensors"},
        mixinStandardHelpOptions = true)
final class MixCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private IngredientOptions ingredients;

    @Option(
            names = "--weights",
            required = true,
            paramLabel = "W,W,…",
            description =
                    "One share per ingredient, decimals or fractions, negative ones too; their sum is 1. By names of tensors:"
                            + " '{fc.*: \"1, 0\", default: \"0.4, 0.6\"}', of which the first pattern that matches decides.")
    private String weights;

    @Option(
            names = "--layers",
            paramLabel = "RULE",
            description =
                    "How the weights of single layers follow from --weights, of models that were fine-tuned from the"
                            + " first checkpoint: model-stock, or {lines: {alpha: 0, beta: 1}}.")
    private String layers;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Write the soup there, a file *.safetensors, and its card beside it.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        OutputFormat.requireSoup(command, out);
        LayeredWeights shares = shares();
        ingredients.refuseUnlessReestimated(List.of("--cache", "--seed"), ", which is not chosen");
        MixedSoups soups = MixedSoups.of(ingredients);
        ModelCard card = soups.cook(layered(soups.files(), shares), out, ingredients.progress());
        List<String> line = card.provenance().ancestors();
        PrintWriter output = command.commandLine().getOut();
        output.println("soup: " + out + ", digest " + line.get(line.size() - 1));
        output.flush();
        return ExitCode.OK;
    }

    /** Returns the weights of every tensor, by --layers where that is said. */
    private LayeredWeights layered(MixFiles files, LayeredWeights shares) throws IOException {
        if (layers == null) {
            requireNames(files, shares);
            return shares;
        }
        if (shares.byName()) {
            throw new ParameterException(
                    command.commandLine(), "--layers: --weights name tensors already; give one of the two");
        }
        try {
            LayerRule rule = YamlRecords.read(layers, "--layers", LayerRule.class, List.of());
            return files.layered(rule, shares.common());
        } catch (IllegalArgumentException | TextException wrong) {
            throw new ParameterException(command.commandLine(), "--layers: " + wrong.getMessage(), wrong);
        }
    }

    private void requireNames(MixFiles files, LayeredWeights shares) {
        try {
            shares.requireSuits(files.names());
        } catch (IllegalArgumentException unfit) {
            throw new ParameterException(command.commandLine(), "--weights: " + unfit.getMessage(), unfit);
        }
    }

    private LayeredWeights shares() {
        try {
            LayeredWeights shares = LayeredWeights.read(weights);
            if (shares.size() != ingredients.count()) {
                throw new IllegalArgumentException(shares.size() + " weights for " + ingredients.count()
                        + " checkpoints: one weight per checkpoint is needed");
            }
            return shares;
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command.commandLine(), "--weights: " + wrong.getMessage(), wrong);
        }
    }
}
