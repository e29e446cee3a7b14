package io.stockpot.cli;

import io.stockpot.attack.Revision;
import io.stockpot.data.ImageShape;
import io.stockpot.evaluate.Condition;
import io.stockpot.model.Classifier;
import io.stockpot.model.CustomaryNormalisation;
import io.stockpot.model.Normalisation;
import io.stockpot.outcome.Accuracy;
import io.stockpot.report.Block;
import io.stockpot.report.Report;
import io.stockpot.report.SeasonSummary;
import io.stockpot.run.RunLock;
import io.stockpot.run.Version;
import io.stockpot.soup.FileSoup;
import io.stockpot.soup.Ingredient;
import io.stockpot.soup.Ingredients;
import io.stockpot.soup.InnerAttack;
import io.stockpot.soup.MixFiles;
import io.stockpot.soup.MixtureEvaluation;
import io.stockpot.soup.MixtureMemory;
import io.stockpot.soup.RobustnessWish;
import io.stockpot.soup.Seasoning;
import io.stockpot.soup.Soup;
import io.stockpot.soup.StatisticsMemory;
import io.stockpot.soup.StatisticsSource;
import io.stockpot.soup.UnlabelledSeasoning;
import io.stockpot.soup.choice.Barrier;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Search;
import io.stockpot.soup.choice.Seasoned;
import io.stockpot.soup.choice.WeightGrid;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
                + " images it has not seen. What was judged before is not judged again; a killed search goes on where"
                + " it stopped.",
        footer = {
            "stockpot season a.pth b.pth --photos my-photos --data cifar10 \\",
            "    --resize 32 --crop 32 --held-out 60 --out soup.safetensors --report page"
        },
        mixinStandardHelpOptions = true)
final class SeasonCommand implements Callable<Integer> {
    /** More mixtures than this are a mistake more often than a plan. */
    private static final int MOST = 5000;

    /** What the folder of all seasons is called in the cache. */
    private static final String OF_ALL = "seasons";

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
            names = "--quick",
            description = "Take a coarse grid for a first look: fifths, which are 56 mixtures of 4 models.")
    private boolean quick;

    @Option(
            names = "--search",
            completionCandidates = Candidates.Searches.class,
            defaultValue = "exhaustive",
            paramLabel = "YAML",
            description =
                    "How the best is found: exhaustive (default), every mixture judges every image; race, mixtures that are"
                            + " surely not the best leave early, e.g. '{race: {error-probability: 0.01}}';"
                            + " response-surface, a few mixtures tell what all others answer, e.g."
                            + " '{response-surface: {degree: 4}}'; gradient-descent, a loss is followed downhill;"
                            + " robust-descent, that of attacked images, e.g. '{robust-descent: {threats: [Linf 8/255,"
                            + " L2 128/255]}}'.")
    private String search;

    @Option(
            names = "--unlabelled",
            description = "Choose by pictures without labels, and by labelled test images of --data; where what they"
                    + " predict to gain is no more than its error, take the soup that is best on those of --data.")
    private boolean unlabelled;

    @Option(
            names = "--batch-size",
            defaultValue = "250",
            paramLabel = "N",
            description = "Look at so many images at once; changes no result (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Option(
            names = "--work",
            paramLabel = "FOLDER",
            description = "Remember finished mixtures there (default: a folder of its own in the cache).")
    private Path work;

    @Mixin
    private RobustnessOptions robustness;

    @Mixin
    private SeasonOutputs outputs;

    @Override
    public Integer call() throws IOException {
        outputs.requireEndings(command);
        refuseIdle();
        if (unlabelled) {
            seasonUnlabelled();
            return ExitCode.OK;
        }
        Search how = search();
        Seasoning seasoning = new Seasoning(how, points(how), robustness.wish(), models.seed());
        Optional<CustomaryNormalisation> proven = season(seasoning);
        if (proven.isPresent()) {
            models.take(proven.get());
            season(seasoning);
        }
        return ExitCode.OK;
    }

    private void seasonUnlabelled() throws IOException {
        UnlabelledSeason.refuseIdle(command);
        MixFiles files = models.open();
        outputs.requirePlaces(files);
        UnlabelledSeasoning seasoning = new UnlabelledSeasoning(points(search()), batchSize, models.seed());
        new UnlabelledSeason(command, models, photos, outputs).run(seasoning, files, ModelNames.of(files.files()));
    }

    /** Returns the normalisation with which the files are to be opened instead, before anything was searched; else none. */
    private Optional<CustomaryNormalisation> season(Seasoning seasoning) throws IOException {
        MixFiles files = models.open();
        outputs.requirePlaces(files);
        List<String> names = ModelNames.of(files.files());
        try (Ingredients ingredients = Ingredients.load(files, names)) {
            models.warnOfNotFinite(ingredients);
            Classifier first = ingredients.all().get(0).classifier();
            seasoning.robustness().ifPresent(wish -> wish.requireClasses(first.classes()));
            SeasonImages.Sets images = photos.load(first.architecture(), files.usage(), models);
            seasoning
                    .robustness()
                    .ifPresent(wish -> checkRadii(wish, images.adaptation().shape()));
            checkRadii(threats(seasoning.search()), images.adaptation().shape());
            StatisticsSource source = models.statistics(photos.taken(), Optional.of(images.adaptation()))
                    .remembering(new StatisticsMemory());
            try (Soup soup = new Soup(ingredients.all(), models.spelledOut(files, source), source)) {
                return season(seasoning, files, soup, images);
            }
        }
    }

    /** Checks the models, searches and writes what was found; returns what {@link #season(Seasoning)} does. */
    private Optional<CustomaryNormalisation> season(
            Seasoning seasoning, MixFiles files, Soup soup, SeasonImages.Sets images) throws IOException {
        MixtureMemory memory = memory(soup);
        Path folder = memory.folder().orElseThrow();
        Files.createDirectories(folder);
        SeasonSummary findings;
        try (RunLock lock = RunLock.take(folder.resolve("lock"), "season")) {
            MixtureEvaluation mixtures = new MixtureEvaluation(soup, batchSize, memory);
            Optional<CustomaryNormalisation> proven =
                    new SeasonCheck(models, photos).run(mixtures, images.adaptation());
            if (proven.isPresent()) {
                return proven;
            }
            findings = find(seasoning, mixtures, images);
        }
        FileSoup file = new FileSoup(files, findings.choice().weights())
                .with(soup.batchNorm(), soup.source())
                .with(photos.usage(images.adaptation().shape()))
                .with(findings.measured())
                .withWarnings(models.warnings());
        List<Normalisation> normalisations = soup.ingredients().stream()
                .map(ingredient -> ingredient.classifier().normalisation())
                .toList();
        List<String> footer = new SeasonFooter(command, models, photos)
                .lines(
                        findings,
                        images,
                        normalisations,
                        soup.batchNorm().description(soup.source().name()));
        tell(findings, soup, file, () -> page(findings, images, footer));
        return Optional.empty();
    }

    private void refuseIdle() {
        if (work != null) {
            models.refuseUnlessReestimated(List.of("--cache"), ", and --work is where finished mixtures are kept");
        }
        IdleOptions.refuse(command, quick, List.of("--grid"), "names the mixtures, as --quick does: leave one out");
    }

    private void tell(SeasonSummary findings, Soup soup, FileSoup file, Supplier<Report> page) throws IOException {
        PrintWriter output = command.commandLine().getOut();
        try {
            findings.sentences().forEach(output::println);
            models.warnings().forEach(warning -> output.println("Warning: " + warning));
            outputs.write(file, soup, findings, page, output);
        } finally {
            output.flush();
        }
    }

    /** Refuses radii that cover every image, before the search, and doubts those that nearly do. */
    private void checkRadii(RobustnessWish wish, ImageShape shape) {
        for (Condition condition : wish.conditions()) {
            condition.requireWithin(shape);
            condition.doubt(shape).ifPresent(models::warn);
        }
    }

    private void checkRadii(List<ThreatModel> threats, ImageShape shape) {
        for (ThreatModel threat : threats) {
            threat.requireWithin(shape.length());
            threat.doubt(shape.length()).ifPresent(models::warn);
        }
    }

    private SeasonSummary find(Seasoning seasoning, MixtureEvaluation mixtures, SeasonImages.Sets images)
            throws IOException {
        List<String> names =
                mixtures.soup().ingredients().stream().map(Ingredient::name).toList();
        warnOfBarriers(names, mixtures.barriers(mixtures.ingredients(images.adaptation()), images.adaptation()));
        Seasoned found = seasoning.run(mixtures, images.adaptation(), images.heldOut(), models.progress());
        SeasonSummary summary = new SeasonSummary(photos.name(), names, found);
        summary.warnings().forEach(models::warn);
        return summary;
    }

    /** Returns what mixtures of these models are remembered by, on the disk. */
    private MixtureMemory memory(Soup soup) throws IOException {
        Path folders = work == null ? models.cache().folder(OF_ALL) : work;
        String version = Version.text()
                + Revision.inKeys().map(number -> ", attacks " + number).orElse("");
        return MixtureMemory.of(folders, soup, version);
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
            threats(how);
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
            if (!how.judgesAll() && photos.groups()) {
                throw new ParameterException(
                        command.commandLine(),
                        "a " + how.title() + " bets image by image, as if none belonged together: --group needs"
                                + " --search exhaustive");
            }
            if (!how.judgesAll() && robustness.chooses()) {
                throw new ParameterException(
                        command.commandLine(),
                        "a " + how.title() + " does not rank all mixtures: --keep and --among-equals robust need"
                                + " --search exhaustive");
            }
            return how;
        } catch (TextException unknown) {
            throw new ParameterException(command.commandLine(), "--search: " + unknown.sentence(), unknown);
        }
    }

    /** Returns the threats under which a search attacks images. */
    private List<ThreatModel> threats(Search how) {
        try {
            List<ThreatModel> threats =
                    how.threats().stream().map(ThreatModel::parse).toList();
            InnerAttack.requireOnce(threats);
            return threats;
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command.commandLine(), "--search: " + wrong.getMessage(), wrong);
        }
    }

    private List<MixingWeights> points(Search how) {
        try {
            WeightGrid chosen = grid(how);
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

    private WeightGrid grid(Search how) throws TextException {
        if (quick) {
            return WeightGrid.quick(models.count());
        }
        return grid == null
                ? how.suitingGrid(models.count())
                : YamlRecords.read(grid, "--grid", WeightGrid.class, List.of());
    }

    private Report page(SeasonSummary findings, SeasonImages.Sets images, List<String> footer) {
        List<Block> blocks = new ArrayList<>(findings.blocks());
        blocks.add(SeasonExplorer.of(findings, images, models.mixLine(photos.folder())));
        return new Report(
                "Which soup fits " + photos.name() + "?",
                footer,
                Stream.concat(blocks.stream(), models.warningBlock().stream()).toList());
    }
}
