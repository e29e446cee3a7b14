package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.WideResNet;
import io.stockpot.model.layer.Activation;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class TrainerTest {
    private static final Seed SEED = new Seed(5);
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
    private static final String ROBUST = NOMINAL.replace(
            "objective: nominal", "objective: {adversarial: {threat: Linf 16/255, attack: {pgd: {steps: 2}}}}");

    @TempDir
    Path folder;

    @Test
    void learns() throws IOException {
        try (Classifier trained = train(NOMINAL, SEED)) {
            int[] all = IntStream.range(0, 600).toArray();
            CheckpointSelection selection = training(NOMINAL).selection();
            assertThat(selection.accuracy(trained, new Objective.Nominal(), IMAGES, all, SEED))
                    .isGreaterThan(0.95);
        }
        assertThat(Files.readAllLines(folder.resolve("training.jsonl")))
                .hasSize(3)
                .allMatch(line -> line.startsWith("{\"event\":\"validation\",\"step\":"));
        Trainer.forget(folder);
        assertThat(folder.resolve("training.safetensors")).doesNotExist();
    }

    @Test
    void adversarialTrainingMakesRobust() throws IOException {
        Objective threat = training(ROBUST).objective();
        CheckpointSelection selection = training(ROBUST).selection();
        int[] all = IntStream.range(0, 200).toArray();
        try (Classifier nominal = train(NOMINAL, SEED);
                Classifier robust = train(ROBUST, SEED)) {
            double before = selection.accuracy(nominal, threat, IMAGES, all, SEED);
            double after = selection.accuracy(robust, threat, IMAGES, all, SEED);
            assertThat(after).isGreaterThan(before + 0.05);
        }
    }

    @Test
    void equalSeedsEndInEqualBits() throws IOException {
        assertThat(digest(ROBUST, SEED)).isEqualTo(digest(ROBUST, SEED)).isNotEqualTo(digest(ROBUST, new Seed(6)));
    }

    @Test
    void averagingEndsElsewhere() throws IOException {
        assertThat(digest(NOMINAL + "  averaging: {decay: 0.9}\n", SEED)).isNotEqualTo(digest(NOMINAL, SEED));
    }

    @Test
    void memoryStaysFlat() throws IOException {
        long[] live = new long[2];
        Progress watching = (what, total, unit) -> new Progress.Task() {
            @Override
            public void advanceTo(long done) {
                live[done == 2 ? 0 : 1] = Pointer.totalCount();
            }
        };
        try (Classifier start = start();
                Classifier trained = trainer(ROBUST, SEED).train(start, folder, watching)) {
            assertThat(trained.classes()).isEqualTo(4);
        }
        assertThat(live[1]).isEqualTo(live[0]);
    }

    @Test
    void refusesATrainingOfNoSteps() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(NOMINAL.replace("epochs: 3", "epochs: 0.01"), SEED))
                .withMessageContaining("less than one step");
    }

    @Test
    void refusesANetworkOfTooFewClasses() throws IOException {
        try (Classifier start = Classifier.initial(
                new WideResNet(10, 1, Activation.RELU, 3, 3), Normalisation.none(3), SEED.child("initial"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trainer(NOMINAL, SEED)
                            .train(start, folder, Progress.NONE)
                            .close())
                    .withMessageContaining("tells 3 classes apart, but")
                    .withMessageContaining("has 4");
        }
    }

    @Test
    void saysWhenTheLossDiverges() {
        String wild = NOMINAL.replace("rate: 0.1", "rate: 1e30");
        assertThatThrownBy(() -> train(wild, SEED).close())
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("lower the learning rate");
    }

    @Test
    void defaultsAreThePapers() throws IOException {
        Training base =
                training("train: {architecture: {wide-res-net: {depth: 28, widen-factor: 10}}, objective: nominal}");
        assertThat(base.epochs()).isEqualTo(200);
        assertThat(base.schedule()).isEqualTo(new Schedule.Piecewise(0.1, List.of(100.0, 150.0)));
        Training tuned = training("fine-tune: {from: base, objective: nominal}");
        assertThat(tuned.epochs()).isEqualTo(10);
        assertThat(tuned.schedule()).isEqualTo(new Schedule.Cosine(0.1, 0.1));
        assertThat(tuned.batchSize()).isEqualTo(128);
    }

    /** A seed of its own draws everything anew but the held-out images, which no model of the family may learn. */
    @Test
    void aTrainingMayHaveASeedOfItsOwn() throws IOException {
        String own = NOMINAL + "  seed: 6\n";
        assertThat(digest(own, SEED)).isNotEqualTo(digest(NOMINAL, SEED));
        assertThat(trainer(own, SEED).heldOut())
                .isEqualTo(trainer(NOMINAL, SEED).heldOut());
        assertThat(trainer(own, new Seed(6)).heldOut())
                .isNotEqualTo(trainer(own, SEED).heldOut());
    }

    private String digest(String yaml, Seed seed) throws IOException {
        try (Classifier trained = train(yaml, seed)) {
            return trained.weights().digest();
        }
    }

    @MustBeClosed
    private Classifier train(String yaml, Seed seed) throws IOException {
        try (Classifier start = start()) {
            Trainer.forget(folder);
            return trainer(yaml, seed).train(start, folder, Progress.NONE);
        }
    }

    @MustBeClosed
    static Classifier start() {
        return Classifier.initial(
                new WideResNet(10, 1, Activation.RELU, 4, 3), Normalisation.none(3), SEED.child("initial"));
    }

    private static Trainer trainer(String yaml, Seed seed) throws IOException {
        return new Trainer(training(yaml), IMAGES, seed, Duration.ofHours(1));
    }

    private static Training training(String yaml) throws IOException {
        return YamlRecords.read(yaml, "test", Training.class, List.of());
    }
}
