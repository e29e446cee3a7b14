package io.stockpot.cli;

import io.stockpot.data.DataSource;
import io.stockpot.data.LabelledImages;
import io.stockpot.evaluate.Accuracy;
import io.stockpot.evaluate.Outcomes;
import io.stockpot.model.CheckpointFile;
import io.stockpot.model.Classifier;
import io.stockpot.model.Provenance;
import io.stockpot.recipe.Version;
import io.stockpot.report.Report;
import io.stockpot.report.ReportWriter;
import io.stockpot.report.SeasonFindings;
import io.stockpot.soup.Barrier;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.ExhaustiveChoice;
import io.stockpot.soup.FileSoup;
import io.stockpot.soup.Ingredient;
import io.stockpot.soup.MixFiles;
import io.stockpot.soup.MixingWeights;
import io.stockpot.soup.ModelCard;
import io.stockpot.soup.Race;
import io.stockpot.soup.Search;
import io.stockpot.soup.Seasoning;
import io.stockpot.soup.ShiftOutcomes;
import io.stockpot.soup.Soup;
import io.stockpot.soup.StatisticsMemory;
import io.stockpot.soup.WeightGrid;
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

    @Option(names = "--out", paramLabel = "FILE", description = "Write the soup there, and its card beside it.")
    private Path out;

    @Option(names = "--report", paramLabel = "FOLDER", description = "Write a page with tables and figures there.")
    private Path report;

    @Option(
            names = "--outcomes",
            paramLabel = "FILE",
            description = "Write there what every mixture got right (exhaustive search).")
    private Path outcomes;

    @Override
    public Integer call() throws IOException {
        Search how = search();
        BatchNormPolicy policy = models.policy();
        List<MixingWeights> points = points();
        MixFiles files = models.open();
        List<String> names = names(files.files());
        SeasonFindings findings = find(how, policy, points, files, names);
        PrintWriter output = command.commandLine().getOut();
        findings.sentences().forEach(output::println);
        if (out != null) {
            ModelCard card = new FileSoup(
                            files, findings.chosen(), policy, models.statisticsData(policy), findings.measured())
                    .cook(out, models::trainingImages, models.seed(), models.progress());
            List<String> line = card.provenance().ancestors();
            output.println("soup: " + out + ", digest " + line.get(line.size() - 1));
        }
        if (report != null) {
            output.println("report: " + ReportWriter.write(report, page(findings)));
        }
        output.flush();
        return ExitCode.OK;
    }

    private SeasonFindings find(
            Search how, BatchNormPolicy policy, List<MixingWeights> points, MixFiles files, List<String> names)
            throws IOException {
        List<Ingredient> ingredients = new ArrayList<>();
        try {
            for (int i = 0; i < names.size(); i++) {
                ingredients.add(ingredient(names.get(i), files.files().get(i)));
            }
            Classifier first = ingredients.get(0).classifier();
            SeasonImages.Sets images = photos.load(
                    models.data().map(DataSource::classNames).orElse(List.of()),
                    first.classes(),
                    models.seed(),
                    models);
            requireChannels(images.adaptation(), first);
            try (Soup soup =
                    new Soup(ingredients, policy, models::trainingImages, models.seed(), new StatisticsMemory())) {
                return find(how, points, names, new Seasoning(soup, batchSize), images);
            }
        } finally {
            ingredients.forEach(Ingredient::close);
        }
    }

    /** Descent was looked at when the files were opened, where strangers can be allowed. */
    @SuppressWarnings("MustBeClosedChecker") // the ingredient owns the classifier and is closed with the others
    private static Ingredient ingredient(String name, CheckpointFile file) throws IOException {
        return new Ingredient(name, file.load(), new Provenance(List.of("season"), ""));
    }

    private SeasonFindings find(
            Search how, List<MixingWeights> points, List<String> names, Seasoning kitchen, SeasonImages.Sets images)
            throws IOException {
        List<Outcomes> alone = kitchen.ingredients(images.adaptation());
        warnOfBarriers(names, kitchen.barriers(alone, images.adaptation()));
        SeasonFindings.Found found;
        MixingWeights chosen;
        if (how instanceof Race race) {
            Race.Finish finish = kitchen.race(race, points, images.adaptation(), models.seed(), models.progress());
            chosen = points.get(finish.winner());
            found = new SeasonFindings.Raced(race, finish, points.size());
        } else {
            ShiftOutcomes all =
                    ShiftOutcomes.of(photos.name(), kitchen.exhaustive(points, images.adaptation(), models.progress()));
            ExhaustiveChoice choice =
                    ExhaustiveChoice.of(all, alone, models.seed().child("resampling"));
            chosen = choice.stability().chosen().weights();
            found = new SeasonFindings.Exhaustive(choice);
            if (outcomes != null) {
                all.write(outcomes);
            }
        }
        return new SeasonFindings(
                photos.name(),
                names,
                chosen,
                found,
                alone,
                kitchen.soup().reestimates(),
                kitchen.judge(chosen, images.adaptation()),
                heldOut(kitchen, chosen, alone, images.heldOut()));
    }

    private static Optional<SeasonFindings.HeldOut> heldOut(
            Seasoning kitchen, MixingWeights chosen, List<Outcomes> alone, Optional<LabelledImages> images)
            throws IOException {
        if (images.isEmpty()) {
            return Optional.empty();
        }
        int best = SeasonFindings.bestAlone(alone);
        return Optional.of(new SeasonFindings.HeldOut(
                kitchen.judge(chosen, images.get()), kitchen.judgeAlone(best, images.get())));
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
            if (how instanceof Race && !photos.holdsOut()) {
                throw new ParameterException(
                        command.commandLine(),
                        "a race leaves too little to resample, so only images that chose nothing can say what to"
                                + " expect: add --held-out, e.g. a third of your images");
            }
            if (how instanceof Race && outcomes != null) {
                throw new ParameterException(
                        command.commandLine(),
                        "a race does not judge every image by every mixture: --outcomes needs"
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

    /** Names models by their files, and by their folders where files have equal names. */
    private static List<String> names(List<CheckpointFile> files) {
        List<Path> paths = files.stream()
                .map(file -> file.path().toAbsolutePath().normalize())
                .toList();
        for (int parts = 1; ; parts++) {
            List<String> names = new ArrayList<>();
            for (Path path : paths) {
                int count = path.getNameCount();
                names.add(path.subpath(Math.max(0, count - parts), count)
                        .toString()
                        .replaceFirst("\\.[A-Za-z]+$", ""));
            }
            if (names.stream().distinct().count() == names.size()) {
                return names;
            }
            int all = parts;
            if (paths.stream().allMatch(path -> path.getNameCount() <= all)) {
                throw new IllegalArgumentException("a file is named twice: " + String.join(", ", names));
            }
        }
    }

    private void requireChannels(LabelledImages images, Classifier classifier) throws IOException {
        int channels = classifier.architecture().channels();
        if (images.channels() != channels) {
            throw new IOException("the models look at " + channels + " channels, and the images of '" + photos.name()
                    + "' have " + images.channels());
        }
    }

    private Report page(SeasonFindings findings) {
        return new Report(
                "Which soup fits " + photos.name() + "?",
                List.of("Stockpot " + Version.text() + ", seed " + models.seed().value(), "search: " + search),
                findings.blocks());
    }
}
