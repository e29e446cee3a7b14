package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.attack.Draws;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class AccumulationTest {
    private static final Seed SEED = new Seed(6);
    private static final LabelledImages IMAGES = MadeImages.of(120, SEED);
    /** Four steps of 25 images, of a network without batch norm, with everything that draws. */
    private static final String TRAINING = """
            train:
              architecture:
                vision-transformer: {size: {custom: {width: 16, depth: 3, heads: 2}}, patch: 4, image: 8, classes: 4}
              objective: nominal
              optimizer: {sgd: {clip-norm: 1}}
              schedule: {cosine: {rate: 0.05}}
              epochs: 1
              batch-size: 25
              batch-augmentation: {mixup: {alpha: 1}}
              label-smoothing: 0.1
              stochastic-depth: 0.3
              selection: {images: 20}
              precision: float32
            """;

    @TempDir
    Path folder;

    private static Training training(String text) throws IOException {
        return YamlRecords.read(text, "text", Training.class, List.of());
    }

    @MustBeClosed
    private static Classifier start(Training training) {
        return Classifier.initial(training.network().orElseThrow(), Normalisation.none(3), SEED.child("initial"));
    }

    private double[] trained(String text) throws IOException {
        Training training = training(text);
        Trainer trainer = new Trainer(training, IMAGES, 1, Duration.ofHours(1));
        Trainer.delete(folder);
        try (Scope scope = Scope.open();
                Classifier start = start(training);
                Classifier trained = trainer.train(start, folder, Progress.NONE)) {
            List<Double> numbers = new ArrayList<>();
            for (String name : trained.weights().names()) {
                for (double number : Rows.numbers(trained.weights().get(name))) {
                    numbers.add(number);
                }
            }
            return numbers.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 13, 24})
    void learnsFromPartsWhatItLearnsFromWholeBatches(int part) throws IOException {
        double[] whole = trained(TRAINING);
        assertThat(trained(TRAINING + "  micro-batch: " + part + "\n")).containsExactly(whole, within(1e-6));
    }

    /** One threat is drawn for a batch, whatever its parts. */
    @Test
    void drawsTheSameThreatForAllParts() throws IOException {
        Objective.MultiNorm random = (Objective.MultiNorm) YamlRecords.read(
                "multi-norm: {threats: [Linf 8/255, L2 0.5], choice: random, attack: {pgd: {steps: 1}}}",
                "text",
                Objective.class,
                List.of());
        int[] all = {0, 1, 2, 3, 4, 5};
        try (Classifier network = start(training(TRAINING))) {
            Learner learner = new Learner(network, Precision.FLOAT32);
            for (int epoch = 0; epoch < 10; epoch++) {
                try (Scope scope = Scope.open()) {
                    Batch batch = new Batch(IMAGES.images(all), IMAGES.labels(all));
                    Draws draws = new Draws(SEED.child(epoch), all);
                    Tensor whole = random.perturbed(learner, batch, draws);
                    Tensor part = random.perturbed(learner, batch.part(2, 5), draws.part(2, 5));
                    // a step of PGD is a step of its norm, so another threat would lead elsewhere
                    assertThat(Rows.numbers(part)).containsExactly(Rows.numbers(whole.narrow(0, 2, 3)), within(1e-5));
                }
            }
        }
    }
}
