package io.stockpot.recipe;

import io.stockpot.attack.Revision;
import io.stockpot.base.AtomicFile;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.evaluate.Predictor;
import io.stockpot.recipe.SeasoningInputs.Mixtures;
import io.stockpot.recipe.ShiftRowStep.Role;
import io.stockpot.run.Inputs;
import io.stockpot.run.Step;
import io.stockpot.run.Warnings;
import io.stockpot.run.Work;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.Ingredients;
import io.stockpot.soup.Soup;
import io.stockpot.soup.choice.Choice;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Search;
import io.stockpot.soup.choice.SearchCost;
import io.stockpot.soup.choice.SearchTrial;
import io.stockpot.soup.choice.ShiftOutcomes;
import io.stockpot.soup.choice.WeightGrid;
import io.stockpot.tensor.Precision;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The search for the mixture of a grid that is best on one shift, by the images of the shift that choose.
 *
 * @param season name of the seasoning
 * @param seasoning what the mixtures are made of, and how the best is searched for
 * @param shift the images
 */
record ShiftSearchStep(String season, SeasoningInputs seasoning, RecipeShift shift) implements Step<Choice> {
    /** What all mixtures answered, if all were asked. */
    private static final String GRID = "grid.json";
    /** What was chosen otherwise. */
    private static final String CHOICE = "choice.json";

    /** What decides the outcomes, besides the images and the models. Keys are older than searches: the default is absent. */
    private record Identity(
            long seed,
            WeightGrid weights,
            BatchNormPolicy batchNorm,
            Precision precision,
            double caution,
            Optional<Search> search,
            Optional<ShiftThreat.Identity> threat,
            Optional<Integer> attackRevision) {}

    /** A choice without the outcomes of all mixtures. */
    private record Found(
            MixingWeights weights, SearchCost cost, List<String> assurance, Optional<List<SearchTrial>> trials) {}

    @Override
    public String name() {
        return season + "-on-" + shift.name();
    }

    @Override
    public String canonical() {
        SeasoningPlan plan = seasoning.plan();
        Optional<Search> search = Optional.of(plan.search()).filter(other -> !other.equals(SeasoningPlan.USUAL_SEARCH));
        return CanonicalJson.of(new Identity(
                seasoning.seed(),
                plan.weights(),
                plan.batchNorm(),
                plan.firstLook(),
                Predictor.CAUTION,
                search,
                shift.threatIdentity(),
                plan.search().threats().isEmpty() ? Optional.empty() : Revision.inKeys()));
    }

    @Override
    public List<Step<?>> inputs() {
        return new ArrayList<>(seasoning.models());
    }

    @Override
    public List<String> dataDigests() {
        List<String> digests = new ArrayList<>(List.of(shift.adaptationFingerprint()));
        digests.addAll(seasoning.statisticsDigests(shift));
        return digests;
    }

    @Override
    public Optional<String> missing() {
        return shift.missing();
    }

    @Override
    public boolean resumes() {
        return true;
    }

    @Override
    public Work work() throws IOException {
        int mixtures = seasoning.mixtures().size();
        String size = (seasoning.plan().search().judgesAll() ? "" : "at most ") + mixtures + " soups × "
                + shift.size(shift.missing().isPresent() ? 0 : shift.adaptation().length);
        int models = seasoning.plan().ingredients().size();
        double passes = (double) seasoning.plan().search().passes(mixtures, models);
        return seasoning.answering(passes, List.of(shift), Role.CHOOSE, size);
    }

    @Override
    public void run(Path directory, Inputs inputs, Progress progress) throws IOException {
        try (Ingredients ingredients = seasoning.ingredients(inputs);
                Soup soup = seasoning.soup(ingredients, shift, progress)) {
            Mixtures mixtures = new Mixtures(soup, seasoning.mixtures());
            ShiftContest contest = new ShiftContest(directory, seasoning, shift, mixtures, progress);
            write(seasoning.plan().search().find(contest, new Seed(seasoning.seed())), directory);
            Optional<String> assumption = soup.assumption();
            if (assumption.isPresent()) {
                new Warnings(List.of(assumption.get())).write(directory);
            }
            contest.delete();
        }
    }

    private void write(Choice choice, Path directory) throws IOException {
        if (choice.outcomes().isPresent()) {
            ShiftOutcomes.of(shift.name(), choice.outcomes().get()).write(directory.resolve(GRID));
        } else {
            Found found = new Found(
                    choice.weights(),
                    choice.cost(),
                    choice.assurance(),
                    Optional.of(choice.trials()).filter(all -> !all.isEmpty()));
            AtomicFile.writeText(directory.resolve(CHOICE), CanonicalJson.of(found) + "\n");
        }
    }

    @Override
    public Choice read(Path directory) throws IOException {
        Path grid = directory.resolve(GRID);
        if (Files.exists(grid)) {
            return Choice.of(
                    ShiftOutcomes.read(grid).dataSets().values().iterator().next());
        }
        Found found = CanonicalJson.read(Files.readString(directory.resolve(CHOICE)), Found.class);
        return new Choice(
                found.weights(),
                found.cost(),
                Optional.empty(),
                found.assurance(),
                found.trials().orElse(List.of()));
    }
}
