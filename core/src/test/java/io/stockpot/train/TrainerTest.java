package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.base.Split;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.WideResNet;
import io.stockpot.model.layer.Activation;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class TrainerTest {
    private static final long RECIPE = 5;
    private static final Seed SEED = new Seed(RECIPE);
    private static final LabelledImages IMAGES = MadeImages.of(600, SEED);
    private static final String NOMINAL = """
            train:
              architecture: {wide-res-net: {depth: 10, widen-factor: 1, classes: 4}}
              objective: nominal
              schedule: {cyclic: {rate: 0.1}}
              epochs: 3
              batch-size: 50
              augmentation: none
              selection: {images: 100, attack: {pgd: {steps: 5}}}
            """;
    private static final String LONGER = NOMINAL.replace("epochs: 3", "epochs: 6");
    private static final String ROBUST = NOMINAL.replace(
            "objective: nominal", "objective: {adversarial: {threat: Linf 16/255, attack: {pgd: {steps: 2}}}}");

    @TempDir
    Path folder;

    @Test
    void learnsToClassify() throws IOException {
        try (Classifier trained = train(NOMINAL, RECIPE)) {
            int[] all = IntStream.range(0, 600).toArray();
            CheckpointSelection selection = training(NOMINAL).settings().selection();
            assertThat(selection.accuracy(trained, new Objective.Nominal(), IMAGES, all, SEED))
                    .isGreaterThan(0.95);
        }
        assertThat(Files.readAllLines(folder.resolve("training.jsonl")))
                .hasSize(3)
                .allMatch(line -> line.startsWith("{\"event\":\"validation\",\"step\":"));
        Trainer.delete(folder);
        assertThat(folder.resolve("training.safetensors")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{adversarial: {threat: Linf 24/255, attack: {pgd: {steps: 2}}}}",
                "{trades: {threat: Linf 24/255, steps: 2, step-size: 0.75}}"
            })
    void isMoreRobustAfterAdversarialTraining(String against) throws IOException {
        String adversarial = LONGER.replace("objective: nominal", "objective: " + against);
        Objective threat = training(adversarial).settings().objective();
        CheckpointSelection selection = training(adversarial).settings().selection();
        int[] all = IntStream.range(0, 200).toArray();
        try (Classifier nominal = train(LONGER, RECIPE);
                Classifier robust = train(adversarial, RECIPE)) {
            double before = selection.accuracy(nominal, threat, IMAGES, all, SEED);
            double after = selection.accuracy(robust, threat, IMAGES, all, SEED);
            assertThat(after).isGreaterThan(before + 0.1);
        }
    }

    @Test
    void givesEqualBitsForEqualSeeds() throws IOException {
        assertThat(digest(ROBUST, RECIPE)).isEqualTo(digest(ROBUST, RECIPE)).isNotEqualTo(digest(ROBUST, 6));
    }

    @Test
    void returnsOtherWeightsWhenAveraged() throws IOException {
        assertThat(digest(NOMINAL + "  averaging: {decay: 0.9}\n", RECIPE)).isNotEqualTo(digest(NOMINAL, RECIPE));
    }

    @Test
    void learnsFromMixedImages() throws IOException {
        String mixup = LONGER + "  batch-augmentation: {mixup: {alpha: 0.2}}\n";
        int[] all = IntStream.range(0, 600).toArray();
        try (Classifier mixed = train(mixup, RECIPE);
                Classifier plain = train(LONGER, RECIPE)) {
            assertThat(mixed.weights().digest()).isNotEqualTo(plain.weights().digest());
            CheckpointSelection selection = training(mixup).settings().selection();
            assertThat(selection.accuracy(mixed, new Objective.Nominal(), IMAGES, all, SEED))
                    .isGreaterThan(0.95);
        }
    }

    /** Each setting by itself; what they do is held against formulas elsewhere. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "label-smoothing: 0.1",
                "stochastic-depth: 0.2",
                "micro-batch: 30",
                "optimizer: {sgd: {clip-norm: 0.1}}",
                "optimizer: {sgd: {layer-decay: 0.5}}",
                "optimizer: {sgd: {no-decay: biases-and-norms}}"
            })
    void learnsOtherwiseWithEachSetting(String setting) throws IOException {
        String yaml = NOMINAL.replace("epochs: 3", "epochs: 0.4");
        assertThat(digest(yaml + "  " + setting + "\n", RECIPE)).isNotEqualTo(digest(yaml, RECIPE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  micro-batch: 20\n  stochastic-depth: 0.2\n  optimizer: {sgd: {clip-norm: 1}}\n"})
    void keepsNoMemoryFromStepToStep(String settings) throws IOException {
        long[] live = new long[2];
        Progress watching = (what, total, unit) -> new Progress.Task() {
            @Override
            public void advanceTo(long done) {
                live[done == 2 ? 0 : 1] = Pointer.totalCount();
            }
        };
        try (Classifier start = start();
                Classifier trained = trainer(ROBUST + settings, RECIPE).train(start, folder, watching)) {
            assertThat(trained.classes()).isEqualTo(4);
        }
        assertThat(live[1]).isEqualTo(live[0]);
    }

    @Test
    void refusesATrainingOfLessThanOneStep() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(NOMINAL.replace("epochs: 3", "epochs: 0.01"), RECIPE))
                .withMessageContaining("less than one step");
    }

    @Test
    void refusesToHoldOutAllImagesAndBatchesOfMoreThanTheRest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(NOMINAL.replace("{images: 100,", "{images: 600,"), RECIPE))
                .withMessageContaining("which leaves none to learn from");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(NOMINAL.replace("batch-size: 50", "batch-size: 501"), RECIPE))
                .withMessageStartingWith("batch-size is 501, and there are 500 training images");
    }

    @Test
    void refusesANetworkWithFewerClassesThanTheImages() throws IOException {
        try (Classifier start = Classifier.initial(
                new WideResNet(10, 1, Activation.RELU, 3, 3), Normalisation.none(3), SEED.child("initial"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trainer(NOMINAL, RECIPE)
                            .train(start, folder, Progress.NONE)
                            .close())
                    .withMessageContaining("tells 3 classes apart, but")
                    .withMessageContaining("has 4");
        }
    }

    /** The optimiser keeps two buffers and counts its steps, all of which must survive; all else that is drawn, too. */
    @ParameterizedTest
    @ValueSource(strings = {"  optimizer: adam-w\n", """
                  optimizer: {adam-w: {beta2: 0.95, no-decay: biases-and-norms, layer-decay: 0.8, clip-norm: 1}}
                  batch-augmentation: mixup
                  label-smoothing: 0.1
                  stochastic-depth: 0.2
                  micro-batch: 20
                  averaging: {decay: 0.9}
                """})
    void goesOnWithAdamWWhereItStopped(String settings) throws IOException {
        String yaml =
                NOMINAL.replace("{cyclic: {rate: 0.1}}", "{cosine: {base-rate: 0.05, warm-up-epochs: 1}}") + settings;
        String whole = digest(yaml, RECIPE);
        Trainer.delete(folder);
        Trainer trainer = new Trainer(training(yaml), IMAGES, RECIPE, Duration.ZERO);
        try (Classifier start = start()) {
            stopAfter(13, trainer, start, folder);
            try (Classifier trained = trainer.train(start, folder, Progress.NONE)) {
                assertThat(trained.weights().digest()).isEqualTo(whole);
            }
        }
    }

    static void stopAfter(int steps, Trainer trainer, Classifier start, Path folder) {
        Progress stopping = (what, total, unit) -> new Progress.Task() {
            @Override
            public void advanceTo(long done) {
                if (done == steps) {
                    throw new IllegalStateException("stopped");
                }
            }
        };
        assertThatThrownBy(() -> trainer.train(start, folder, stopping).close()).hasMessage("stopped");
    }

    /** What the loop does, without the loop: to the same bits. */
    @Test
    void endsWhereALoopWrittenByHandEnds() throws IOException {
        String yaml = NOMINAL.replace("{cyclic: {rate: 0.1}}", "{piecewise: {rate: 0.1, drops: [1]}}")
                        .replace("epochs: 3", "epochs: 2")
                        .replace("{images: 100,", "{images: 100, every: 2,")
                + "  precision: float32\n";
        try (Classifier expected = start()) {
            trainByHand(expected);
            assertThat(digest(yaml, RECIPE)).isEqualTo(expected.weights().digest());
        }
    }

    private static void trainByHand(Classifier network) {
        Seed seed = SEED.child("train");
        Batches batches =
                Batches.of(Split.holdOut(600, 100, seed.child("validation")).rest(), 50);
        try (Scope training = Scope.open()) {
            List<Tensor> weights = network.parameters().stream()
                    .filter(parameter -> parameter.role().trained())
                    .map(parameter -> network.weights().get(parameter.name()))
                    .toList();
            List<Tensor> momenta = weights.stream().map(torch::zeros_like).toList();
            weights.forEach(weight -> weight.set_requires_grad(true));
            for (int step = 0; step < 20; step++) {
                int[] indices =
                        batches.shuffled(seed.child("order").child(step / 10)).get(step % 10);
                Tensor logits = network.trainingLogits(IMAGES.images(indices), Precision.FLOAT32);
                Tensor loss = torch.cross_entropy_loss(logits, IMAGES.labels(indices));
                TensorVector gradients =
                        torch.grad(new TensorVector(loss), new TensorVector(weights.toArray(Tensor[]::new)));
                try (NoGradGuard frozen = new NoGradGuard()) {
                    for (int i = 0; i < weights.size(); i++) {
                        Tensor gradient = gradients.get(i).add(weights.get(i), new Scalar(0.0005));
                        momenta.get(i).mul_(new Scalar(0.9)).add_(gradient);
                        weights.get(i).add_(momenta.get(i), new Scalar(step < 10 ? -0.1 : -0.1 / 10));
                    }
                }
            }
        }
    }

    @Test
    void saysWhenTheLossDiverges() {
        String wild = NOMINAL.replace("rate: 0.1", "rate: 1e30");
        assertThatThrownBy(() -> train(wild, RECIPE).close())
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("lower the learning rate");
    }

    @Test
    void takesItsDefaultsFromThePaper() throws IOException {
        Training base =
                training("train: {architecture: {wide-res-net: {depth: 28, widen-factor: 10}}, objective: nominal}");
        assertThat(base.settings().epochs()).isEqualTo(200);
        assertThat(base.settings().schedule()).isEqualTo(new Schedule.Piecewise(0.1, List.of(100.0, 150.0)));
        Training tuned = training("fine-tune: {from: base, objective: nominal}");
        assertThat(tuned.settings().epochs()).isEqualTo(10);
        assertThat(tuned.settings().schedule()).isEqualTo(new Schedule.Cosine(0.1, 0.1));
        assertThat(tuned.settings().batchSize()).isEqualTo(128);
    }

    /** A seed of its own draws everything anew but the held-out images, which no model of the family may learn. */
    @Test
    void holdsOutTheSameImagesWhateverItsOwnSeed() throws IOException {
        String own = NOMINAL + "  seed: 6\n";
        assertThat(digest(own, RECIPE)).isNotEqualTo(digest(NOMINAL, RECIPE));
        assertThat(trainer(own, RECIPE).heldOut())
                .isEqualTo(trainer(NOMINAL, RECIPE).heldOut());
        assertThat(trainer(own, 6).heldOut()).isNotEqualTo(trainer(own, RECIPE).heldOut());
    }

    private String digest(String yaml, long seed) throws IOException {
        try (Classifier trained = train(yaml, seed)) {
            return trained.weights().digest();
        }
    }

    @MustBeClosed
    private Classifier train(String yaml, long seed) throws IOException {
        try (Classifier start = start()) {
            Trainer.delete(folder);
            return trainer(yaml, seed).train(start, folder, Progress.NONE);
        }
    }

    @MustBeClosed
    static Classifier start() {
        return Classifier.initial(
                new WideResNet(10, 1, Activation.RELU, 4, 3), Normalisation.none(3), SEED.child("initial"));
    }

    private static Trainer trainer(String yaml, long seed) throws IOException {
        return new Trainer(training(yaml), IMAGES, seed, Duration.ofHours(1));
    }

    private static Training training(String yaml) throws IOException {
        return YamlRecords.read(yaml, "test", Training.class, List.of());
    }
}
