package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.WideResNet;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.ForeignNotes;
import io.stockpot.model.layer.Activation;
import io.stockpot.outcome.Accuracy;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.SegmentWalk;
import io.stockpot.soup.WeightGeometry;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class BasinDiagnosisTest {
    private static final WideResNet NETWORK = new WideResNet(10, 1, Activation.RELU, 4, 3);
    private static final LabelledImages TRAINING = MadeImages.of(400, new Seed(1));
    private static final LabelledImages TEST = MadeImages.of(200, new Seed(2));

    @TempDir
    Path folder;

    @Test
    void measuresABarrierFromTheLineBetweenTheEnds() {
        assertThat(barrier(90, 80, 70).points()).isZero();
        assertThat(barrier(90, 95, 70).points()).isZero();
        assertThat(barrier(90, 60, 50, 78, 70).points()).isEqualTo(30, within(1e-9));
        assertThat(barrier(90, 88, 90).stands()).isFalse();
        assertThat(barrier(90, 60, 90).stands()).isTrue();
        assertThat(barrier(90, 60, 50).worseEnd()).isEqualTo(new Accuracy(50, 100));
        assertThatIllegalArgumentException().isThrownBy(() -> barrier(90, 90));
    }

    @Test
    void namesTheRemedyInEveryVerdict() {
        Optional<Barrier> none = Optional.of(barrier(90, 89, 89));
        Optional<Barrier> high = Optional.of(barrier(90, 28, 90));
        assertThat(verdict(0.1, Optional.of(true), none, none))
                .contains("one basin")
                .endsWith("mix them");
        assertThat(verdict(0.1, Optional.of(true), high, none))
                .isEqualTo("a barrier of 62 points that re-estimating batch norm removes: use --batch-norm reestimate");
        assertThat(verdict(1.4, Optional.of(false), high, high))
                .startsWith("no shared ancestor and a barrier of 62 points")
                .endsWith("fine-tune both from one base");
        assertThat(verdict(1.4, Optional.empty(), high, Optional.empty())).contains("unrelated", "from one base");
        assertThat(verdict(0.5, Optional.of(true), high, high)).contains("in spite of a shared ancestor", "0.50");
        assertThat(verdict(0.5, Optional.of(true), Optional.of(barrier(11, 10, 11)), none))
                .contains("cannot be judged", "normalisation");
        assertThat(verdict(1.4, Optional.empty(), Optional.empty(), Optional.empty()))
                .contains("as far apart as unrelated models", "--data");
        assertThat(verdict(0.1, Optional.of(false), Optional.empty(), Optional.empty()))
                .contains("no shared ancestor");
    }

    @Test
    void measuresDistancesAndAnglesAsOfVectors() throws IOException {
        List<CheckpointFile> files =
                List.of(vector("o", 1, 1), vector("a", 3, 1), vector("b", 1, 4), vector("c", 5, 1));
        WeightGeometry geometry = WeightGeometry.of(files);
        assertThat(geometry.distance(1, 1)).isZero();
        assertThat(geometry.distance(0, 1)).isEqualTo(2 / Math.sqrt(Math.sqrt(2) * Math.sqrt(10)), within(1e-12));
        assertThat(geometry.cosine(1, 2, 0)).isEqualTo(0, within(1e-12));
        assertThat(geometry.cosine(1, 3, 0)).isEqualTo(1, within(1e-12));
    }

    @Test
    void findsABasinForChildrenOfOneModelAndNoneForStrangers() throws IOException {
        try (Classifier base = trained(1);
                Classifier child = base.copy();
                Classifier stranger = trained(7)) {
            train(base, 10, 3, 0.01);
            train(child, 10, 4, 0.01);
            SegmentWalk walk = new SegmentWalk(TEST, 5, 100, new Seed(1));
            Barrier family =
                    walk.measure(base, child, new BatchNormPolicy.Interpolate(), () -> TRAINING, Progress.NONE);
            Barrier strangers =
                    walk.measure(base, stranger, new BatchNormPolicy.Interpolate(), () -> TRAINING, Progress.NONE);
            assertThat(family.worseEnd().value()).isGreaterThan(0.8);
            assertThat(family.stands()).isFalse();
            assertThat(strangers.worseEnd().value()).isGreaterThan(0.8);
            assertThat(strangers.points()).isGreaterThan(15);
        }
    }

    private static Barrier barrier(int... percents) {
        return new Barrier(Arrays.stream(percents)
                .mapToObj(percent -> new Accuracy(percent, 100))
                .toList());
    }

    private static String verdict(
            double distance, Optional<Boolean> shared, Optional<Barrier> plain, Optional<Barrier> again) {
        return new BasinDiagnosis("a", "b", distance, Optional.empty(), shared, stretched(plain), stretched(again), 10)
                .verdict();
    }

    /** More images, so that less is chance. */
    private static Optional<Barrier> stretched(Optional<Barrier> barrier) {
        return barrier.map(few -> new Barrier(few.accuracies().stream()
                .map(accuracy -> new Accuracy(accuracy.correct() * 100, accuracy.total() * 100))
                .toList()));
    }

    private CheckpointFile vector(String name, float... values) throws IOException {
        Path file = folder.resolve(name);
        try (StateDict tensors = new StateDict();
                Scope scope = Scope.open()) {
            tensors.put("w", Tensor.create(values, values.length));
            tensors.put("bn.running_mean", Tensor.create(values, values.length));
            Safetensors.write(file, tensors, Map.of());
        }
        return CheckpointFile.open(file, ForeignNotes.NONE);
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by the caller
    private static Classifier trained(long seed) {
        Classifier classifier = Classifier.initial(NETWORK, Normalisation.none(3), new Seed(seed));
        train(classifier, 40, seed, 0.05);
        return classifier;
    }

    private static void train(Classifier classifier, int steps, long seed, double rate) {
        for (int step = 0; step < steps; step++) {
            try (Scope scope = Scope.open()) {
                int[] batch = new Seed(seed)
                        .child(step)
                        .generator()
                        .ints(64, 0, TRAINING.size())
                        .toArray();
                List<Tensor> trained = classifier.parameters().stream()
                        .filter(parameter -> parameter.role().trained())
                        .map(parameter -> classifier.weights().get(parameter.name()))
                        .toList();
                trained.forEach(tensor -> tensor.requires_grad_(true));
                Tensor loss = torch.cross_entropy_loss(
                        classifier.trainingLogits(TRAINING.images(batch), Precision.FLOAT32), TRAINING.labels(batch));
                TensorVector gradients =
                        torch.grad(new TensorVector(loss), new TensorVector(trained.toArray(new Tensor[0])));
                try (NoGradGuard guard = new NoGradGuard()) {
                    for (int i = 0; i < trained.size(); i++) {
                        trained.get(i).requires_grad_(false);
                        trained.get(i).sub_(gradients.get(i), new Scalar(rate));
                    }
                }
            }
        }
    }
}
