package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.attack.Draws;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.VisionTransformer;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class LearnerTest {
    private static final Seed SEED = new Seed(8);
    private static final LabelledImages IMAGES = MadeImages.of(6, SEED);
    private static final int[] ALL = {0, 1, 2, 3, 4, 5};
    static final Draws DRAWS = new Draws(SEED, ALL);

    @MustBeClosed
    static Classifier network() throws IOException {
        VisionTransformer architecture = YamlRecords.read(
                "{size: {custom: {width: 16, depth: 4, heads: 2}}, patch: 4, image: 8, classes: 4}",
                "text",
                VisionTransformer.class,
                List.of());
        return Classifier.initial(architecture, Normalisation.none(3), SEED);
    }

    @Test
    void showsAttacksTheWholeNetwork() throws IOException {
        try (Classifier network = network();
                Scope scope = Scope.open()) {
            Learner learner = new Learner(network, Precision.FLOAT32).leavingOut(0.9, DRAWS);
            Tensor images = IMAGES.images(ALL);
            double[] whole = Rows.numbers(network.logits(images));
            assertThat(Rows.numbers(learner.logits(images))).containsExactly(whole);
            assertThat(Rows.numbers(learner.trainingLogits(images))).isNotEqualTo(whole);
        }
    }

    @Test
    void leavesOutTheSameInAllPassesOfAStep() throws IOException {
        try (Classifier network = network();
                Scope scope = Scope.open()) {
            Learner learner = new Learner(network, Precision.FLOAT32).leavingOut(0.5, DRAWS);
            Tensor images = IMAGES.images(ALL);
            double[] first = Rows.numbers(learner.trainingLogits(images));
            assertThat(Rows.numbers(learner.trainingLogits(images))).containsExactly(first);
            Learner next = new Learner(network, Precision.FLOAT32).leavingOut(0.5, DRAWS.child(1));
            assertThat(Rows.numbers(next.trainingLogits(images))).isNotEqualTo(first);
        }
    }

    /** The network has no batch norm, so nothing else tells the two apart. */
    @Test
    void showsAttacksThatWantItWhatTheLossSees() throws IOException {
        try (Classifier network = network();
                Scope scope = Scope.open()) {
            Learner learner = new Learner(network, Precision.FLOAT32).leavingOut(0.5, DRAWS);
            Tensor images = IMAGES.images(ALL);
            assertThat(Rows.numbers(learner.logitsOfTheStep(images)))
                    .containsExactly(Rows.numbers(learner.trainingLogits(images)));
        }
    }

    @Test
    void leavesOutTheSameOfAnImageInAnyBatch() throws IOException {
        try (Classifier network = network();
                Scope scope = Scope.open()) {
            Learner whole = new Learner(network, Precision.FLOAT32).leavingOut(0.7, DRAWS);
            double[][] together = Rows.of(whole.trainingLogits(IMAGES.images(ALL)));
            for (int image : ALL) {
                Learner alone =
                        new Learner(network, Precision.FLOAT32).leavingOut(0.7, new Draws(SEED, new int[] {image}));
                assertThat(Rows.numbers(alone.trainingLogits(IMAGES.images(new int[] {image}))))
                        .containsExactly(together[image], within(1e-5));
            }
        }
    }
}
