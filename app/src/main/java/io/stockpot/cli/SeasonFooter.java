package io.stockpot.cli;

import io.stockpot.data.LabelledImages;
import io.stockpot.model.Normalisation;
import io.stockpot.report.Repetition;
import io.stockpot.report.SeasonSummary;
import io.stockpot.run.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What stands under a season's page so that somebody else can make it again.
 *
 * @param command that makes the page
 */
record SeasonFooter(CommandSpec command, IngredientOptions models, SeasonImages photos) {
    /**
     * Returns the lines.
     *
     * @param normalisations of the models, in their order
     * @param batchNorm where running statistics of mixtures come from
     */
    List<String> lines(
            SeasonSummary findings, SeasonImages.Sets images, List<Normalisation> normalisations, String batchNorm) {
        List<String> lines = new ArrayList<>();
        lines.add("Stockpot " + Version.text() + ", seed " + models.seed().value());
        lines.add(Repetition.command(typed()));
        List<Path> paths = models.paths();
        for (int i = 0; i < paths.size(); i++) {
            Normalisation normalisation = normalisations.get(i);
            lines.add(Repetition.model(
                    findings.ingredients().get(i),
                    paths.get(i).toString(),
                    findings.found().digests().get(i),
                    Repetition.normalisation(normalisation.mean(), normalisation.deviation())));
        }
        lines.add(images("that chose", images.adaptation()));
        images.heldOut().ifPresent(held -> lines.add(images("held out", held)));
        lines.add("Batch norm of mixtures: " + batchNorm);
        return List.copyOf(lines);
    }

    /** Returns the command as it was typed. */
    private List<String> typed() {
        List<String> words = new ArrayList<>(List.of(command.root().name()));
        words.addAll(command.root().commandLine().getParseResult().originalArgs());
        return words;
    }

    private String images(String part, LabelledImages images) {
        return Repetition.images(
                photos.name() + " " + part, images.size(), images.digest(), photos.preparation(images.shape()));
    }
}
