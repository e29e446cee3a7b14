package io.stockpot.cli;

import io.stockpot.model.PicturePreparation;
import io.stockpot.soup.FileSoup;
import io.stockpot.soup.MixFiles;
import io.stockpot.soup.ModelCard;
import io.stockpot.soup.StatisticsSource;
import io.stockpot.soup.choice.MixingWeights;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
            description = "One share per ingredient, decimals or fractions, negative ones too; their sum is 1.")
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
        MixingWeights shares = shares();
        ingredients.refuseUnlessReestimated(List.of("--cache", "--seed"), ", which is not chosen");
        MixFiles files = ingredients.openToMix();
        StatisticsSource source = ingredients.statistics(preparation(files), Optional.empty());
        ModelCard card = named(new FileSoup(files, shares))
                .with(ingredients.spelledOut(files, source), source)
                .cook(out, ingredients.progress());
        List<String> line = card.provenance().ancestors();
        PrintWriter output = command.commandLine().getOut();
        output.println("soup: " + out + ", digest " + line.get(line.size() - 1));
        output.flush();
        return ExitCode.OK;
    }

    /** Returns how pictures are brought to the size of the models; as they are, where nothing says it. */
    private PicturePreparation preparation(MixFiles files) {
        return files.architecture()
                .flatMap(network -> PictureSize.of(network, ingredients.data(), files.usage()))
                .map(PictureSize::preparation)
                .orElse(PictureSize.asTheyAre());
    }

    /**
     * Returns the soup with the names of classes and the size of images of --data, if that is told and has as many classes:
     * statistics can be measured on images of other classes too.
     */
    private FileSoup named(FileSoup soup) {
        try {
            return ingredients
                    .data()
                    .map(source -> soup.with(UsageOptions.of(source)))
                    .orElse(soup);
        } catch (IllegalArgumentException unfit) {
            ingredients.warn("--data serves for statistics only: " + unfit.getMessage());
            return soup;
        }
    }

    private MixingWeights shares() {
        try {
            MixingWeights shares = MixingWeights.parse(weights);
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
