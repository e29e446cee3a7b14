package io.stockpot.bench;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.source.Cifar10;
import io.stockpot.data.source.DataPart;
import io.stockpot.model.Classifier;
import io.stockpot.outcome.Accuracy;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.Torch;
import io.stockpot.text.YamlRecords;
import io.stockpot.train.Train;
import io.stockpot.train.Trainer;
import io.stockpot.train.Training;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.LongOptional;

/**
 * Claim: a nominal ViT-Ti (patch 4) is trained on CIFAR-10 at least as fast as by the same script in current PyTorch, and to
 * the same accuracy: same network, initialisation rule, AdamW, schedule, augmentation, batches and images
 * ({@code bench/peers/vit_tiny.py}). Both sides run in turn, PyTorch in a process of its own whose start is not counted; it
 * needs a Python with torch and torchvision, {@code python3} or what {@code STOCKPOT_PEER_PYTHON} names.
 *
 * <p>Arguments: none for images/s, or {@code accuracy IMAGES EPOCHS TESTS SEEDS PRECISION} to train from so many seeds.
 */
public final class VitBenchmark {
    private static final String SCRIPT = "vit_tiny.py";
    private static final int BATCH = 128;
    private static final int STEPS = 7;
    private static final int WARM_UP = 2;
    private static final int ROUNDS = 3;

    private final PythonPeer peer;
    private final Path folder;

    private VitBenchmark(PythonPeer peer, Path folder) {
        this.peer = peer;
        this.folder = folder;
    }

    /** Runs the benchmark; images/s take some minutes, accuracies of 10,000 images, three epochs and a seed half an hour. */
    public static void main(String[] arguments) throws IOException {
        PythonPeer peer =
                PythonPeer.find().orElseThrow(() -> new IOException("no Python with torch and torchvision was found"));
        VitBenchmark benchmark = new VitBenchmark(peer, Files.createTempDirectory("stockpot-bench"));
        if (arguments.length == 0) {
            for (Precision precision : Precision.values()) {
                benchmark.compareRates(precision);
            }
        } else {
            benchmark.compareAccuracies(arguments);
        }
    }

    private static String word(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }

    private static LabelledImages load(DataPart part, int images) throws IOException {
        return new Cifar10().load(part, DataCache.ofUser(), Progress.NONE).first(images);
    }

    private static Training training(double epochs, Precision precision) throws IOException {
        String text = String.format(
                Locale.ROOT,
                "train: {architecture: {vision-transformer: {size: tiny, patch: 4, image: 32, classes: 10}}, objective: nominal,"
                        + " normalisation: {mean: [0.4914, 0.4822, 0.4465], deviation: [0.2470, 0.2435, 0.2616]},"
                        + " optimizer: {adam-w: {weight-decay: 0.05}}, schedule: {cosine: {rate: 0.001, ramp: 0.1}},"
                        + " batch-size: %d, epochs: %s, selection: {images: %d, every: 1000}, precision: %s}",
                BATCH,
                epochs,
                BATCH,
                word(precision));
        return YamlRecords.read(text, "benchmark", Training.class, List.of());
    }

    private void compareRates(Precision precision) throws IOException {
        LabelledImages images = load(DataPart.TRAIN, (STEPS + 1) * BATCH);
        Path file = write("rate.bin", images.first(STEPS * BATCH));
        SideBySide rates = SideBySide.of(
                ROUNDS,
                () -> rate(images, precision),
                () -> peer.number(SCRIPT, "rate", Torch.threads(), word(precision), file, STEPS, WARM_UP));
        System.out.printf(
                Locale.ROOT,
                "ViT-Ti/4, batch %d, %d threads, %d rounds of %d steps, %s: ours %.1f images/s, PyTorch %.1f images/s,"
                        + " ratio %.3f (%.3f to %.3f)%n",
                BATCH,
                Torch.threads(),
                ROUNDS,
                STEPS,
                word(precision),
                rates.ours(),
                rates.bare(),
                rates.ratio(),
                rates.least(),
                rates.most());
    }

    private double rate(LabelledImages images, Precision precision) throws IOException {
        StepTimer timer = new StepTimer();
        try (Classifier trained = train(training(1, precision), images, 1, timer)) {
            return timer.rate(BATCH, WARM_UP);
        }
    }

    @MustBeClosed
    private Classifier train(Training training, LabelledImages images, long seed, Progress progress)
            throws IOException {
        try (Classifier start = ((Train) training).start(images, seed, () -> {
            throw new IllegalStateException("there is no parent");
        })) {
            // what is left of the training before
            Trainer.delete(folder);
            return new Trainer(training, images, seed, Duration.ofHours(1)).train(start, folder, progress);
        }
    }

    private void compareAccuracies(String[] arguments) throws IOException {
        int images = Integer.parseInt(arguments[1]);
        double epochs = Double.parseDouble(arguments[2]);
        LabelledImages tests = load(DataPart.TEST, Integer.parseInt(arguments[3]));
        int seeds = Integer.parseInt(arguments[4]);
        Precision precision = Precision.valueOf(arguments[5].toUpperCase(Locale.ROOT));
        LabelledImages train = load(DataPart.TRAIN, images + BATCH);
        Path testFile = write("test.bin", tests);
        System.out.printf(
                "ViT-Ti/4, %d images, %s epochs, %s, right of %d test images:%n",
                images, epochs, word(precision), tests.size());
        for (int seed = 1; seed <= seeds; seed++) {
            // exactly the images that the trainer does not hold out
            Seed heldOut = new Seed(seed).child("train").child("validation");
            Path file = write(
                    "train.bin", train.subset(train.holdOut(BATCH, heldOut).rest()));
            int ours;
            try (Classifier trained = train(training(epochs, precision), train, seed, Progress.NONE)) {
                ours = right(trained, tests);
            }
            System.out.printf("seed %d: ours %s%n", seed, new Accuracy(ours, tests.size()));
            int bare = (int)
                    peer.number(SCRIPT, "accuracy", Torch.threads(), word(precision), file, testFile, epochs, seed);
            System.out.printf("seed %d: PyTorch %s%n", seed, new Accuracy(bare, tests.size()));
        }
    }

    private static int right(Classifier classifier, LabelledImages images) {
        int right = 0;
        for (int[] indices : Batches.of(IntStream.range(0, images.size()).toArray(), 250)) {
            try (Scope scope = Scope.open()) {
                right += classifier
                        .logits(images.images(indices))
                        .argmax(new LongOptional(1), false)
                        .eq(images.labels(indices))
                        .sum()
                        .item_int();
            }
        }
        return right;
    }

    /** Writes images in the binary format of CIFAR-10. */
    private Path write(String name, LabelledImages images) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int image = 0; image < images.size(); image++) {
                output.write(images.label(image));
                output.write(images.pixels(image));
            }
        }
        return file;
    }
}
