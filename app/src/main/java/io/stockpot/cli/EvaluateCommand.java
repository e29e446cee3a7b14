package io.stockpot.cli;

import io.stockpot.base.AtomicFile;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.ImageShape;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Coverage;
import io.stockpot.evaluate.Evaluator;
import io.stockpot.evaluate.Findings;
import io.stockpot.evaluate.Journal;
import io.stockpot.model.Classifier;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.run.RunLock;
import io.stockpot.tensor.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures a checkpoint under conditions. */
@Command(
        name = "evaluate",
        description = "Measures the clean and robust accuracy of a checkpoint on test images. What was measured"
                + " before is not measured again; a killed evaluation goes on where it stopped.",
        customSynopsis = "stockpot evaluate CHECKPOINT (--data NAME | --photos FOLDER) [OPTIONS]",
        footer = {
            "stockpot evaluate model.safetensors --data cifar10 --images 500 \\",
            "    --condition clean --condition 'Linf 8/255' --attack autoattack"
        },
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private TestImageOptions images;

    @Mixin
    private CheckpointOptions checkpoints;

    @Mixin
    private ConditionOptions options;

    @Parameters(paramLabel = "CHECKPOINT", description = "A file of weights.")
    private Path file;

    @Option(
            names = "--batch-size",
            defaultValue = "250",
            paramLabel = "N",
            description = "Look at so many images at once; changes no result (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "Start of all random numbers (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--ascent",
            completionCandidates = Candidates.Precisions.class,
            paramLabel = "PRECISION",
            defaultValue = "float32",
            description = "The arithmetic in which APGD climbs: float32 (default), or bfloat16, which is faster on some"
                    + " processors. Verdicts are always in float32.")
    private Precision ascent;

    @Option(
            names = "--union-only",
            description = "Measure only which images stay right under all threats: what is broken under one is not"
                    + " attacked under the others.")
    private boolean unionOnly;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the results there too, as JSON.")
    private Path json;

    @Option(
            names = "--save-examples",
            paramLabel = "FILE",
            description = "Write the adversarial images there, as NumPy's arrays, a file *.npz.")
    private Path examples;

    @Option(
            names = "--work",
            paramLabel = "FOLDER",
            description = "Remember finished blocks of images there (default: a folder of its own in the cache).")
    private Path work;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description =
                    "Make no more attacks after so many minutes, and say what is known then. The same command goes on"
                            + " from there.")
    private Double minutes;

    @Option(names = "--fresh", description = "Measure again what was measured before.")
    private boolean fresh;

    @Override
    public Integer call() throws IOException {
        List<Condition> conditions = options.conditions();
        images.requireSense(work != null);
        requireSense(conditions);
        refuseIdle(conditions);
        Progress progress = Console.progress(command);
        CheckpointFile opened = checkpoints.open(file);
        try (Classifier classifier = opened.load()) {
            checkpoints.warnOfNotFinite(file, classifier);
            conditions.forEach(condition -> condition.requireClasses(classifier.classes()));
            TestImageOptions.Chosen chosen = images.load(opened, classifier, checkpoints, progress);
            Evaluator evaluator = new Evaluator(chosen.images(), conditions, batchSize, new Seed(seed), ascent);
            warnOfRadii(conditions, chosen.images().shape());
            Path folders = work == null ? images.data().cache().folder(EvaluationFolder.OF_ALL) : work;
            Path folder = EvaluationFolder.of(folders, classifier, chosen.digest(), seed, ascent);
            Files.createDirectories(folder);
            try (RunLock lock = RunLock.take(folder.resolve("lock"), "evaluate")) {
                evaluate(evaluator, classifier, folder, chosen.pictures(), progress);
            }
        }
        return ExitCode.OK;
    }

    private void refuseIdle(List<Condition> conditions) {
        IdleOptions.refuse(
                command,
                conditions.stream()
                        .allMatch(condition -> condition.judge().attacks().isEmpty()),
                List.of("--attack", "--ascent", "--seed", "--minutes", "--save-examples"),
                "is for threats, and no condition is one; add e.g. --condition 'Linf 8/255'");
        IdleOptions.refuse(
                command,
                conditions.stream()
                        .flatMap(condition -> condition.judge().stages().stream())
                        .noneMatch(stage -> stage.attack().climbsInAscent()),
                List.of("--ascent"),
                "is for APGD, and no attack is one that is made here");
        OutputFormat.JSON.requireNoOther(command, "--json", json);
        OutputFormat.NUMPY.require(command, "--save-examples", examples, "");
    }

    private void requireSense(List<Condition> conditions) {
        if (!Coverage.of(unionOnly).suits(conditions)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--union-only needs at least two threats that are no curves, e.g. --condition 'Linf 8/255'"
                            + " --condition 'L2 0.5'");
        }
        if (unionOnly && examples != null) {
            throw new ParameterException(
                    command.commandLine(), "--save-examples needs every threat to be measured; leave --union-only out");
        }
        if (minutes != null && examples != null) {
            throw new ParameterException(
                    command.commandLine(), "--save-examples needs a finished evaluation; leave --minutes out");
        }
        if (minutes != null && !(minutes >= 0)) {
            throw new ParameterException(
                    command.commandLine(), "--minutes must not be negative, as is '" + minutes + "'");
        }
    }

    private void warnOfRadii(List<Condition> conditions, ImageShape shape) {
        PrintWriter errors = command.commandLine().getErr();
        conditions.forEach(
                condition -> condition.doubt(shape).ifPresent(doubt -> errors.println("stockpot: warning: " + doubt)));
        errors.flush();
    }

    private BooleanSupplier whenTimeIsUp() {
        if (minutes == null) {
            return () -> false;
        }
        long begin = System.nanoTime();
        return () -> (System.nanoTime() - begin) / 60e9 >= minutes;
    }

    private void evaluate(
            Evaluator evaluator, Classifier classifier, Path folder, List<String> pictures, Progress progress)
            throws IOException {
        Journal journal = examples == null ? Journal.in(folder) : Journal.withPoints(folder);
        if (fresh) {
            EvaluationFolder.clear(folder);
        }
        Findings findings = evaluator.evaluate(
                evaluator.attacked(classifier), journal, Coverage.of(unionOnly), whenTimeIsUp(), progress);
        if (examples != null) {
            evaluator.examples(journal, classifier::logits).write(examples);
        }
        PrintWriter errors = command.commandLine().getErr();
        findings.warnings().forEach(warning -> errors.println("stockpot: warning: " + warning));
        errors.flush();
        EvaluationResults results = new EvaluationResults(findings, pictures);
        PrintWriter output = command.commandLine().getOut();
        output.print(results.table());
        output.flush();
        if (json != null) {
            AtomicFile.writeText(json, results.json());
        }
    }
}
