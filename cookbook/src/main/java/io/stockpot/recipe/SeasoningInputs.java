package io.stockpot.recipe;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.DataPart;
import io.stockpot.evaluate.Outputs;
import io.stockpot.evaluate.Predictor;
import io.stockpot.evaluate.ShiftSweep;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.run.Inputs;
import io.stockpot.soup.Ingredient;
import io.stockpot.soup.Soup;
import io.stockpot.soup.StatisticsMemory;
import io.stockpot.soup.choice.MixingWeights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What soups for shifts are made of.
 *
 * @param plan what is asked for
 * @param models the ingredients
 * @param images of the recipe, to re-estimate batch norm
 * @param seed of the recipe
 * @param memory of the batch-norm statistics of mixtures, which are made anew for each shift
 */
record SeasoningInputs(
        SeasoningPlan plan, List<ModelStep> models, RecipeImages images, long seed, StatisticsMemory memory) {
    SeasoningInputs {
        models = List.copyOf(models);
    }

    /** Returns the mixtures of the grid. */
    List<MixingWeights> points() {
        return plan.weights().points(models.size());
    }

    /** Returns how images are answered. */
    Predictor predictor() {
        return new Predictor(plan.batchSize(), plan.firstLook());
    }

    /** Loads the ingredients to mix some points. */
    @MustBeClosed
    MixtureSource mixtures(Inputs inputs, List<MixingWeights> points, Progress progress) throws IOException {
        return new MixtureSource(ingredients(inputs), this, points, progress);
    }

    private List<Ingredient> ingredients(Inputs inputs) throws IOException {
        List<Ingredient> ingredients = new ArrayList<>();
        try {
            for (ModelStep model : models) {
                ingredients.add(ingredient(model, inputs));
            }
        } catch (IOException | RuntimeException failure) {
            ingredients.forEach(Ingredient::close);
            throw failure;
        }
        return ingredients;
    }

    @SuppressWarnings("MustBeClosedChecker") // the ingredient owns the classifier and is closed with the others
    private static Ingredient ingredient(ModelStep model, Inputs inputs) throws IOException {
        StockpotCheckpoint checkpoint = inputs.get(model);
        return new Ingredient(model.name(), checkpoint.load(), checkpoint.provenance());
    }

    /** The mixtures one after another, in one mixtures. */
    static final class MixtureSource implements ShiftSweep.Mixtures, AutoCloseable {
        private final List<Ingredient> ingredients;
        private final List<MixingWeights> points;
        private final Soup soup;

        @MustBeClosed
        @SuppressWarnings("MustBeClosedChecker") // the soup is closed with this mixtures
        private MixtureSource(
                List<Ingredient> ingredients,
                SeasoningInputs seasoning,
                List<MixingWeights> points,
                Progress progress) {
            this.ingredients = ingredients;
            this.points = points;
            this.soup = new Soup(
                    ingredients,
                    seasoning.plan().batchNorm(),
                    () -> seasoning.images().load(DataPart.TRAIN, progress),
                    new Seed(seasoning.seed()),
                    seasoning.memory());
        }

        @Override
        public int count() {
            return points.size();
        }

        @Override
        public Outputs get(int place) throws IOException {
            return soup.mix(points.get(place))::logits;
        }

        @Override
        public void close() {
            soup.close();
            ingredients.forEach(Ingredient::close);
        }
    }
}
