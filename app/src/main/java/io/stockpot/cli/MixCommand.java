package io.stockpot.cli;

import io.stockpot.soup.ModelCard;
import io.stockpot.soup.choice.LayeredWeights;
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
                    "One share per ingredient, decimals or fractions, negative ones too; their sum is 1. By name of tensors: '{\"fc.*\": \"1, 0\", default: \"0.4, 0.6\"}'; the first pattern that matches decides, and running statistics go with the weight of their layer.")
    private String weights;

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
        ModelCard card = MixedSoups.of(ingredients).cook(shares, out, ingredients.progress());
        List<String> line = card.provenance().ancestors();
        PrintWriter output = command.commandLine().getOut();
        output.println("soup: " + out + ", digest " + line.get(line.size() - 1));
        output.flush();
        return ExitCode.OK;
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
