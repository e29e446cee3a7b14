package io.stockpot.recipe;

import io.stockpot.data.ImageShape;
import io.stockpot.data.source.DataFacts;
import io.stockpot.data.source.DataPart;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Conditions;
import io.stockpot.text.LocatedArgumentException;
import io.stockpot.text.YamlRecords;
import io.stockpot.train.ModelSource;
import io.stockpot.train.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a recipe needs of its images, as soon as these are known: those of published data when the recipe is read, those in
 * folders when they are opened.
 *
 * @param name of the data
 * @param facts about the images
 */
record DataNeeds(String name, DataFacts facts) {
    /**
     * Checks that there are as many images as are asked for, and that they can be augmented and perturbed as trainings
     * say.
     *
     * @return sentences on radii that are hardly meant
     * @throws LocatedArgumentException at the place in the recipe that does not fit
     */
    List<String> check(Map<String, ModelSource> models, Optional<EvaluationPlan> evaluate) {
        evaluate.ifPresent(this::requireEnough);
        models.forEach((name, source) -> source.training()
                .map(Training::settings)
                .ifPresent(settings -> {
                    locating(name, source, () -> settings.requireSuits(facts.shape()));
                    locating(name, source, () -> settings.requireEnough(facts.images(DataPart.TRAIN)));
                }));
        return doubts(models, evaluate);
    }

    private List<String> doubts(Map<String, ModelSource> models, Optional<EvaluationPlan> evaluate) {
        ImageShape shape = facts.shape();
        List<String> doubts = new ArrayList<>();
        models.forEach((name, source) -> source.training()
                .ifPresent(training -> locating(
                        name,
                        source,
                        () -> training.settings().threatsWithin(shape).stream()
                                .flatMap(threat -> threat.doubt(shape.length()).stream())
                                .forEach(doubt -> doubts.add("model '" + name + "': " + doubt)))));
        List<Conditions> conditions = evaluate.map(EvaluationPlan::conditions).orElse(List.of());
        for (int i = 0; i < conditions.size(); i++) {
            String path = "evaluate.conditions." + i + "." + YamlRecords.nameOf((Record) conditions.get(i));
            for (Condition condition : conditions.get(i).each()) {
                locating(path, () -> condition.requireWithin(shape));
                condition.doubt(shape).ifPresent(doubts::add);
            }
        }
        return List.copyOf(doubts);
    }

    /** Places a fault of a training, which is located in its settings, in the recipe. */
    private static void locating(String name, ModelSource source, Runnable check) {
        try {
            check.run();
        } catch (LocatedArgumentException misfit) {
            throw new LocatedArgumentException(
                    "models." + name + "." + YamlRecords.nameOf((Record) source) + "." + misfit.path(),
                    misfit.getMessage());
        }
    }

    private static void locating(String path, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException misfit) {
            throw new LocatedArgumentException(path, misfit.getMessage());
        }
    }

    private void requireEnough(EvaluationPlan evaluation) {
        int available = facts.images(DataPart.TEST);
        if (evaluation.images() > available) {
            throw new LocatedArgumentException(
                    "evaluate.images",
                    "there are " + available + " test images in " + name + ", not " + evaluation.images());
        }
    }
}
