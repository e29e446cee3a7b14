package io.stockpot.cli;

import io.stockpot.data.DataSource;
import io.stockpot.data.LabelledImages;
import io.stockpot.evaluate.ImageFit;
import io.stockpot.model.Classifier;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Block;
import io.stockpot.report.Report;
import io.stockpot.report.SeasonSummary;
import io.stockpot.run.Version;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.FileSoup;
import io.stockpot.soup.Ingredients;
import io.stockpot.soup.MixFiles;
import io.stockpot.soup.MixtureEvaluation;
import io.stockpot.soup.Soup;
import io.stockpot.soup.StatisticsMemory;
import io.stockpot.soup.StatisticsSource;
import io.stockpot.soup.choice.Barrier;
import io.stockpot.soup.choice.Choice;
import io.stockpot.soup.choice.ChoiceEvidence;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Search;
import io.stockpot.soup.choice.ShiftOutcomes;
import io.stockpot.soup.choice.WeightGrid;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Finds the soup that fits somebody's own labelled images. */
@Command(
        name = "season",
        description = "Finds the soup of some models that fits your labelled images, and says what to expect of it on"
                + " images it has not seen.",
        mixinStandardHelpOptions = true)
final class SeasonCommand implements Callable<Integer> {
    /** More mixtures than this are a mistake more often than a plan. */
    private static final int MOST = 5000;

    @Spec
    private CommandSpec command;

    @Mixin
    private IngredientOptions models;

    @Mixin
    private SeasonImages photos;

    @Option(
            names = "--grid",
            paramLabel = "YAML",
            description = "The mixtures, e.g. '{simplex: {denominator: 10}}' (default: for up to 4 models the lattice"
                    + " −0.4 … 1.4 by 0.2, for more the finest simplex of at most 500).")
    private String grid;

    @Option(
            names = "--search",
            defaultValue = "exhaustive",
            paramLabel = "YAML",
            description = "exhaustive (default): every mixture judges every image; race: mixtures that are surely not"
                    + " the best leave early, e.g. '{race: {error-probability: 0.01}}'.")
    private String search;

    @Option(names = "--batch-size", defaultValue = "250", paramLabel = "N", description = "Images at once.")
    private int batchSize;

    @Mixin
    private SeasonOutputs outputs;

    @Override
    public Integer call() throws IOException {
        outputs.requireEndings(command);
        Search how = search();
        BatchNormPolicy policy = models.policy();
        refuseIdle();
        List<MixingWeights> points = points();
        MixFiles files = models.open();
        outputs.requirePlaces(files);
        List<String> names = names(files.files());
        try (Ingredients ingredients = Ingredients.load(files, names)) {
            models.warnOfNotFinite(ingredients);
            SeasonImages.Sets images = images(ingredients.all().get(0).classifier());
            StatisticsSource source = models.statistics().remembering(new StatisticsMemory());
            try (Soup soup = new Soup(ingredients.all(), policy, source)) {
                SeasonSummary findings = find(how, points, names, new MixtureEvaluation(soup, batchSize), images);
                FileSoup file = new FileSoup(files, findings.choice().weights())
                        .with(policy, source)
                        .with(photos.usage(
                                models.data(),
                                ingredients.all().get(0).classifier().classes()))
                        .with(findings.measured());
                tell(findings, images, soup, file);
            }
        }
        return ExitCode.OK;
    }

    private void refuseIdle() {
        models.refuseUnlessReestimated(List.of("--cache"), ", which is not chosen");
        if (photos.tellsClasses()) {
            models.refuseUnlessReestimated(List.of("--data"), " and names of classes, which --classes tells");
        }
    }

    private void tell(SeasonSummary findings, SeasonImages.Sets images, Soup soup, FileSoup file) throws IOException {
        PrintWriter output = command.commandLine().getOut();
        try {
            findings.sentences().forEach(output::println);
            outputs.write(file, soup, findings, () -> page(findings, images), output);
        } finally {
            output.flush();
        }
    }

    private SeasonImages.Sets images(Classifier first) throws IOException {
        SeasonImages.Sets images = photos.load(
                models.data().map(DataSource::classNames).orElse(List.of()), first.classes(), models.seed(), models);
        ImageFit.require("'" + photos.name() + "'", images.adaptation().shape(), first.architecture());
        return images;
    }

    private SeasonSummary find(
            Search how,
            List<MixingWeights> points,
            List<String> names,
            MixtureEvaluation mixtures,
            SeasonImages.Sets images)
            throws IOException {
        List<Outcomes> alone = mixtures.ingredients(images.adaptation());
        warnOfBarriers(names, mixtures.barriers(alone, images.adaptation()));
        Choice choice = mixtures.find(how, points, images.adaptation(), models.seed(), models.progress());
        MixingWeights chosen = choice.weights();
        Optional<ChoiceEvidence> evidence = choice.outcomes()
                .map(all -> ChoiceEvidence.of(
                        ShiftOutcomes.of(photos.name(), all),
                        alone,
                        models.seed().child("resampling")));
        return new SeasonSummary(
                photos.name(),
                names,
                choice,
                evidence,
                alone,
                mixtures.soup().reestimates(),
                mixtures.judge(chosen, images.adaptation()),
                heldOut(mixtures, chosen, alone, images.heldOut()));
    }

    private static Optional<SeasonSummary.HeldOut> heldOut(
            MixtureEvaluation mixtures, MixingWeights chosen, List<Outcomes> alone, Optional<LabelledImages> images)
            throws IOException {
        if (images.isEmpty()) {
            return Optional.empty();
        }
        int best = SeasonSummary.bestAlone(alone);
        return Optional.of(new SeasonSummary.HeldOut(
                mixtures.judge(chosen, images.get()), mixtures.judgeAlone(best, images.get())));
    }

    private void warnOfBarriers(List<String> names, List<Barrier> barriers) {
        for (int i = 0; i < barriers.size(); i++) {
            Barrier barrier = barriers.get(i);
            if (barrier.stands()) {
                Accuracy between = barrier.accuracies().get(1);
                models.warn(String.format(
                        Locale.ROOT,
                        "'%s' and '%s' do not share a basin on these images: half-way between them accuracy is %s, %.1f"
                                + " points below the line between the two; 'stockpot diagnose' tells more",
                        names.get(0),
                        names.get(i + 1),
                        between.percent(),
                        barrier.points()));
            }
        }
    }

    private Search search() {
        try {
            Search how = YamlRecords.read(search, "--search", Search.class, List.of());
            if (!how.judgesAll() && !photos.holdsOut()) {
                throw new ParameterException(
                        command.commandLine(),
                        "a " + how.title()
                                + " leaves too little to resample, so only images that chose nothing can say what to"
                                + " expect: add --held-out, e.g. a third of your images");
            }
            if (!how.judgesAll() && outputs.outcomes()) {
                throw new ParameterException(
                        command.commandLine(),
                        "a " + how.title() + " does not judge every image by every mixture: --outcomes needs"
                                + " --search exhaustive");
            }
            return how;
        } catch (TextException unknown) {
            throw new ParameterException(command.commandLine(), "--search: " + unknown.sentence(), unknown);
        }
    }

    private List<MixingWeights> points() {
        try {
            WeightGrid chosen = grid == null
                    ? WeightGrid.suiting(models.count())
                    : YamlRecords.read(grid, "--grid", WeightGrid.class, List.of());
            List<MixingWeights> points = chosen.points(models.count());
            if (points.size() > MOST) {
                throw new IllegalArgumentException("this grid has " + points.size() + " mixtures, each of which is made"
                        + " and judges images; use a larger step or denominator for at most " + MOST);
            }
            return points;
        } catch (TextException unknown) {
            throw new ParameterException(command.commandLine(), "--grid: " + unknown.sentence(), unknown);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command.commandLine(), "--grid: " + wrong.getMessage(), wrong);
        }
    }

    /**
     * Names models by their files, and by their folders where files have equal names. Endings are kept where files
     * differ in nothing else.
     */
    private static List<String> names(List<CheckpointFile> files) {
        List<Path> paths = files.stream()
                .map(file -> file.path().toAbsolutePath().normalize())
                .toList();
        List<Path> bare = paths.stream()
                .map(path -> path.resolveSibling(path.getFileName().toString().replaceFirst("\\.[A-Za-z]+$", "")))
                .toList();
        List<Path> told = distinct(bare) ? bare : paths;
        if (!distinct(told)) {
            throw new IllegalArgumentException("a file is named twice: "
                    + String.join(", ", told.stream().map(Path::toString).toList()));
        }
        int longest = told.stream().mapToInt(Path::getNameCount).max().orElseThrow();
        for (int parts = 1; parts <= longest; parts++) {
            List<String> names = new ArrayList<>();
            for (Path path : told) {
                int count = path.getNameCount();
                names.add(path.subpath(Math.max(0, count - parts), count).toString());
            }
            if (distinct(names)) {
                return names;
            }
        }
        return told.stream().map(Path::toString).toList();
    }

    private static boolean distinct(List<?> all) {
        return all.stream().distinct().count() == all.size();
    }

    private Report page(SeasonSummary findings, SeasonImages.Sets images) {
        List<Block> blocks = new ArrayList<>(findings.blocks());
        blocks.add(SeasonExplorer.of(findings, images, models.mixLine()));
        return new Report(
                "Which soup fits " + photos.name() + "?",
                List.of("Stockpot " + Version.text() + ", seed " + models.seed().value(), "search: " + search),
                blocks);
    }
}
