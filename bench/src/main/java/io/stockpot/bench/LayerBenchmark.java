package io.stockpot.bench;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.base.Split;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Classifier;
import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.PairedTest;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.Ingredients;
import io.stockpot.soup.MixFiles;
import io.stockpot.soup.MixtureEvaluation;
import io.stockpot.soup.Soup;
import io.stockpot.soup.choice.LayerChoice;
import io.stockpot.soup.choice.LayerDescent;
import io.stockpot.soup.choice.LayeredWeights;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.WeightGrid;
import io.stockpot.tensor.Scope;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * Aim: mixing weights of their own for layers or blocks gain something on images that chose nothing. Draws images that
 * choose, by class, and lets others judge; prints what the common weights and those by layer get right of these, and the
 * difference with its 95 % interval over the judging images; and the same where only classes may be answered that occur
 * among the photos, because a network that has learnt which do gains much by that alone.
 *
 * <p><code>bench/run LayerBenchmark SEARCH FOLDER CHOOSING JUDGING SEED POLICY MODEL MODEL…</code>: the search in YAML,
 * such as <code>'{by: block}'</code>, or weights as it prints them, which are then only judged; photos in folders of CIFAR-10's classes, resized to 32 pixels; how many choose and
 * judge, at most; the seed of the draw; and the batch-norm policy.
 */
public final class LayerBenchmark {
    private static final int BATCH = 100;

    private LayerBenchmark() {}

    /** Prints a line for each penalty, and what was found. */
    public static void main(String[] arguments) throws IOException {
        LabelledImages photos = Cifar10Photos.load(arguments[1]);
        Seed seed = new Seed(Long.parseLong(arguments[4]));
        int[] labels = IntStream.range(0, photos.size()).map(photos::label).toArray();
        Split split = Split.holdOutByClass(labels, Integer.parseInt(arguments[2]), seed);
        int[] others = split.rest();
        int judges = Math.min(Integer.parseInt(arguments[3]), others.length);
        BatchNormPolicy policy = YamlRecords.read(arguments[5], "POLICY", BatchNormPolicy.class, List.of());
        List<String> models = Arrays.asList(arguments).subList(6, arguments.length);
        MixFiles files = MixFiles.open(models.stream().map(Path::of).toList());
        try (Ingredients ingredients = Ingredients.load(files, models);
                Soup soup = new Soup(ingredients.all(), policy)) {
            MixtureEvaluation evaluation = new MixtureEvaluation(soup, BATCH);
            List<MixingWeights> grid = WeightGrid.suiting(models.size()).points(models.size());
            LabelledImages choosing = photos.subset(split.heldOut());
            LayeredWeights found;
            if (arguments[0].contains("default")) {
                found = LayeredWeights.read(arguments[0]);
            } else {
                LayerDescent search = YamlRecords.read(arguments[0], "SEARCH", LayerDescent.class, List.of());
                LayerChoice choice = evaluation.find(search, grid, choosing, seed, Progress.NONE);
                print(choice, choosing.size());
                found = choice.weights();
            }
            judge(evaluation, found, photos.subset(Arrays.copyOf(others, judges)));
        }
    }

    private static void print(LayerChoice choice, int images) {
        choice.trials()
                .forEach(trial -> System.out.printf(
                        "penalty %-8s loss %.4f, %d of %d right, each judged by the other folds%n",
                        trial.penalty(), trial.loss(), trial.right(), images));
        System.out.println("common " + choice.common() + "; chosen " + choice.penalty() + " " + choice.weights() + "; "
                + choice.cost());
    }

    private static void judge(MixtureEvaluation evaluation, LayeredWeights found, LabelledImages images)
            throws IOException {
        double alone = 0;
        for (int i : IntStream.range(0, found.size()).toArray()) {
            alone = Math.max(
                    alone,
                    evaluation.judgeAlone(i, images).accuracy(Labels.CLEAN).value());
        }
        System.out.printf("%d judge: best model alone %.2f%n", images.size(), 100 * alone);
        print("all classes", evaluation.judge(found.common(), images), evaluation.judge(found, images));
        Soup soup = evaluation.soup();
        Outcomes common = amongPresent(soup.mix(found.common()), images);
        print("classes that occur", common, amongPresent(soup.mix(found), images));
    }

    /** Classifies images where only the classes that occur among them may be answered. */
    private static Outcomes amongPresent(Classifier classifier, LabelledImages images) {
        int[] labels = IntStream.range(0, images.size()).map(images::label).toArray();
        int[] present = Arrays.stream(labels).distinct().toArray();
        BitSet right = new BitSet();
        for (int[] batch : Batches.inOrder(images.size(), BATCH)) {
            try (Scope scope = Scope.open();
                    NoGradGuard guard = new NoGradGuard()) {
                float[] logits = new float[batch.length * images.classes()];
                classifier
                        .logits(images.images(batch))
                        .contiguous()
                        .data_ptr_float()
                        .get(logits);
                for (int i = 0; i < batch.length; i++) {
                    int best = present[0];
                    for (int one : present) {
                        best = logits[i * images.classes() + one] > logits[i * images.classes() + best] ? one : best;
                    }
                    right.set(batch[i], best == labels[batch[i]]);
                }
            }
        }
        return new Outcomes(images.digest(), images.size(), Map.of(Labels.CLEAN, right));
    }

    private static void print(String title, Outcomes common, Outcomes layered) {
        Estimate gain = Estimate.ofDifference(layered, common);
        PairedTest test = PairedTest.of(layered, common, Labels.CLEAN);
        System.out.printf(
                "%s: common %.2f, by layer %.2f, gain %.2f (%.2f to %.2f), wins %d, losses %d%n",
                title,
                100 * common.accuracy(Labels.CLEAN).value(),
                100 * layered.accuracy(Labels.CLEAN).value(),
                100 * gain.value(),
                100 * gain.low(),
                100 * gain.high(),
                test.wins(),
                test.losses());
    }
}
