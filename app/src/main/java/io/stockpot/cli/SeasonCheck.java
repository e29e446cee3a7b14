package io.stockpot.cli;

import io.stockpot.data.LabelledImages;
import io.stockpot.evaluate.Plausibility;
import io.stockpot.evaluate.ReadingTrial;
import io.stockpot.evaluate.ReadingTrial.Tried;
import io.stockpot.model.Classifier;
import io.stockpot.model.CustomaryNormalisation;
import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.Ingredient;
import io.stockpot.soup.MixtureEvaluation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures the models alone before a search, and stops it where their accuracy is implausible or another reading of
 * models and photos fits significantly better.
 */
record SeasonCheck(IngredientOptions models, SeasonImages photos) {
    /** So many models are tried, the best first. */
    private static final int TRIED = 2;

    /**
     * Measures and tells all models, and checks the best.
     *
     * @param mixtures of the models, by which their answers are remembered for the search
     * @param images that choose the soup
     * @return the normalisation with which the models are to be opened instead: that of the data set that was named, if
     *     nobody told one and the photos prove this one
     * @throws IOException if the search should not begin, with the likely cause and the options to add
     */
    Optional<CustomaryNormalisation> run(MixtureEvaluation mixtures, LabelledImages images) throws IOException {
        List<Ingredient> ingredients = mixtures.soup().ingredients();
        List<Outcomes> alone = mixtures.ingredients(images);
        models.note(IntStream.range(0, alone.size())
                .mapToObj(model -> ingredients.get(model).name() + " " + described(accuracy(alone.get(model))))
                .collect(Collectors.joining(", ", "the models alone: ", ", n = " + images.size())));
        int[] order = IntStream.range(0, alone.size())
                .boxed()
                .sorted(Comparator.comparing((Integer model) -> accuracy(alone.get(model)))
                        .reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        return check(ingredients, images, order, accuracy(alone.get(order[0])));
    }

    private Optional<CustomaryNormalisation> check(
            List<Ingredient> ingredients, LabelledImages images, int[] order, Accuracy best) throws IOException {
        Ingredient first = ingredients.get(order[0]);
        boolean implausible = isImplausible(best, first.classifier().classes());
        ReadingCheck check = readings(first.classifier(), images);
        List<Tried> tried = new ArrayList<>();
        for (int place = 0; place < (implausible ? Math.min(TRIED, order.length) : 1); place++) {
            Ingredient model = ingredients.get(order[place]);
            ReadingTrial.Result result = check.of(model.classifier(), models.data());
            if (result.better().isPresent()) {
                Tried better = result.better().get();
                Optional<CustomaryNormalisation> proven = ofDataSet(better);
                if (proven.isPresent()) {
                    models.note(better(model.name(), better) + ", and is taken: nobody told one, and --data names that"
                            + " data set; " + options(better) + " says the same, --as-is none");
                    return proven;
                }
                stop(better(model.name(), better), "add " + options(better));
                return Optional.empty();
            }
            if (place == 0) {
                tried.addAll(result.tried());
            }
        }
        if (implausible) {
            stop(chance(first, best, tried), "check that photos and classes are those of the models");
        } else {
            settleNormalisation(first.name(), tried);
        }
        return Optional.empty();
    }

    /** Returns the normalisation of a better reading, if it is that of the data set that was named and nothing else. */
    private Optional<CustomaryNormalisation> ofDataSet(Tried better) {
        boolean alone =
                better.reading().side().isEmpty() && better.reading().order().isEmpty();
        boolean free = alone && !photos.asIs() && models.normalisation() == ReadingCheck.Source.NOBODY;
        return better.reading()
                .normalisation()
                .filter(one -> free
                        && models.data().filter(data -> one.isOf(data.name())).isPresent());
    }

    private static boolean isImplausible(Accuracy accuracy, int classes) {
        return Plausibility.isChance(accuracy, classes)
                || Plausibility.warning(accuracy, classes).isPresent();
    }

    private ReadingCheck readings(Classifier classifier, LabelledImages images) throws IOException {
        return new ReadingCheck(
                images,
                photos::again,
                models.normalisation(),
                PictureSize.others(photos.made(), classifier.architecture(), images.shape()),
                photos.classNames());
    }

    private void stop(String sentence, String remedy) throws IOException {
        if (!photos.asIs()) {
            throw new IOException(sentence + ": " + remedy + "; or --as-is to go on as told. Nothing was written");
        }
        models.warn(sentence + ": gone on as told by --as-is");
    }

    private static String better(String model, Tried better) {
        return ReadingCheck.sentence("'" + model + "'", better);
    }

    private static String options(Tried better) {
        return better.reading().options();
    }

    private static String chance(Ingredient best, Accuracy accuracy, List<Tried> tried) {
        String without = tried.stream()
                .filter(one -> one.reading().order().isEmpty())
                .map(one -> one.reading().described() + " " + one.accuracy().percent())
                .distinct()
                .collect(Collectors.joining(", "));
        boolean orders = tried.stream().anyMatch(one -> one.reading().order().isPresent());
        String all = without + (orders ? (without.isEmpty() ? "" : ", ") + "other orders of the classes" : "");
        return "the best model alone, '" + best.name() + "', gets " + described(accuracy) + " of "
                + accuracy.total() + " photos, which is implausible for "
                + best.classifier().classes() + " classes"
                + (all.isEmpty() ? "" : "; tried, and not better by more than chance: " + all);
    }

    /**
     * Where nobody told the normalisation, warns if another one may be better; that it is not known is said no more, now
     * that the customary ones were tried.
     */
    private void settleNormalisation(String model, List<Tried> tried) {
        List<Tried> normalised = tried.stream()
                .filter(one -> one.reading().normalisation().isPresent())
                .toList();
        if (models.normalisation() != ReadingCheck.Source.NOBODY || normalised.isEmpty()) {
            return;
        }
        models.takeBack(CustomaryNormalisation.NOT_TOLD);
        Tried best = Collections.max(normalised, Comparator.comparing(Tried::accuracy));
        if (best.accuracy().compareTo(best.asTold()) > 0) {
            models.warn(better(model, best) + ", which may be chance: if it is that, add " + options(best)
                    + ", else more photos show it");
        } else {
            models.note("of " + best.asTold().total() + " photos, '" + model + "' gets no more with any customary"
                    + " normalisation than without: images are taken as they are");
        }
    }

    private static Accuracy accuracy(Outcomes outcomes) {
        return outcomes.accuracy(Labels.CLEAN);
    }

    private static String described(Accuracy accuracy) {
        return accuracy.percent() + " (" + accuracy.intervalPercent() + ")";
    }
}
