package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.model.Classifier;
import io.stockpot.model.OnnxFile;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.file.Safetensors;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Small trainings on clean and perturbed images, and the layers that only the latter pass through. */
@ExtendWith(NoLeaks.class)
class AuxiliaryNormalisationTest {
    private static final long RECIPE = 5;
    private static final Seed SEED = new Seed(RECIPE);
    private static final LabelledImages IMAGES = MadeImages.of(600, SEED);
    private static final String TRAINING = """
            train:
              architecture: {wide-res-net: {depth: 10, widen-factor: 1, classes: 4}}
              objective: {adv-prop: {steps: 2, step-size: 0.5}}
              schedule: {cyclic: {rate: 0.1}}
              epochs: 3
              batch-size: 50
              augmentation: none
              selection: {images: 100}
            """;
    private static final String WITH_EVERYTHING = TRAINING + """
              optimizer: {adam-w: {no-decay: biases-and-norms, layer-decay: 0.7, clip-norm: 1}}
              batch-augmentation: mixup
              label-smoothing: 0.1
              stochastic-depth: 0.2
              micro-batch: 20
              averaging: {decay: 0.9}
            """;
    private static final String SCALE = "block1.layer.0.bn1.weight";
    private static final String FILTERS = "block1.layer.0.conv1.weight";

    @TempDir
    Path folder;

    @Test
    void sharesAllOtherTensorsWithTheNetwork() {
        try (Classifier network = TrainerTest.start();
                AuxiliaryNormalisation auxiliary = new AuxiliaryNormalisation(network);
                Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            Tensor images = IMAGES.images(new int[] {0, 1, 2});
            assertThat(Rows.numbers(auxiliary.classifier().logits(images)))
                    .containsExactly(Rows.numbers(network.logits(images)));
            network.weights().get(FILTERS).mul_(new Scalar(2));
            auxiliary.tensors().get(SCALE).mul_(new Scalar(3));
            assertThat(Rows.numbers(auxiliary.classifier().weights().get(FILTERS)))
                    .containsExactly(Rows.numbers(network.weights().get(FILTERS)));
            assertThat(Rows.numbers(auxiliary.classifier().weights().get(SCALE)))
                    .containsOnly(3);
            assertThat(Rows.numbers(network.weights().get(SCALE))).containsOnly(1);
        }
    }

    @Test
    void holdsWhatBelongsToNormalisationAlone() {
        try (Classifier network = TrainerTest.start();
                AuxiliaryNormalisation auxiliary = new AuxiliaryNormalisation(network)) {
            assertThat(auxiliary.tensors().names())
                    .isNotEmpty()
                    .allMatch(name ->
                            name.matches(".*bn[0-9]*\\.(weight|bias|running_mean|running_var|num_batches_tracked)"));
            assertThat(auxiliary.trained().keySet())
                    .allMatch(name -> name.matches("auxiliary/.*bn[0-9]*\\.(weight|bias)"))
                    .hasSize(auxiliary.tensors().names().size() * 2 / 5);
        }
    }

    @Test
    void isTreatedLikeTheLayersThatItStandsInFor() throws IOException {
        UpdateRules rules = training(WITH_EVERYTHING).settings().optimizer().rules();
        try (Classifier network = TrainerTest.start();
                AuxiliaryNormalisation auxiliary = new AuxiliaryNormalisation(network)) {
            Map<String, UpdateRules.Treatment> own =
                    rules.treatments(network.architecture().network());
            Map<String, UpdateRules.Treatment> others = auxiliary.treatments(own);
            assertThat(others).containsOnlyKeys(auxiliary.trained().keySet());
            assertThat(others.get("auxiliary/" + SCALE)).isEqualTo(own.get(SCALE));
            assertThat(own.get(SCALE).decays()).isFalse();
            assertThat(own.get(SCALE).rateFactor()).isLessThan(1);
        }
    }

    @Test
    void learnsToClassifyByTheBranchOfCleanImages() throws IOException {
        try (Classifier trained = train(TRAINING)) {
            int[] all = IntStream.range(0, 600).toArray();
            CheckpointSelection selection = training(TRAINING).settings().selection();
            assertThat(selection.accuracy(trained, new Objective.Nominal(), IMAGES, all, SEED))
                    .isGreaterThan(0.95);
        }
    }

    /** The file that a training goes on from has the second set of layers; what the training returns has not. */
    @Test
    void isKeptWithTheTrainingAndNotWithItsResult() throws IOException {
        Path onnx = folder.resolve("trained.onnx");
        try (Classifier start = TrainerTest.start();
                Classifier trained = train(TRAINING)) {
            assertThat(trained.weights().names())
                    .containsExactlyElementsOf(start.weights().names());
            OnnxFile.write(onnx, trained, Map.of());
        }
        assertThat(Files.readString(onnx, StandardCharsets.ISO_8859_1))
                .contains(SCALE)
                .doesNotContain("auxiliary");
        Safetensors kept = Safetensors.open(folder.resolve("training.safetensors"));
        try (Scope scope = Scope.open()) {
            assertThat(Rows.numbers(kept.read("auxiliary/" + SCALE)))
                    .isNotEqualTo(Rows.numbers(kept.read("weights/" + SCALE)));
            assertThat(Rows.numbers(kept.read("auxiliary/block1.layer.0.bn1.running_mean")))
                    .isNotEqualTo(Rows.numbers(kept.read("weights/block1.layer.0.bn1.running_mean")));
        }
        assertThat(kept.names()).contains("momentum/auxiliary/" + SCALE).doesNotContain("auxiliary/" + FILTERS);
    }

    @Test
    void goesOnToTheSameBitsWithAllThatIsDrawnOrKept() throws IOException {
        String whole;
        try (Classifier trained = train(WITH_EVERYTHING)) {
            whole = trained.weights().digest();
        }
        Trainer.delete(folder);
        Trainer trainer = new Trainer(training(WITH_EVERYTHING), IMAGES, RECIPE, Duration.ZERO);
        try (Classifier start = TrainerTest.start()) {
            TrainerTest.stopAfter(13, trainer, start, folder);
            try (Classifier trained = trainer.train(start, folder, Progress.NONE)) {
                assertThat(trained.weights().digest()).isEqualTo(whole);
            }
        }
    }

    @Test
    void keepsNoMemoryFromStepToStep() throws IOException {
        long[] live = new long[2];
        Progress watching = watching(done -> live[done == 2 ? 0 : 1] = Pointer.totalCount());
        try (Classifier start = TrainerTest.start();
                Classifier trained = trainer(WITH_EVERYTHING).train(start, folder, watching)) {
            assertThat(trained.classes()).isEqualTo(4);
        }
        assertThat(live[1]).isEqualTo(live[0]);
    }

    /** Both branches leave out the same connections of an image. */
    @Test
    void leavesOutTheSameConnectionsAsTheNetwork() throws IOException {
        try (Classifier network = LearnerTest.network();
                AuxiliaryNormalisation auxiliary = new AuxiliaryNormalisation(network);
                Scope scope = Scope.open()) {
            Learner learner = new Learner(network, Precision.FLOAT32, Optional.of(auxiliary.classifier()))
                    .leavingOut(0.5, LearnerTest.DRAWS);
            Tensor images = IMAGES.images(new int[] {0, 1, 2, 3, 4, 5});
            assertThat(Rows.numbers(learner.auxiliary().trainingLogits(images)))
                    .containsExactly(Rows.numbers(learner.trainingLogits(images)))
                    .isNotEqualTo(Rows.numbers(learner.logits(images)));
        }
    }

    private interface Watcher {
        void at(long done);
    }

    private static Progress watching(Watcher watcher) {
        return (what, total, unit) -> new Progress.Task() {
            @Override
            public void advanceTo(long done) {
                watcher.at(done);
            }
        };
    }

    @MustBeClosed
    private Classifier train(String yaml) throws IOException {
        try (Classifier start = TrainerTest.start()) {
            return trainer(yaml).train(start, folder, Progress.NONE);
        }
    }

    private static Trainer trainer(String yaml) throws IOException {
        return new Trainer(training(yaml), IMAGES, RECIPE, Duration.ofHours(1));
    }

    private static Training training(String yaml) throws IOException {
        return YamlRecords.read(yaml, "test", Training.class, List.of());
    }
}
