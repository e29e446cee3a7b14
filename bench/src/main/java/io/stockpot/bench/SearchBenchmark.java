package io.stockpot.bench;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.base.Split;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.shift.OwnImages;
import io.stockpot.data.shift.Shift;
import io.stockpot.data.shift.ShiftImages;
import io.stockpot.data.source.Cifar10;
import io.stockpot.data.source.DataPart;
import io.stockpot.evaluate.ScorePass;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.Ingredients;
import io.stockpot.soup.MixFiles;
import io.stockpot.soup.ScoreLog;
import io.stockpot.soup.Soup;
import io.stockpot.soup.choice.Choice;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Scores;
import io.stockpot.soup.choice.Search;
import io.stockpot.soup.choice.ShiftOutcomes;
import io.stockpot.soup.choice.WeightGrid;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * in folders of CIFAR-10's classes, resized to 32 pixels.
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
            print(arguments[1] + ", logits, " + arguments[2], measured(List.of(arguments)));
        }
    }

    private static KnownContest measured(List<String> arguments) throws IOException {
        LabelledImages photos = photos(arguments.get(1));
        BatchNormPolicy policy = YamlRecords.read(arguments.get(2), "POLICY", BatchNormPolicy.class, List.of());
        ScoreLog log = new ScoreLog(Optional.of(Path.of(arguments.get(0))));
        List<String> models = arguments.subList(3, arguments.size());
        List<MixingWeights> grid = WeightGrid.suiting(models.size()).points(models.size());
        List<Scores> scores = new ArrayList<>();
        MixFiles files = MixFiles.open(models.stream().map(Path::of).toList());
        try (Ingredients ingredients = Ingredients.load(files, models);
                Soup soup = new Soup(ingredients.all(), policy)) {
            for (MixingWeights weights : grid) {
                String what = arguments.get(2) + " " + photos.digest();
                scores.add(
                        log.get(weights.toString(), what, () -> ScorePass.of(soup.mix(weights)::logits, photos, 250)));
            }
        }
        return new KnownContest(grid, scores, true);
    }

    private static LabelledImages photos(String folder) throws IOException {
        Shift shift = YamlRecords.read(
                "{image-folder: {path: " + folder + ", resize: 32, crop: 32}}", "FOLDER", Shift.class, List.of());
        ShiftImages images = shift.open(folder, Optional.of(new NamesOfCifar10()), new Seed(0));
        int[] all = IntStream.range(0, images.size()).toArray();
        return images.load(ShiftImages.ONLY, all, Progress.NONE).images();
    }

    private static void print(String title, KnownContest all) throws IOException {
        int half = all.images() / 2;
        System.out.printf(
                "%s: %d mixtures, %d images choose, %d judge, %d resamplings, seeds 0 … %d%n",
                title, all.mixtures().size(), half, all.images() - half, RESAMPLINGS, RESAMPLINGS - 1);
        System.out.printf("%-34s %10s %10s %10s %18s%n", "search", "passes", "mixings", "regret", "held-out regret");
        List<Split> splits = IntStream.range(0, RESAMPLINGS)
                .mapToObj(seed -> Split.holdOut(all.images(), all.images() - half, new Seed(seed)))
                .toList();
        for (String text : SEARCHES) {
            Search search = YamlRecords.read(text, "search", Search.class, List.of());
            double[] passes = new double[RESAMPLINGS];
            double[] mixings = new double[RESAMPLINGS];
            double[] regret = new double[RESAMPLINGS];
            double[] heldOut = new double[RESAMPLINGS];
            for (int i = 0; i < RESAMPLINGS; i++) {
                KnownContest choosing = all.subset(splits.get(i).rest());
                KnownContest judging = all.subset(splits.get(i).heldOut());
                MixingWeights best =
                        new Search.Exhaustive().find(choosing, new Seed(i)).weights();
                Choice found = search.find(choosing, new Seed(i));
                passes[i] = 100 / found.cost().saving();
                mixings[i] = 100.0 * found.cost().mixings() / all.mixtures().size();
                regret[i] = 100 * (choosing.accuracy(best) - choosing.accuracy(found.weights()));
                heldOut[i] = 100 * (judging.accuracy(best) - judging.accuracy(found.weights()));
            }
            System.out.printf(
                    "%-34s %8.1f %% %8.1f %% %10.2f %10.2f ± %.2f%n",
                    text, mean(passes), mean(mixings), mean(regret), mean(heldOut), error(heldOut));
        }
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

    /** Names the classes of CIFAR-10, by which folders are matched. */
    private record NamesOfCifar10() implements OwnImages {
        private static final Cifar10 DATA = new Cifar10();

        @Override
        public String name() {
            return DATA.name();
        }

        @Override
        public List<String> classNames() {
            return DATA.classNames();
        }

        @Override
        public int size() {
            return DATA.images(DataPart.TEST);
        }

        @Override
        public String fingerprint() {
            return DATA.name();
        }

        @Override
        public LabelledImages load(Progress progress) throws IOException {
            return DATA.load(DataPart.TEST, DataCache.ofUser(), progress);
        }

        @Override
        public String photo(int index) {
            return Integer.toString(index);
        }
    }
}
