package io.stockpot.recipe;

import io.stockpot.attack.Revision;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.source.DataPart;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Coverage;
import io.stockpot.evaluate.Evaluator;
import io.stockpot.evaluate.Findings;
import io.stockpot.evaluate.Journal;
import io.stockpot.evaluate.Warning;
import io.stockpot.model.Classifier;
import io.stockpot.outcome.Outcomes;
import io.stockpot.run.Inputs;
import io.stockpot.run.Step;
import io.stockpot.run.Warnings;
import io.stockpot.run.Work;
import io.stockpot.tensor.Precision;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The evaluation of one model alone.
 *
 * @param model what is evaluated
 * @param evaluation how
 * @param images the images
 * @param seed of the recipe
 */
record OutcomesStep(ModelStep model, EvaluationPlan evaluation, RecipeImages images, long seed)
        implements Step<Outcomes> {
    private static final String FILE = "outcomes.json";
    private static final String JOURNAL = "journal";

    /** What decides the outcomes, besides the images and the model. */
    private record Identity(
            long seed,
            int images,
            List<Condition> conditions,
            Optional<Precision> ascent,
            Optional<Integer> attackRevision,
            Optional<Coverage> extent,
            Optional<Boolean> curvesAttacked) {}

    @Override
    public String name() {
        return "evaluate-" + model.name();
    }

    @Override
    public String canonical() {
        return CanonicalJson.of(new Identity(
                seed,
                evaluation.images(),
                spelledOut(evaluation.each()),
                evaluation.roughAscent(),
                revision(evaluation.each()),
                Optional.of(evaluation.extent()).filter(extent -> extent != Coverage.EVERY_CONDITION),
                // once, curves beside a union were not attacked, so that what was measured then is no result
                Optional.of(true).filter(yes -> evaluation.unionOnly() && hasCurves())));
    }

    private boolean hasCurves() {
        return evaluation.each().stream()
                .anyMatch(condition -> condition.curve().isPresent());
    }

    /** Returns the revision of the attacks of conditions as it enters identities. */
    static Optional<Integer> revision(List<Condition> conditions) {
        return Revision.inKeys(conditions.stream().map(Condition::judge).toList());
    }

    /** Returns conditions as they enter identities. */
    static List<Condition> spelledOut(List<Condition> conditions) {
        return conditions.stream().map(Condition::spelledOut).toList();
    }

    @Override
    public List<Step<?>> inputs() {
        return List.of(model);
    }

    @Override
    public List<String> dataDigests() {
        return List.of(images.fingerprint(DataPart.TEST));
    }

    @Override
    public boolean resumes() {
        return true;
    }

    @Override
    public Work work() throws IOException {
        int number = evaluation.images();
        Effort effort = new Effort(model.architecture(), images.shape()).looking(number, Precision.FLOAT32);
        for (Condition condition : evaluation.each()) {
            effort.attacking(number, condition.judge(), evaluation.ascent().orElse(Precision.FLOAT32));
        }
        return effort.of(number + " images, at most " + Effort.most(evaluation.each()) + " passes each");
    }

    @Override
    public void run(Path directory, Inputs inputs, Progress progress) throws IOException {
        Evaluator evaluator = evaluator(images, evaluation, evaluation.each(), seed, progress);
        Journal journal = Journal.in(directory.resolve(JOURNAL));
        try (Classifier classifier = inputs.get(model).load()) {
            Findings findings = evaluator.evaluate(
                    evaluator.attacked(classifier), journal, evaluation.extent(), () -> false, progress);
            new Warnings(Warning.sentences(findings.warnings())).write(directory);
            outcomes(findings).write(directory.resolve(FILE));
        }
        journal.delete();
    }

    /** Returns what was measured; the union too where it does not follow from the rest. */
    private Outcomes outcomes(Findings findings) {
        return evaluation.unionOnly()
                ? findings.outcomes().with(findings.union().orElseThrow())
                : findings.outcomes();
    }

    /** Returns the evaluator of some conditions; equal for models and soups, so that they can be compared. */
    static Evaluator evaluator(
            RecipeImages images, EvaluationPlan evaluation, List<Condition> conditions, long seed, Progress progress)
            throws IOException {
        return new Evaluator(
                images.load(DataPart.TEST, progress).first(evaluation.images()),
                conditions,
                evaluation.batchSize(),
                new Seed(seed).child("evaluate"),
                evaluation.ascent().orElse(Precision.FLOAT32));
    }

    @Override
    public Outcomes read(Path directory) throws IOException {
        return Outcomes.read(directory.resolve(FILE));
    }
}
