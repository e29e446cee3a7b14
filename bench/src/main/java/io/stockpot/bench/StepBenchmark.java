package io.stockpot.bench;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.attack.Apgd;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Goal;
import io.stockpot.attack.Purpose;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.WideResNet;
import io.stockpot.model.layer.Activation;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.Torch;
import io.stockpot.text.YamlRecords;
import io.stockpot.threat.ThreatModel;
import io.stockpot.train.Trainer;
import io.stockpot.train.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Claim: a training step and an attack step of WRN-16-2 at batch 128 in bfloat16 reach at least 0.95 of
 * a bare loop of the same engine calls, and resident memory is flat over 1,000 steps. Both sides run in
 * turn in one process; the medians of their rates and of the pairwise ratios are printed.
 */
public final class StepBenchmark {
    private static final int BATCH = 128;
    private static final int STEPS = 30;
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 7;
    private static final int ATTACK_STEPS = 10;
    private static final LabelledImages IMAGES = noise(BATCH * (STEPS + 1));

    private StepBenchmark() {}

    /** Runs the benchmark; takes some minutes. */
    public static void main(String[] arguments) throws IOException {
        Precision precision = Precision.fastest();
        System.out.printf(
                "WRN-16-2, batch %d, %s, %d threads, %d rounds of %d steps%n",
                BATCH, precision, Torch.threads(), ROUNDS, STEPS);
        compare("training step", StepBenchmark::trainer, StepBenchmark::bareTraining);
        compare("APGD step", StepBenchmark::apgd, StepBenchmark::bareAttack);
        memory();
    }

    private static void compare(String what, SideBySide.Rate ours, SideBySide.Rate bare) throws IOException {
        SideBySide rates = SideBySide.of(ROUNDS, ours, bare);
        System.out.printf(
                "%-14s ours %.0f images/s, bare %.0f images/s, ratio %.3f (%.3f to %.3f)%n",
                what, rates.ours(), rates.bare(), rates.ratio(), rates.least(), rates.most());
    }

    private static double trainer() throws IOException {
        StepTimer timer = new StepTimer();
        train(IMAGES, BATCH, timer);
        return timer.rate(BATCH, WARM_UP);
    }

    private static void train(LabelledImages images, int batch, Progress progress) throws IOException {
        Training training = YamlRecords.read(
                "train: {architecture: {wide-res-net: {depth: 16, widen-factor: 2}}, objective: nominal,"
                        + " epochs: 1, selection: {images: " + batch + "}, batch-size: " + batch + "}",
                "benchmark",
                Training.class,
                List.of());
        Path folder = Files.createTempDirectory("stockpot-bench");
        try (Classifier start = classifier();
                Classifier trained =
                        new Trainer(training, images, 1, Duration.ofHours(1)).train(start, folder, progress)) {
            Trainer.delete(folder);
        }
    }

    @MustBeClosed
    private static Classifier classifier() {
        return Classifier.initial(new WideResNet(16, 2, Activation.RELU, 10, 3), Normalisation.none(3), new Seed(1));
    }

    private static double bareTraining() {
        StepTimer timer = new StepTimer();
        BareWideResNet network = new BareWideResNet();
        try (Scope all = Scope.open()) {
            Tensor images = IMAGES.images(IntStream.range(0, BATCH).toArray());
            Tensor labels = IMAGES.labels(IntStream.range(0, BATCH).toArray());
            List<Tensor> weights = network.trained();
            List<Tensor> momentum = weights.stream().map(torch::zeros_like).toList();
            for (int step = 1; step <= STEPS; step++) {
                try (Scope scope = Scope.open()) {
                    Tensor loss = torch.cross_entropy_loss(network.forward(images, true), labels);
                    TensorVector gradients =
                            torch.grad(new TensorVector(loss), new TensorVector(weights.toArray(Tensor[]::new)));
                    descend(weights, momentum, gradients);
                    loss.item_double();
                }
                timer.advanceTo(step);
            }
        }
        network.close();
        return timer.rate(BATCH, WARM_UP);
    }

    private static void descend(List<Tensor> weights, List<Tensor> momentum, TensorVector gradients) {
        try (NoGradGuard guard = new NoGradGuard()) {
            for (int i = 0; i < weights.size(); i++) {
                Tensor gradient = gradients.get(i).add_(weights.get(i), new Scalar(5e-4));
                Tensor direction = momentum.get(i).mul_(new Scalar(0.9)).add_(gradient);
                weights.get(i).add_(direction, new Scalar(-0.1));
            }
        }
    }

    private static double apgd() {
        int[] indices = IntStream.range(0, BATCH).toArray();
        try (Scope all = Scope.open();
                Classifier classifier = classifier()) {
            Tensor images = IMAGES.images(indices);
            Goal goal = new Goal(points -> classifier.logits(points, Precision.fastest()), IMAGES.labels(indices));
            Draws draws = new Draws(new Seed(1), LongStream.range(0, BATCH).toArray());
            Apgd attack = new Apgd(ATTACK_STEPS, 1, Optional.empty());
            ThreatModel threat = ThreatModel.parse("Linf 8/255");
            return rate(() -> attack.perturb(goal, images, threat, Purpose.TRAINING, draws));
        }
    }

    /** The passes of an attack without its bookkeeping: ten gradients and the last forward. */
    private static double bareAttack() {
        int[] indices = IntStream.range(0, BATCH).toArray();
        BareWideResNet network = new BareWideResNet();
        try (Scope all = Scope.open()) {
            Tensor images = IMAGES.images(indices);
            Tensor labels = IMAGES.labels(indices);
            return rate(() -> {
                for (int step = 0; step < ATTACK_STEPS; step++) {
                    try (Scope scope = Scope.open()) {
                        Tensor input = images.detach();
                        input.set_requires_grad(true);
                        Tensor loss = torch.cross_entropy_loss(network.forward(input, false), labels);
                        torch.grad(new TensorVector(loss), new TensorVector(input));
                    }
                }
                try (NoGradGuard guard = new NoGradGuard()) {
                    network.forward(images, false);
                }
            });
        } finally {
            network.close();
        }
    }

    private static double rate(Runnable attack) {
        attack.run();
        long begin = System.nanoTime();
        int attacks = 3;
        for (int i = 0; i < attacks; i++) {
            try (Scope scope = Scope.open()) {
                attack.run();
            }
        }
        return attacks * ATTACK_STEPS * BATCH / ((System.nanoTime() - begin) / 1e9);
    }

    private static void memory() throws IOException {
        int batch = 8;
        long[] resident = new long[2];
        Progress watching = (what, total, unit) -> new Progress.Task() {
            @Override
            public void advanceTo(long done) {
                if (done == 100 || done == 1_000) {
                    resident[done == 100 ? 0 : 1] = residentMebibytes();
                }
            }
        };
        train(noise(batch * 1_002), batch, watching);
        System.out.printf("resident memory after 100 steps %d MiB, after 1,000 %d MiB%n", resident[0], resident[1]);
    }

    private static long residentMebibytes() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            String line =
                    lines.filter(text -> text.startsWith("VmRSS")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
        } catch (IOException noSuchSystem) {
            return -1;
        }
    }

    private static LabelledImages noise(int count) {
        ImageShape shape = new ImageShape(3, 32, 32);
        byte[] pixels = new byte[count * shape.length()];
        new SplittableRandom(1).nextBytes(pixels);
        int[] labels = IntStream.range(0, count).map(image -> image % 10).toArray();
        List<String> classes = IntStream.range(0, 10).mapToObj(String::valueOf).toList();
        return new LabelledImages("noise", shape, pixels, labels, classes);
    }
}
