package io.stockpot.recipe;

import io.stockpot.attack.Logits;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.source.DataPart;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Coverage;
import io.stockpot.evaluate.Evaluator;
import io.stockpot.evaluate.Journal;
import io.stockpot.evaluate.Transfer;
import io.stockpot.evaluate.Warning;
import io.stockpot.model.Classifier;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.run.Inputs;
import io.stockpot.run.Step;
import io.stockpot.run.Warnings;
import io.stockpot.run.Work;
import io.stockpot.soup.Ingredient;
import io.stockpot.soup.Ingredients;
import io.stockpot.soup.Soup;
import io.stockpot.soup.StatisticsSource;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.Precision;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Attacks the ingredients of a soup and its best mixture, keeps the points that are found, and asks each of them about the
 * points of all. The attacks are those of the evaluation with the same draws, made once more, because an evaluation keeps no
 * points.
 *
 * @param soup whose ingredients are attacked, and its best mixture
 * @param condition under which they are
 */
record TransferStep(SoupStep soup, Condition condition) implements Step<TransferOutcomes> {
    private static final String CLEAN = "clean.json";

    /** What decides the outcomes, besides the soup and its models. */
    private record Identity(Condition condition, boolean transfer) {}

    @Override
    public String name() {
        return "transfer-" + soup.name() + "-" + condition.label();
    }

    @Override
    public String canonical() {
        return CanonicalJson.of(new Identity(condition.spelledOut(), true));
    }

    @Override
    public List<Step<?>> inputs() {
        List<Step<?>> inputs = new ArrayList<>(List.of(soup));
        inputs.addAll(soup.inputs());
        return inputs;
    }

    @Override
    public List<String> dataDigests() {
        return soup.dataDigests();
    }

    @Override
    public boolean resumes() {
        return true;
    }

    @Override
    public Work work() throws IOException {
        int images = soup.evaluation().images();
        int asked = soup.models().size() + 1;
        Effort effort = new Effort(
                soup.models().get(0).model().architecture(), soup.images().shape());
        effort.looking((double) asked * asked * images, Precision.FLOAT32)
                .attacking((double) asked * images, condition.judge(), Precision.FLOAT32);
        return effort.of(asked + " networks × " + images + " images, at most " + Effort.most(List.of(condition))
                + " passes each");
    }

    /** Returns the mixture of several models that is best under the condition. */
    static MixingWeights best(GridOutcomes grid, String label) {
        int models = grid.ingredients().size();
        List<GridOutcomes.Point> mixed = new ArrayList<>(grid.points());
        for (int i = 0; i < models; i++) {
            MixingWeights alone = MixingWeights.vertex(i, models);
            mixed.removeIf(point -> point.weights().equals(alone));
        }
        return (mixed.isEmpty() ? grid : new GridOutcomes(grid.ingredients(), mixed))
                .best(label)
                .weights();
    }

    @Override
    public void run(Path directory, Inputs inputs, Progress progress) throws IOException {
        Evaluator evaluator =
                OutcomesStep.evaluator(soup.images(), soup.evaluation(), List.of(condition), soup.seed(), progress);
        StatisticsSource source =
                StatisticsSource.of(() -> soup.images().load(DataPart.TRAIN, progress), new Seed(soup.seed()));
        try (Ingredients ingredients = ModelStep.load(
                        soup.models().stream().map(OutcomesStep::model).toList(), inputs);
                Soup mixed = new Soup(
                        ingredients.all(),
                        soup.plan().batchNorm(),
                        source,
                        soup.plan().layers())) {
            List<Classifier> networks = new ArrayList<>();
            ingredients.all().stream().map(Ingredient::classifier).forEach(networks::add);
            networks.add(mixed.mix(best(inputs.get(soup), condition.label())));
            List<Warning> warnings = new ArrayList<>();
            List<Journal> journals = attack(networks, evaluator, directory, progress, warnings);
            new Warnings(Warning.sentences(warnings).stream().distinct().toList()).write(directory);
            ask(networks, journals, new Transfer(evaluator, condition), directory);
            for (Journal journal : journals) {
                journal.delete();
            }
        }
    }

    /** Attacks each network, going on from what is found, and adds what makes the points doubtful to the warnings. */
    private static List<Journal> attack(
            List<Classifier> networks, Evaluator evaluator, Path directory, Progress progress, List<Warning> warnings)
            throws IOException {
        List<Journal> journals = new ArrayList<>();
        for (Classifier network : networks) {
            Journal journal = Journal.withPoints(directory.resolve("points-" + journals.size()));
            Logits seen = evaluator.attacked(network);
            warnings.addAll(evaluator
                    .evaluate(seen, journal, Coverage.EVERY_CONDITION, () -> false, progress)
                    .warnings());
            journals.add(journal);
        }
        return journals;
    }

    /** Asks all networks about the points of each, and writes a file for each and one for the images as they are. */
    private void ask(List<Classifier> networks, List<Journal> journals, Transfer transfer, Path directory)
            throws IOException {
        Map<String, BitSet> clean = new LinkedHashMap<>();
        for (int whose = 0; whose < journals.size(); whose++) {
            Map<String, BitSet> right = new LinkedHashMap<>();
            for (int asked = 0; asked < networks.size(); asked++) {
                Outcomes answers = transfer.ask(journals.get(whose), networks.get(asked)::logits);
                right.put(Integer.toString(asked), answers.correct(condition.label()));
                clean.put(Integer.toString(asked), answers.correct(Labels.CLEAN));
            }
            outcomes(transfer, right).write(file(directory, whose));
        }
        outcomes(transfer, clean).write(directory.resolve(CLEAN));
    }

    private static Outcomes outcomes(Transfer transfer, Map<String, BitSet> right) {
        return new Outcomes(
                transfer.evaluator().images().digest(),
                transfer.evaluator().images().size(),
                right);
    }

    private static Path file(Path directory, int whose) {
        return directory.resolve("points-of-" + whose + ".json");
    }

    @Override
    public TransferOutcomes read(Path directory) throws IOException {
        List<Outcomes> found = new ArrayList<>();
        for (int whose = 0; whose <= soup.models().size(); whose++) {
            found.add(Outcomes.read(file(directory, whose)));
        }
        return new TransferOutcomes(Outcomes.read(directory.resolve(CLEAN)), found);
    }

    /** Returns the names of the networks in this recipe: those of the models, and the mixture as a sum of them. */
    List<String> networks(Inputs inputs) throws IOException {
        List<String> names = new ArrayList<>(soup.plan().ingredients());
        MixingWeights best = best(inputs.get(soup), condition.label());
        names.add(best.formula(soup.plan().axes(soup.name())));
        return names;
    }
}
