package io.stockpot.recipe;

import io.stockpot.base.Progress;
import io.stockpot.evaluate.Outputs;
import io.stockpot.evaluate.Predictor;
import io.stockpot.evaluate.ShiftSweep;
import io.stockpot.evaluate.Warning;
import io.stockpot.model.Classifier;
import io.stockpot.outcome.Outcomes;
import io.stockpot.run.Inputs;
import io.stockpot.run.Step;
import io.stockpot.run.Warnings;
import io.stockpot.run.Work;
import io.stockpot.soup.Ingredient;
import io.stockpot.soup.Ingredients;
import io.stockpot.tensor.Precision;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The answers of a model, or of several whose probabilities are averaged, to the images of one shift that
 * judge, or to those that choose.
 *
 * @param row what the models are called together
 * @param plan how images are answered
 * @param members one model, or those of an ensemble
 * @param shift the images
 * @param role which of them
 */
record ShiftRowStep(String row, SeasoningPlan plan, List<ModelStep> members, RecipeShift shift, Role role)
        implements Step<ShiftRowStep.Row> {
    private static final String RIGHT = "outcomes.json";
    private static final String BESIDE = "beside.json";
    private static final String ANSWERS = "answers";

    /** What images are for. */
    enum Role {
        /** They choose a soup. */
        CHOOSE,
        /** They judge the soups that were chosen. */
        JUDGE
    }

    /** What decides the outcomes, besides the images and the models. */
    private record Identity(int members, Precision precision, double caution, Optional<ShiftThreat.Identity> threat) {}

    /**
     * What was answered.
     *
     * @param right images that are right
     * @param beside images answered as other answers say; without conditions for most shifts
     */
    record Row(Outcomes right, Outcomes beside) {}

    /**
     * One model, or those of an ensemble.
     *
     * @param row what they are called together
     * @param plan how images are answered
     * @param models the members
     */
    record Members(String row, SeasoningPlan plan, List<ModelStep> models) {
        /** Returns their steps, one per shift. */
        List<ShiftRowStep> on(List<RecipeShift> shifts, Role role) {
            return shifts.stream()
                    .map(shift -> new ShiftRowStep(row, plan, models, shift, role))
                    .toList();
        }
    }

    ShiftRowStep {
        members = List.copyOf(members);
    }

    @Override
    public String name() {
        return row + "-on-" + shift.name() + (role == Role.CHOOSE ? "-choosing" : "");
    }

    @Override
    public String canonical() {
        return CanonicalJson.of(
                new Identity(members.size(), plan.firstLook(), Predictor.CAUTION, shift.threatIdentity()));
    }

    @Override
    public List<Step<?>> inputs() {
        return new ArrayList<>(members);
    }

    @Override
    public List<String> dataDigests() {
        return List.of(plan.fingerprint(shift, role));
    }

    @Override
    public Optional<String> missing() {
        return shift.missing();
    }

    @Override
    public Work work() throws IOException {
        String size = members.size()
                + (members.size() == 1 ? " model × " : " models × ")
                + shift.size(shift.missing().isPresent() ? 0 : plan.images(shift, role).length);
        if (shift.missing().isPresent()) {
            return Work.unknown(size);
        }
        // members of an ensemble are taken to be alike
        Effort effort = new Effort(members.get(0).architecture(), shift.images().shape());
        plan.addTo(effort, shift, members.size(), role);
        return effort.of(size);
    }

    @Override
    public boolean resumes() {
        return true;
    }

    @Override
    public void run(Path directory, Inputs inputs, Progress progress) throws IOException {
        ShiftSweep sweep = plan.sweep(directory.resolve(ANSWERS), shift);
        try (Ingredients loaded = ModelStep.load(members, inputs)) {
            List<Classifier> classifiers =
                    loaded.all().stream().map(Ingredient::classifier).toList();
            Outputs outputs = classifiers.size() == 1 ? classifiers.get(0)::logits : Outputs.ensemble(classifiers);
            int[] images = plan.images(shift, role);
            ShiftSweep.Result result = sweep.run(ShiftSweep.single(outputs), shift.images(), images, progress);
            if (shift.threat().isPresent()) {
                new Warnings(Warning.sentences(result.warnings().get(0))).write(directory);
            }
            result.right().get(0).write(directory.resolve(RIGHT));
            result.beside().get(0).write(directory.resolve(BESIDE));
        }
        sweep.delete();
    }

    @Override
    public Row read(Path directory) throws IOException {
        return new Row(Outcomes.read(directory.resolve(RIGHT)), Outcomes.read(directory.resolve(BESIDE)));
    }
}
