package io.stockpot.recipe;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.Part;
import io.stockpot.evaluate.Decider;
import io.stockpot.evaluate.Outputs;
import io.stockpot.evaluate.ShiftSweep;
import io.stockpot.model.checkpoint.Checkpoint;
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
record SeasoningKitchen(
        SeasoningPlan plan, List<ModelStep> models, RecipeImages images, long seed, StatisticsMemory memory) {
    SeasoningKitchen {
        models = List.copyOf(models);
    }

    /** Returns the mixtures of the grid. */
    List<MixingWeights> points() {
        return plan.weights().points(models.size());
    }

    /** Returns how images are answered. */
    Decider decider() {
        return new Decider(plan.batchSize(), plan.firstLook());
    }

    /** Loads the ingredients to mix some points. */
    @MustBeClosed
    Pot pot(Inputs inputs, List<MixingWeights> points, Progress progress) throws IOException {
        return new Pot(ingredients(inputs), this, points, progress);
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
        Checkpoint checkpoint = inputs.get(model);
        return new Ingredient(model.name(), checkpoint.load(), checkpoint.provenance());
    }

    /** The mixtures one after another, in one pot. */
    static final class Pot implements ShiftSweep.Contestants, AutoCloseable {
        private final List<Ingredient> ingredients;
        private final List<MixingWeights> points;
        private final Soup soup;

        @MustBeClosed
        @SuppressWarnings("MustBeClosedChecker") // the soup is closed with this pot
        private Pot(
                List<Ingredient> ingredients, SeasoningKitchen kitchen, List<MixingWeights> points, Progress progress) {
            this.ingredients = ingredients;
            this.points = points;
            this.soup = new Soup(
                    ingredients,
                    kitchen.plan().batchNorm(),
                    () -> kitchen.images().load(Part.TRAIN, progress),
                    new Seed(kitchen.seed()),
                    kitchen.memory());
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
