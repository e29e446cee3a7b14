package io.stockpot.cli;

import io.stockpot.attack.Attack;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.Part;
import io.stockpot.data.Progress;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Evaluator;
import io.stockpot.evaluate.Outcomes;
import io.stockpot.evaluate.Plausibility;
import io.stockpot.model.Classifier;
import io.stockpot.tensor.AtomicFile;
import io.stockpot.tensor.Seed;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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
        description = "Measures the clean and robust accuracy of a checkpoint on test images.",
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
    private static final String CLEAN = "clean";

    @Spec
    private CommandSpec command;

    @Mixin
    private DataOptions data;

    @Mixin
    private CheckpointOptions checkpoints;

    @Parameters(paramLabel = "CHECKPOINT", description = "A file of weights.")
    private Path file;

    @Option(names = "--data", required = true, paramLabel = "NAME", description = "A data set, e.g. cifar10.")
    private String source;

    @Option(
            names = "--images",
            defaultValue = "1000",
            paramLabel = "N",
            description = "How many test images, from the first on (default: ${DEFAULT-VALUE}).")
    private int images;

    @Option(
            names = "--condition",
            paramLabel = "TEXT",
            description = "clean, or a threat such as 'Linf 8/255'; may be repeated (default: clean).")
    private List<String> texts = new ArrayList<>();

    @Option(
            names = "--attack",
            defaultValue = "{apgd: {steps: 40}}",
            paramLabel = "YAML",
            description = "The attack on every threat (default: ${DEFAULT-VALUE}).")
    private String attack;

    @Option(names = "--batch-size", defaultValue = "250", description = "Images at once; changes no result.")
    private int batchSize;

    @Option(names = "--seed", defaultValue = "0", description = "Of the attacks.")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the results there too.")
    private Path json;

    @Override
    public Integer call() throws IOException {
        List<Condition> conditions = conditions();
        Progress progress = ConsoleProgress.of(command.commandLine().getErr());
        Optional<Outcomes> outcomes = Optional.empty();
        Map<String, Double> seconds = new LinkedHashMap<>();
        try (Classifier classifier = checkpoints.open(file).load()) {
            LabelledImages test = testImages(classifier, progress);
            for (Condition condition : conditions) {
                long begin = System.nanoTime();
                Evaluator evaluator = new Evaluator(test, List.of(condition), batchSize, new Seed(seed));
                Outcomes found = evaluator.evaluate(classifier, progress);
                seconds.put(condition.label(), (System.nanoTime() - begin) / 1e9);
                warn(condition, found, classifier);
                outcomes =
                        Optional.of(outcomes.map(before -> before.with(found)).orElse(found));
            }
        }
        EvaluationResults results = new EvaluationResults(conditions, outcomes.orElseThrow(), seconds);
        PrintWriter output = command.commandLine().getOut();
        output.print(results.table());
        output.flush();
        if (json != null) {
            AtomicFile.writeText(json, results.json());
        }
        return ExitCode.OK;
    }

    private LabelledImages testImages(Classifier classifier, Progress progress) throws IOException {
        LabelledImages test = data.source(source, Optional.empty())
                .load(Part.TEST, data.cache(), progress)
                .first(images);
        int channels = classifier.architecture().channels();
        if (test.channels() != channels || test.classes() != classifier.classes()) {
            throw new IOException(file + " is a classifier of images with " + channels + " channels into "
                    + classifier.classes() + " classes; " + source + " has " + test.channels() + " channels and "
                    + test.classes() + " classes");
        }
        return test;
    }

    private void warn(Condition condition, Outcomes outcomes, Classifier classifier) {
        if (condition instanceof Condition.Clean) {
            Plausibility.warning(outcomes.accuracy(condition.label()), classifier.classes())
                    .ifPresent(warning -> {
                        PrintWriter errors = command.commandLine().getErr();
                        errors.println("stockpot: warning: " + warning);
                        errors.flush();
                    });
        }
    }

    private List<Condition> conditions() {
        try {
            Attack parsed = YamlRecords.read(attack, "--attack", Attack.class, List.of());
            List<Condition> conditions = new ArrayList<>();
            for (String text : texts.isEmpty() ? List.of(CLEAN) : texts) {
                conditions.add(
                        text.equals(CLEAN)
                                ? new Condition.Clean()
                                : new Condition.Robust(ThreatModel.parse(text), parsed, Optional.empty()));
            }
            Evaluator.requireDistinct(conditions);
            return conditions;
        } catch (TextException unknown) {
            throw new ParameterException(command.commandLine(), "--attack: " + unknown.sentence(), unknown);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command.commandLine(), "--condition: " + wrong.getMessage(), wrong);
        }
    }
}
