package io.stockpot.bench;

import io.stockpot.base.Seed;
import io.stockpot.base.Split;
import io.stockpot.data.LabelledImages;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.Ingredients;
import io.stockpot.soup.MixFiles;
import io.stockpot.soup.ScoreLog;
import io.stockpot.soup.Soup;
import io.stockpot.soup.choice.Choice;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Search;
import io.stockpot.soup.choice.ShiftOutcomes;
import io.stockpot.soup.choice.WeightGrid;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Aim: a search finds a soup within 0.3 points of the exhaustive one's on held-out images, with a tenth of its forward
 * passes. Draws, a hundred times, images that choose and takes the others to judge; prints for each search the mean
 * difference of held-out accuracy to the exhaustive search on the same images, and what it asked.
 *
 * <p>Over stored outcomes: <code>bench/run SearchBenchmark FILE.json…</code>, as <code>stockpot season --outcomes</code>
 * writes them. Over networks: <code>bench/run SearchBenchmark LOG FOLDER POLICY MODEL MODEL…</code>, which measures all
 * mixtures of the usual grid once (their scores are kept in the file LOG; this may take hours), on the photos of FOLDER,
 * in folders of CIFAR-10's classes, resized to 32 pixels: up to 400, drawn anew in the same way each time. There gradient
 * descent is compared too, over fewer resamplings, because each goes through the network. Passes are forward passes of an
 * image by a mixture, a backward pass counted as two more; a measurement of statistics for a mixture is no pass, and
 * mixings are counted beside, in parts of those of the exhaustive search.
 */
public final class SearchBenchmark {
    private static final int RESAMPLINGS = 100;
    private static final List<String> SEARCHES = List.of(
            "exhaustive",
            "race",
            "{race: {error-probability: 0.5}}",
            "{response-surface: {degree: 2}}",
            "response-surface",
            "{response-surface: {degree: 4}}");
    private static final String DESCENT = "gradient-descent";
    private static final int RESAMPLINGS_OF_DESCENT = 20;
    private static final int PHOTOS = 400;

    private SearchBenchmark() {}

    /** Prints a table for each data set. */
    public static void main(String[] arguments) throws IOException {
        if (arguments[0].endsWith(".json")) {
            for (String file : arguments) {
                for (Map.Entry<String, GridOutcomes> set :
                        ShiftOutcomes.read(Path.of(file)).dataSets().entrySet()) {
                    // the versions of an image would be on both sides
                    if (set.getValue().conditions().size() == 1) {
                        print(set.getKey() + ", bits", KnownContest.of(set.getValue()));
                    }
                }
            }
        } else {
            measured(List.of(arguments));
        }
    }

    private static void measured(List<String> arguments) throws IOException {
        LabelledImages photos = some(Cifar10Photos.load(arguments.get(1)));
        BatchNormPolicy policy = YamlRecords.read(arguments.get(2), "POLICY", BatchNormPolicy.class, List.of());
        List<String> models = arguments.subList(3, arguments.size());
        List<MixingWeights> grid = WeightGrid.suiting(models.size()).points(models.size());
        MixFiles files = MixFiles.open(models.stream().map(Path::of).toList());
        try (Ingredients ingredients = Ingredients.load(files, models);
                Soup soup = new Soup(ingredients.all(), policy)) {
            ScoreLog log = new ScoreLog(Optional.of(Path.of(arguments.get(0))));
            LiveNetwork live = new LiveNetwork(soup, photos, log, arguments.get(2) + " " + photos.digest());
            KnownContest known = new KnownContest(grid, live.scores("grid", grid), Optional.empty());
            print(arguments.get(1) + ", logits, " + arguments.get(2), known.withNetwork());
            compare(DESCENT, known, live::on, splits(known, RESAMPLINGS_OF_DESCENT));
        }
    }

    private static LabelledImages some(LabelledImages photos) {
        return photos.size() <= PHOTOS
                ? photos
                : photos.subset(
                        Split.holdOut(photos.size(), PHOTOS, new Seed(0)).heldOut());
    }

    private static void print(String title, KnownContest all) throws IOException {
        List<Split> splits = splits(all, RESAMPLINGS);
        int judging = splits.get(0).heldOut().length;
        System.out.printf(
                "%s: %d mixtures, %d images choose, %d judge, %d resamplings, seeds 0 … %d%n",
                title, all.mixtures().size(), all.images() - judging, judging, RESAMPLINGS, RESAMPLINGS - 1);
        System.out.printf("%-34s %10s %10s %10s %18s%n", "search", "passes", "mixings", "regret", "held-out regret");
        for (String text : SEARCHES) {
            compare(text, all, all::subset, splits);
        }
    }

    private static List<Split> splits(KnownContest all, int resamplings) {
        int half = all.images() / 2;
        return IntStream.range(0, resamplings)
                .mapToObj(seed -> Split.holdOut(all.images(), all.images() - half, new Seed(seed)))
                .toList();
    }

    /** Who answers about some of the images. */
    @FunctionalInterface
    private interface Answering {
        AskedMixtures on(int[] images);
    }

    /**
     * Prints a line.
     *
     * @param text the search
     * @param all answers the exhaustive search
     * @param asked answers the search
     */
    private static void compare(String text, KnownContest all, Answering asked, List<Split> splits) throws IOException {
        Search search = YamlRecords.read(text, "search", Search.class, List.of());
        double[] passes = new double[splits.size()];
        double[] mixings = new double[splits.size()];
        double[] regret = new double[splits.size()];
        double[] heldOut = new double[splits.size()];
        for (int i = 0; i < splits.size(); i++) {
            int[] choosing = splits.get(i).rest();
            int[] judging = splits.get(i).heldOut();
            MixingWeights best = new Search.Exhaustive()
                    .find(all.subset(choosing), new Seed(i))
                    .weights();
            AskedMixtures answers = asked.on(choosing);
            Choice found = search.find(answers.contest(all.subset(choosing)), new Seed(i));
            passes[i] = 100 / found.cost().saving();
            mixings[i] = 100.0 * found.cost().mixings() / all.mixtures().size();
            regret[i] = 100 * (all.subset(choosing).accuracy(best) - answers.accuracy(found.weights()));
            heldOut[i] = 100
                    * (all.subset(judging).accuracy(best) - asked.on(judging).accuracy(found.weights()));
        }
        System.out.printf(
                "%-34s %8.1f %% %8.1f %% %10.2f %10.2f ± %.2f%n",
                text, mean(passes), mean(mixings), mean(regret), mean(heldOut), error(heldOut));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** Returns the standard error of the mean over resamplings; these share images, so it says less than it seems. */
    private static double error(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (values.length - 1) / values.length);
    }
}
