package io.stockpot.recipe;

import io.stockpot.base.Progress;
import io.stockpot.data.DataPart;
import io.stockpot.evaluate.Predictor;
import io.stockpot.evaluate.ShiftSweep;
import io.stockpot.recipe.SeasoningInputs.Mixtures;
import io.stockpot.run.Inputs;
import io.stockpot.run.Step;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.Ingredients;
import io.stockpot.soup.Soup;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.ShiftOutcomes;
import io.stockpot.soup.choice.WeightGrid;
import io.stockpot.tensor.Precision;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The answers of every mixture of a grid to the images of one shift that choose a soup.
 *
 * @param season name of the seasoning
 * @param seasoning what the mixtures are made of
 * @param shift the images
 */
record ShiftGridStep(String season, SeasoningInputs seasoning, RecipeShift shift) implements Step<GridOutcomes> {
    private static final String FILE = "grid.json";
    private static final String ANSWERS = "answers";

    /** What decides the outcomes, besides the images and the models. */
    private record Identity(
            long seed, WeightGrid weights, BatchNormPolicy batchNorm, Precision precision, double caution) {}

    @Override
    public String name() {
        return season + "-on-" + shift.name();
    }

    @Override
    public String canonical() {
        SeasoningPlan plan = seasoning.plan();
        return CanonicalJson.of(
                new Identity(seasoning.seed(), plan.weights(), plan.batchNorm(), plan.firstLook(), Predictor.CAUTION));
    }

    @Override
    public List<Step<?>> inputs() {
        return new ArrayList<>(seasoning.models());
    }

    @Override
    public List<String> dataDigests() {
        return List.of(shift.adaptationFingerprint(), seasoning.images().fingerprint(DataPart.TRAIN));
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
    public void run(Path directory, Inputs inputs, Progress progress) throws IOException {
        ShiftSweep sweep = ShiftSweep.in(directory.resolve(ANSWERS), seasoning.predictor());
        try (Ingredients ingredients = seasoning.ingredients(inputs);
                Soup soup = seasoning.soup(ingredients, progress)) {
            Mixtures mixtures = new Mixtures(soup, seasoning.points());
            ShiftSweep.Result result = sweep.run(mixtures, shift.images(), shift.adaptation(), progress);
            GridOutcomes grid = GridOutcomes.of(seasoning.plan().ingredients(), seasoning.points(), result.right());
            ShiftOutcomes.of(shift.name(), grid).write(directory.resolve(FILE));
        }
        sweep.forget();
    }

    @Override
    public GridOutcomes read(Path directory) throws IOException {
        return ShiftOutcomes.read(directory.resolve(FILE))
                .dataSets()
                .values()
                .iterator()
                .next();
    }
}
