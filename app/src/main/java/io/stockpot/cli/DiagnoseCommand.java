package io.stockpot.cli;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.source.DataPart;
import io.stockpot.data.source.PublishedData;
import io.stockpot.model.BatchNormStatistics;
import io.stockpot.model.Classifier;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.MixFiles;
import io.stockpot.soup.SegmentWalk;
import io.stockpot.soup.WeightGeometry;
import io.stockpot.soup.choice.Barrier;
import io.stockpot.soup.choice.BasinDiagnosis;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reports whether models can be mixed, before anyone mixes them. */
@Command(
        name = "diagnose",
        description = "Tells whether models share a basin, so that mixing them is of use: how far apart their weights"
                + " are, whether they descend from one model, and how much accuracy is lost on the way from one to"
                + " another.",
        mixinStandardHelpOptions = true)
final class DiagnoseCommand implements Callable<Integer> {
    private static final BatchNormPolicy INTERPOLATE = new BatchNormPolicy.Interpolate();
    private static final BatchNormPolicy REESTIMATE = new BatchNormPolicy.Reestimate(20, 128);
    private static final int BATCH = 128;

    @Spec
    private CommandSpec command;

    @Mixin
    private DataOptions options;

    @Mixin
    private CheckpointOptions checkpoints;

    @Parameters(arity = "2..*", paramLabel = "FILE", description = "The models, in any format that is known.")
    private List<Path> files;

    @Option(
            names = "--ancestor",
            paramLabel = "FILE",
            description = "The model that all descend from: angles are then seen from it, else from the first.")
    private Path ancestor;

    @Option(names = "--data", paramLabel = "NAME", description = "Measure accuracy on this data set, e.g. cifar10.")
    private String data;

    @Option(
            names = "--images",
            defaultValue = "1000",
            paramLabel = "N",
            description = "How many test images (default: ${DEFAULT-VALUE}).")
    private int images;

    @Option(
            names = "--points",
            defaultValue = "5",
            paramLabel = "N",
            description = "Points of each segment, its ends included (default: ${DEFAULT-VALUE}).")
    private int points;

    @Option(names = "--seed", defaultValue = "0", description = "Of the choice of images for batch norm.")
    private long seed;

    private Optional<LabelledImages> training = Optional.empty();

    @Override
    public Integer call() throws IOException {
        IdleOptions.refuse(
                command,
                data == null,
                List.of("--images", "--points", "--seed", "--cache"),
                "is for measuring accuracy, which needs --data, e.g. --data cifar10");
        List<Path> all = new ArrayList<>(files);
        Optional.ofNullable(ancestor).ifPresent(all::add);
        List<CheckpointFile> measured = checkpoints.open(all);
        List<CheckpointFile> models = measured.subList(0, files.size());
        refuseIdle(measured, MixFiles.checked(measured, true).names());
        WeightGeometry geometry = WeightGeometry.of(measured);
        Optional<SegmentWalk> walk = walk();
        for (int first = 0; first < models.size(); first++) {
            for (int second = first + 1; second < models.size(); second++) {
                print(diagnose(models, first, second, geometry, walk));
            }
        }
        return ExitCode.OK;
    }

    /** Refuses what cannot act on these files. */
    private void refuseIdle(List<CheckpointFile> measured, List<String> tensors) {
        IdleOptions.refuse(
                command,
                data == null && measured.stream().noneMatch(CheckpointFile::describesItself),
                List.of("--normalisation"),
                "is for measuring accuracy, which needs --data, e.g. --data cifar10");
        IdleOptions.refuse(
                command,
                tensors.stream().noneMatch(name -> name.endsWith("running_mean")),
                List.of("--seed"),
                "is for re-estimating batch norm, and these models have none");
    }

    private Optional<SegmentWalk> walk() throws IOException {
        if (data == null) {
            return Optional.empty();
        }
        LabelledImages all = load(DataPart.TEST);
        return Optional.of(new SegmentWalk(all.first(Math.min(images, all.size())), points, BATCH, new Seed(seed)));
    }

    private LabelledImages load(DataPart part) throws IOException {
        PublishedData source = options.source(data, Optional.empty());
        return source.load(part, options.cache(), progress());
    }

    private Progress progress() {
        return ConsoleProgress.of(command.commandLine().getErr());
    }

    private LabelledImages training() throws IOException {
        if (training.isEmpty()) {
            training = Optional.of(load(DataPart.TRAIN));
        }
        return training.get();
    }

    private BasinDiagnosis diagnose(
            List<CheckpointFile> models, int first, int second, WeightGeometry geometry, Optional<SegmentWalk> walk)
            throws IOException {
        Optional<Barrier> interpolated = Optional.empty();
        Optional<Barrier> reestimated = Optional.empty();
        if (walk.isPresent()) {
            try (Classifier one = models.get(first).load();
                    Classifier two = models.get(second).load()) {
                interpolated = Optional.of(walk.get().measure(one, two, INTERPOLATE, this::training, progress()));
                if (BatchNormStatistics.in(one)) {
                    reestimated = Optional.of(walk.get().measure(one, two, REESTIMATE, this::training, progress()));
                }
            }
        }
        return new BasinDiagnosis(
                name(models.get(first)),
                name(models.get(second)),
                geometry.distance(first, second),
                reference(models, first).stream()
                        .mapToObj(from -> geometry.cosine(first, second, from))
                        .filter(cosine -> !cosine.isNaN())
                        .findFirst(),
                models.get(first).sharesAncestor(models.get(second)),
                interpolated,
                reestimated,
                walk.map(measured -> measured.images().classes()).orElse(0));
    }

    private OptionalInt reference(List<CheckpointFile> models, int first) {
        if (ancestor != null) {
            return OptionalInt.of(models.size());
        }
        return first == 0 ? OptionalInt.empty() : OptionalInt.of(0);
    }

    private static String name(CheckpointFile file) {
        return file.path().getFileName().toString();
    }

    private void print(BasinDiagnosis diagnosis) {
        PrintWriter output = command.commandLine().getOut();
        output.println(diagnosis.first() + " and " + diagnosis.second());
        output.printf(Locale.ROOT, "  distance      %.4f (unrelated models: about 1.4)%n", diagnosis.distance());
        diagnosis
                .cosine()
                .ifPresent(cosine -> output.printf(
                        Locale.ROOT,
                        "  cosine        %.4f, seen from %s%n",
                        cosine,
                        ancestor == null ? "the first model" : ancestor.getFileName()));
        output.println("  ancestor      "
                + diagnosis
                        .sharedAncestor()
                        .map(shared -> shared ? "shared" : "none shared")
                        .orElse("not known"));
        diagnosis.interpolated().ifPresent(barrier -> output.println("  mixed         " + text(barrier)));
        diagnosis.reestimated().ifPresent(barrier -> output.println("  re-estimated  " + text(barrier)));
        output.println("  verdict       " + diagnosis.verdict());
        output.flush();
    }

    private static String text(Barrier barrier) {
        String curve = barrier.accuracies().stream()
                .map(accuracy -> String.format(Locale.ROOT, "%.1f", 100 * accuracy.value()))
                .collect(Collectors.joining("  "));
        return curve + String.format(Locale.ROOT, "   barrier %.1f points", barrier.points());
    }
}
