package io.stockpot.bench;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.Interpolation;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.corruption.Corruption;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.shift.ClassFolders;
import io.stockpot.data.shift.ImageFolder;
import io.stockpot.data.shift.ShiftImages;
import io.stockpot.data.shift.Unreadable;
import io.stockpot.data.source.Cifar10;
import io.stockpot.data.source.DataPart;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.Ingredients;
import io.stockpot.soup.MixFiles;
import io.stockpot.soup.Soup;
import io.stockpot.soup.UnlabelledSeasoning;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Probabilities;
import io.stockpot.soup.choice.UnlabelledChoice;
import io.stockpot.soup.choice.UnlabelledEvidence;
import io.stockpot.soup.choice.WeightGrid;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Aim: on at least 70 % of shifts of CIFAR-10, the soup chosen without labels is at most one point worse than the one
 * chosen by 100 labels. <code>bench/run UnlabelledBenchmark PANTRY SHIFTS WORK [DENOMINATOR]</code>: the folder of the
 * pantry's models, that of the folders of class folders, and one where answers are kept, so that a killed run goes on.
 * The mixtures are all convex ones of four models. Of each shift are drawn, ten times, m pictures without labels, 100
 * with labels and, of the rest, the images that judge.
 */
public final class UnlabelledBenchmark {
    private static final int SOURCE = 500;
    private static final int POOL = 550;
    private static final int MOST = 300;
    private static final int LABELS = 100;
    private static final int SPLITS = 10;
    private static final int BATCH = 250;
    private static final List<String> MODELS = List.of("linf", "linf-l2", "linf-l1", "linf-nominal");
    private static final List<String> SHIFTS = List.of(
            "tiny-imagenet",
            "gaussian_noise-3",
            "sketch",
            "contrast-3",
            "conflict-stimuli",
            "fog-5",
            "cartoon",
            "defocus_blur-5",
            "gaussian_noise-5",
            "contrast-5",
            "fog-3",
            "defocus_blur-3",
            "pixelate-3",
            "pixelate-5",
            "jpeg_compression-3",
            "jpeg_compression-5");

    private final Path shifts;
    private final Path work;
    private final List<MixingWeights> grid;
    private final LabelledImages test;

    /** What was found in one split. */
    private record Split(
            double regret, boolean abstained, double error, boolean inside, double gain, double spearman) {}

    private UnlabelledBenchmark(Path shifts, Path work, int denominator, LabelledImages test) {
        this.shifts = shifts;
        this.work = work.resolve("fractions-of-" + denominator);
        this.grid = new WeightGrid.Simplex(denominator).points(MODELS.size());
        this.test = test;
    }

    /** Prints a line per shift and number of pictures. */
    public static void main(String[] arguments) throws IOException {
        Path pantry = Path.of(arguments[0]);
        int denominator = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 6;
        LabelledImages test = new Cifar10(Optional.empty()).load(DataPart.TEST, DataCache.ofUser(), Progress.NONE);
        UnlabelledBenchmark all =
                new UnlabelledBenchmark(Path.of(arguments[1]), Path.of(arguments[2]), denominator, test);
        List<Path> files = MODELS.stream()
                .map(name -> pantry.resolve(name + ".safetensors"))
                .toList();
        try (Ingredients ingredients = Ingredients.load(MixFiles.open(files), MODELS);
                Soup soup = new Soup(ingredients.all(), new BatchNormPolicy.Interpolate())) {
            all.run(soup);
        }
    }

    private void run(Soup soup) throws IOException {
        LabelledImages source = test.subset(shuffled(test.size(), 0)).first(SOURCE);
        List<Probabilities> ofSource = answers(soup, "source", source);
        System.out.printf(
                "%d mixtures, %d source images, %d splits, seeds 0 … %d%n", grid.size(), SOURCE, SPLITS, SPLITS - 1);
        System.out.printf(
                "%-20s %5s %5s %8s %8s %8s %8s %8s %8s%n",
                "shift", "m", "judge", "regret", "abstain", "|error|", "inside", "gain", "Spearman");
        for (String shift : SHIFTS) {
            LabelledImages pool = pool(shift);
            List<Probabilities> ofPool = answers(soup, shift, pool);
            for (int pictures : new int[] {30, 100, MOST}) {
                print(shift, pictures, source, ofSource, pool, ofPool);
            }
        }
    }

    private LabelledImages pool(String shift) throws IOException {
        int dash = shift.lastIndexOf('-');
        if (shift.substring(dash + 1).matches("[0-9]")) {
            int[] places = Arrays.copyOfRange(shuffled(test.size(), 0), SOURCE, SOURCE + POOL);
            return Corruption.parse(shift.substring(0, dash))
                    .apply(test.subset(places), Integer.parseInt(shift.substring(dash + 1)), new Seed(0));
        }
        ShiftImages folder = new ImageFolder(
                        shifts.resolve(shift).toString(),
                        Optional.of(32),
                        Optional.of(32),
                        Interpolation.BILINEAR,
                        true,
                        new ClassFolders.Named(test.classNames()),
                        new LabelMap.AllClasses(),
                        Unreadable.REFUSE,
                        Optional.empty())
                .open(shift, test.classes());
        int[] some = Arrays.copyOf(shuffled(folder.size(), 0), Math.min(POOL, folder.size()));
        return folder.load(ShiftImages.ONLY, some, Progress.NONE).images();
    }

    private List<Probabilities> answers(Soup soup, String set, LabelledImages images) throws IOException {
        List<Probabilities> all = new ArrayList<>();
        Path folder = Files.createDirectories(work.resolve(set));
        for (int mixture = 0; mixture < grid.size(); mixture++) {
            Path file = folder.resolve(mixture + ".bin");
            if (!Files.exists(file)) {
                write(UnlabelledSeasoning.answers(soup.mix(grid.get(mixture)), images, BATCH), file);
            }
            all.add(read(file));
        }
        return all;
    }

    private static void write(Probabilities answers, Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
            out.writeInt(answers.images());
            out.writeInt(answers.classes());
            for (int image = 0; image < answers.images(); image++) {
                for (int number = 0; number < answers.classes(); number++) {
                    out.writeFloat((float) Math.log(answers.probability(image, number)));
                }
            }
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Probabilities read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            float[][] logits = new float[in.readInt()][];
            int classes = in.readInt();
            for (int image = 0; image < logits.length; image++) {
                logits[image] = new float[classes];
                for (int number = 0; number < classes; number++) {
                    logits[image][number] = in.readFloat();
                }
            }
            return Probabilities.ofLogits(logits);
        }
    }

    private void print(
            String shift,
            int pictures,
            LabelledImages source,
            List<Probabilities> ofSource,
            LabelledImages pool,
            List<Probabilities> ofPool) {
        int[] labels = source.labels();
        int[] truth = pool.labels();
        List<Split> splits = new ArrayList<>();
        for (int seed = 0; seed < SPLITS; seed++) {
            int[] order = shuffled(pool.size(), seed + 1);
            int[] unlabelled = Arrays.copyOf(order, pictures);
            List<Probabilities> target =
                    ofPool.stream().map(one -> one.subset(unlabelled)).toList();
            List<Probabilities> members = IntStream.range(0, MODELS.size())
                    .mapToObj(model -> target.get(grid.indexOf(MixingWeights.vertex(model, MODELS.size()))))
                    .toList();
            UnlabelledEvidence evidence = new UnlabelledEvidence(
                    grid, ofSource, Arrays.stream(labels).boxed().toList(), target, members);
            splits.add(split(UnlabelledChoice.of(evidence, new Seed(seed)), order, truth, ofPool));
        }
        System.out.printf(
                "%-20s %5d %5d %8.2f %7.0f%% %8.2f %7.0f%% %8.2f %8.2f%n",
                shift,
                pictures,
                pool.size() - MOST - LABELS,
                100 * mean(splits.stream().mapToDouble(Split::regret)),
                100 * mean(splits.stream().mapToDouble(split -> split.abstained() ? 1 : 0)),
                100 * mean(splits.stream().mapToDouble(Split::error)),
                100 * mean(splits.stream().mapToDouble(split -> split.inside() ? 1 : 0)),
                100 * mean(splits.stream().mapToDouble(Split::gain)),
                mean(splits.stream().mapToDouble(Split::spearman)));
    }

    private Split split(UnlabelledChoice choice, int[] order, int[] truth, List<Probabilities> answers) {
        int[] labelled = Arrays.copyOfRange(order, MOST, MOST + LABELS);
        int[] judging = Arrays.copyOfRange(order, MOST + LABELS, order.length);
        double[] byLabels = accuracies(answers, labelled, truth);
        double[] judged = accuracies(answers, judging, truth);
        int best = 0;
        for (int mixture = 1; mixture < byLabels.length; mixture++) {
            best = byLabels[mixture] > byLabels[best] ? mixture : best;
        }
        double chosen = judged[grid.indexOf(choice.weights())];
        UnlabelledChoice.Estimate expected = choice.accuracy();
        return new Split(
                judged[best] - chosen,
                choice.abstains(),
                Math.abs(expected.value() - chosen),
                expected.low() <= chosen && chosen <= expected.high(),
                chosen - judged[grid.indexOf(choice.fallback())],
                spearman(
                        choice.scores().stream()
                                .mapToDouble(UnlabelledChoice.Score::predicted)
                                .toArray(),
                        judged));
    }

    private static double[] accuracies(List<Probabilities> answers, int[] images, int[] truth) {
        return answers.stream()
                .mapToDouble(one ->
                        mean(Arrays.stream(images).mapToDouble(image -> one.predicted(image) == truth[image] ? 1 : 0)))
                .toArray();
    }

    private static double spearman(double[] one, double[] other) {
        double[] first = ranks(one);
        double[] second = ranks(other);
        double middle = (one.length + 1) / 2.0;
        double together = 0;
        double ofFirst = 0;
        double ofSecond = 0;
        for (int i = 0; i < one.length; i++) {
            together += (first[i] - middle) * (second[i] - middle);
            ofFirst += (first[i] - middle) * (first[i] - middle);
            ofSecond += (second[i] - middle) * (second[i] - middle);
        }
        return together / Math.sqrt(ofFirst * ofSecond);
    }

    private static double[] ranks(double[] values) {
        return Arrays.stream(values)
                .map(value -> Arrays.stream(values)
                                .filter(other -> other < value)
                                .count()
                        + (Arrays.stream(values).filter(other -> other == value).count() + 1) / 2.0)
                .toArray();
    }

    private static double mean(DoubleStream values) {
        return values.average().orElseThrow();
    }

    private static int[] shuffled(int count, long seed) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        return order.stream().mapToInt(Integer::intValue).toArray();
    }
}
