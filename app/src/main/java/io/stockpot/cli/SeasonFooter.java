package io.stockpot.cli;

import io.stockpot.data.LabelledImages;
import io.stockpot.model.Normalisation;
import io.stockpot.model.PicturePreparation;
import io.stockpot.report.Repetition;
import io.stockpot.soup.Ingredient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the foot of a season's page, by which somebody else can make it again. */
final class SeasonFooter {
    /** Where something is written, read faster or remembered, which changes no number. */
    private static final Set<String> NO_MATTER =
            Set.of("--out", "--report", "--outcomes", "--work", "--cache", "--batch-size", "--quiet");

    private SeasonFooter() {}

    /** Returns the command, quoted for a POSIX shell, without what changes no number on the page. */
    static String command(CommandLine season, List<Path> files) {
        List<String> words = new ArrayList<>(List.of("stockpot", season.getCommandName()));
        files.forEach(file -> words.add(file.toString()));
        for (OptionSpec option : season.getParseResult().matchedOptions()) {
            String name = option.longestName();
            if (NO_MATTER.contains(name)) {
                continue;
            }
            if (option.arity().max() == 0) {
                words.add(name);
            } else {
                option.originalStringValues().forEach(value -> words.addAll(List.of(name, value)));
            }
        }
        return Repetition.command(words);
    }

    /** Returns what each model was read from. */
    static List<String> models(List<Path> files, List<Ingredient> ingredients, List<String> digests) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Ingredient model = ingredients.get(i);
            lines.add(Repetition.model(
                    model.name(),
                    files.get(i).toString(),
                    digests.get(i),
                    words(model.classifier().normalisation())));
        }
        return lines;
    }

    /** Returns which photos chose and which were held out, and what was done to them. */
    static List<String> images(String name, SeasonImages.Sets images, SeasonImages photos) throws IOException {
        List<String> preparation = photos.usage(images.adaptation().shape())
                .preparation()
                .map(PicturePreparation::sentence)
                .map(List::of)
                .orElse(List.of("as they are"));
        List<String> lines = new ArrayList<>();
        lines.add(line(name + " that chose", images.adaptation(), preparation));
        images.heldOut().ifPresent(held -> lines.add(line(name + " held out", held, preparation)));
        return lines;
    }

    private static String line(String name, LabelledImages images, List<String> preparation) {
        return Repetition.images(name, images.size(), images.digest(), preparation);
    }

    private static String words(Normalisation normalisation) {
        return "mean " + words(normalisation.mean()) + ", deviation " + words(normalisation.deviation());
    }

    private static String words(List<Double> numbers) {
        return numbers.stream()
                .map(number -> String.format(Locale.ROOT, "%.4f", number))
                .collect(Collectors.joining(" "));
    }
}
