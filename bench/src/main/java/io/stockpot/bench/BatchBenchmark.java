package io.stockpot.bench;

import io.stockpot.attack.AttackLoss;
import io.stockpot.attack.Goal;
import io.stockpot.attack.Response;
import io.stockpot.base.Progress;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.source.Cifar10;
import io.stockpot.data.source.DataPart;
import io.stockpot.model.Classifier;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Question: do the bits of an image's logits, and of its gradient, depend on how many images go through the network with
 * it, and how many images a second go through it in batches of each size? Where bits depend on it, an attack that puts
 * runs together which went alone before may end elsewhere. Prints a row of a Markdown table for each network and size of
 * batch: how many of 64 images have other logits, or another gradient, than in one batch of 64, and images a second, with
 * gradients.
 */
public final class BatchBenchmark {
    private static final int COUNT = 64;

    private BatchBenchmark() {}

    /** Runs the benchmark; takes some minutes. */
    public static void main(String[] names) throws IOException {
        System.out.printf("%d threads%n%n", Torch.threads());
        System.out.println("| network | batch | other logits | other gradients | images/s |");
        System.out.println("|---|---|---|---|---|");
        for (GoldenNetwork network : GoldenNetwork.values()) {
            if (GoldenCase.isWanted(network.name().toLowerCase(Locale.ROOT), names)) {
                try (Classifier classifier = network.open()) {
                    compare(network.name().toLowerCase(Locale.ROOT), classifier, network.images());
                }
            }
        }
        if (GoldenCase.isWanted("pantry", names)) {
            LabelledImages images = new Cifar10().load(DataPart.TEST, DataCache.ofUser(), Progress.NONE);
            Path file = Path.of("pantry", "cifar10-wrn-16-2", "linf.safetensors");
            try (Classifier classifier = StockpotCheckpoint.open(file).load()) {
                compare("pantry linf", classifier, images);
            }
        }
    }

    private static void compare(String name, Classifier classifier, LabelledImages images) {
        int[] indices = IntStream.range(0, COUNT).toArray();
        try (Scope scope = Scope.open()) {
            Tensor pixels = images.images(indices);
            Goal goal = new Goal(classifier::logits, images.labels(indices));
            Answers whole = Answers.in(COUNT, goal, pixels);
            for (int batch : List.of(1, 2, 3, 4, 8, 11, 16, 32, COUNT)) {
                try (Scope one = Scope.open()) {
                    Answers parts = Answers.in(batch, goal, pixels);
                    System.out.printf(
                            Locale.ROOT,
                            "| %s | %d | %d | %d | %.0f |%n",
                            name,
                            batch,
                            different(whole.logits(), parts.logits()),
                            different(whole.gradients(), parts.gradients()),
                            COUNT / parts.seconds());
                }
            }
        }
    }

    /** Returns how many rows differ in any bit of any number. */
    private static long different(Tensor one, Tensor other) {
        return one.ne(other).flatten(1, -1).any(new long[] {1}, false).sum().item_long();
    }

    /** What the network says of all images, cut into batches, and how long that took. */
    private record Answers(Tensor logits, Tensor gradients, double seconds) {
        static Answers in(int batch, Goal goal, Tensor pixels) {
            TensorVector logits = new TensorVector();
            TensorVector gradients = new TensorVector();
            long begin = System.nanoTime();
            for (int from = 0; from < COUNT; from += batch) {
                Tensor rows = torch.arange(
                                new org.bytedeco.pytorch.Scalar(from),
                                new org.bytedeco.pytorch.Scalar(Math.min(COUNT, from + batch)))
                        .to(torch.ScalarType.Long);
                Response response = goal.select(rows).gradient(pixels.index_select(0, rows), AttackLoss.MARGIN);
                logits.push_back(response.logits());
                gradients.push_back(response.gradient());
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new Answers(torch.cat(logits, 0), torch.cat(gradients, 0), seconds);
        }
    }
}
