package io.stockpot.cli;

import io.stockpot.base.Shuffle;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.source.DataPart;
import io.stockpot.data.source.PublishedData;
import io.stockpot.evaluate.ImageFit;
import io.stockpot.model.Architecture;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.MeasuredAccuracy;
import io.stockpot.report.Block;
import io.stockpot.report.Repetition;
import io.stockpot.report.Report;
import io.stockpot.report.UnlabelledSummary;
import io.stockpot.run.Version;
import io.stockpot.soup.FileSoup;
import io.stockpot.soup.Ingredient;
import io.stockpot.soup.Ingredients;
import io.stockpot.soup.MixFiles;
import io.stockpot.soup.Soup;
import io.stockpot.soup.StatisticsMemory;
import io.stockpot.soup.StatisticsSource;
import io.stockpot.soup.UnlabelledSeasoning;
import io.stockpot.soup.choice.UnlabelledChoice;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Finds the soup for somebody's pictures without labels, and writes what was found. */
record UnlabelledSeason(CommandSpec command, IngredientOptions models, SeasonImages photos, SeasonOutputs outputs) {
    /** So many labelled images calibrate confidences, as in the measurements of docs/season.md. */
    private static final int SOURCE = 500;

    /** Options that need labels of the pictures, or a memory of what was right. */
    private static final List<String> IDLE = List.of(
            "--held-out",
            "--group",
            "--classes",
            "--search",
            "--condition",
            "--attack",
            "--attacked",
            "--keep",
            "--among-equals",
            "--work");

    /** The two sets of images. */
    private record Sets(LabelledImages source, LabelledImages pictures) {}

    /** Refuses what needs labels, and the lack of what has some. */
    static void refuseIdle(CommandSpec command) {
        IdleOptions.refuse(command, true, IDLE, "needs labelled pictures: leave it or --unlabelled out");
        if (!command.commandLine().getParseResult().hasMatchedOption("--data")) {
            throw new ParameterException(
                    command.commandLine(),
                    "--unlabelled calibrates confidences on labelled images of the data that the models were made for:"
                            + " add --data, e.g. --data cifar10");
        }
    }

    /** Chooses, tells and writes. */
    void run(UnlabelledSeasoning seasoning, MixFiles files, List<String> names) throws IOException {
        try (Ingredients ingredients = Ingredients.load(files, names)) {
            models.warnOfNotFinite(ingredients);
            Architecture network = ingredients.all().get(0).classifier().architecture();
            Sets images = images(network, files);
            StatisticsSource source = models.statistics(photos.taken(), Optional.of(images.pictures()))
                    .remembering(new StatisticsMemory());
            try (Soup soup = new Soup(ingredients.all(), models.spelledOut(files, source), source)) {
                run(seasoning, files, soup, images);
            }
        }
    }

    private void run(UnlabelledSeasoning seasoning, MixFiles files, Soup soup, Sets images) throws IOException {
        UnlabelledSummary summary = new UnlabelledSummary(
                photos.name(),
                images.source().name(),
                images.source().size(),
                images.pictures().size(),
                soup.ingredients().stream().map(Ingredient::name).toList(),
                seasoning.run(soup, images.source(), images.pictures(), models.progress()));
        summary.warnings().forEach(models::warn);
        write(summary, files, soup, images);
    }

    private Sets images(Architecture network, MixFiles files) throws IOException {
        PublishedData data = models.data().orElseThrow();
        LabelledImages pictures = photos.unlabelled(network, files.usage(), data, models);
        LabelledImages test = data.load(DataPart.TEST, models.cache(), models.progress());
        if (!test.shape().equals(pictures.shape())) {
            throw new IOException("the pictures are prepared to " + pictures.shape() + ", and the images of "
                    + data.name() + ", which calibrate, have " + test.shape()
                    + ": leave --resize, --crop and --as-is out");
        }
        ImageFit.require(data.name(), test.shape(), network);
        return new Sets(drawn(test), pictures);
    }

    private LabelledImages drawn(LabelledImages test) {
        int[] order = Shuffle.permutation(test.size(), models.seed().child("source images"));
        return test.subset(Arrays.copyOf(order, Math.min(SOURCE, order.length)));
    }

    private void write(UnlabelledSummary summary, MixFiles files, Soup soup, Sets images) throws IOException {
        PrintWriter output = command.commandLine().getOut();
        UnlabelledChoice choice = summary.choice();
        FileSoup file = new FileSoup(files, choice.weights())
                .with(soup.batchNorm(), soup.source())
                .with(photos.usage(images.pictures().shape()))
                .with(List.of(measured(summary)))
                .withWarnings(models.warnings());
        try {
            summary.sentences().forEach(output::println);
            models.warnings().forEach(warning -> output.println("Warning: " + warning));
            outputs.writeUnlabelled(
                    file, soup, CanonicalJson.of(choice), () -> page(summary, files, soup, images), output);
        } finally {
            output.flush();
        }
    }

    private static MeasuredAccuracy measured(UnlabelledSummary summary) {
        int total = summary.sourceImages();
        int correct = Math.toIntExact(Math.round(summary.taken().source() * total));
        return new MeasuredAccuracy(
                Labels.CLEAN, summary.source() + ", " + total + " of its test images", correct, total);
    }

    private Report page(UnlabelledSummary summary, MixFiles files, Soup soup, Sets images) {
        List<Block> blocks = new ArrayList<>(summary.blocks());
        models.warningBlock().ifPresent(blocks::add);
        List<String> lines = new ArrayList<>();
        lines.add("Stockpot " + Version.text() + ", seed " + models.seed().value());
        List<String> words = new ArrayList<>(List.of(command.root().name()));
        words.addAll(command.root().commandLine().getParseResult().originalArgs());
        lines.add(Repetition.command(words));
        lines.add(files.files().stream()
                .map(CheckpointFile::path)
                .map(path -> path.toString())
                .collect(Collectors.joining(", ", "models: ", "; digests " + String.join(", ", soup.digests()))));
        for (LabelledImages set : List.of(images.source(), images.pictures())) {
            lines.add(Repetition.images(set.name(), set.size(), set.digest(), photos.preparation(set.shape())));
        }
        return new Report("Which soup fits " + photos.name() + ", without labels?", lines, blocks);
    }
}
