package io.stockpot.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.GoldenNetworks;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelledImages;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks that others trained, read from their files, are right as often as their authors say. */
@ExtendWith(NoLeaks.class)
class GoldenAccuracyTest {
    @ParameterizedTest
    @EnumSource
    void cleanAccuracyIsThePublishedOne(GoldenNetworks network) throws IOException {
        LabelledImages images = network.images();
        long correct = 0;
        try (Classifier classifier = network.open();
                NoGradGuard guard = new NoGradGuard()) {
            for (int[] indices : Batches.inOrder(images.size(), 500)) {
                try (Scope scope = Scope.open()) {
                    Tensor logits = classifier.logits(images.images(indices));
                    correct += logits.argmax(new LongOptional(1), false)
                            .eq(images.labels(indices))
                            .sum()
                            .item_long();
                }
            }
        }
        assertThat(correct).isEqualTo(network.correct());
    }

    @ParameterizedTest
    @EnumSource
    void descriptionsSurviveTheRoundTripThroughJson(GoldenNetworks network) throws IOException {
        Architecture architecture = network.architecture();
        Architecture read = CanonicalJson.read(CanonicalJson.of((Record) architecture), Architecture.class);
        assertThat(read).isEqualTo(architecture);
        assertThat(read.network().parameters()).isEqualTo(architecture.network().parameters());
    }
}
