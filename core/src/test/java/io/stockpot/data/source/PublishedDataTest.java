package io.stockpot.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.Assumptions.abort;

import io.stockpot.base.Progress;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import java.io.IOException;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Loads the real data sets through the user's cache; the first run may fetch 150 MB. */
@ExtendWith(NoLeaks.class)
class PublishedDataTest {
    private static LabelledImages load(PublishedData source, DataPart part) {
        try {
            return source.load(part, DataCache.ofUser(), Progress.NONE);
        } catch (IOException unavailable) {
            return abort("SKIPPED, because " + source.name() + " is neither cached nor to be had: "
                    + unavailable.getMessage());
        }
    }

    private static int[] perClass(LabelledImages images) {
        int[] counts = new int[images.classes()];
        IntStream.range(0, images.size()).forEach(i -> counts[images.label(i)]++);
        return counts;
    }

    @Test
    void cifar10IsWhatItsPaperSays() {
        LabelledImages train = load(new Cifar10(), DataPart.TRAIN);
        LabelledImages test = load(new Cifar10(), DataPart.TEST);
        assertThat(train).hasToString("cifar10 (50000 images of 3×32×32, 10 classes)");
        assertThat(perClass(train)).containsOnly(5_000);
        assertThat(perClass(test)).containsOnly(1_000);
        assertThat(test.classNames().get(test.label(0))).isEqualTo("cat");
        assertThat(test.classNames().get(test.label(1))).isEqualTo("ship");
        assertThat(new Cifar10().isAvailable(DataCache.ofUser())).isTrue();
    }

    @Test
    void cifar10HasItsKnownMean() {
        LabelledImages train = load(new Cifar10(), DataPart.TRAIN);
        double[] sums = new double[3];
        for (int[] indices : Batches.inOrder(train.size(), 1_000)) {
            try (Scope scope = Scope.open()) {
                Tensor sum = train.images(indices).mean(0, 2, 3);
                for (int channel = 0; channel < 3; channel++) {
                    sums[channel] += sum.select(0, channel).item_float();
                }
            }
        }
        assertThat(sums[0] / 50).isCloseTo(0.4914, offset(5e-5));
        assertThat(sums[1] / 50).isCloseTo(0.4822, offset(5e-5));
        assertThat(sums[2] / 50).isCloseTo(0.4465, offset(5e-5));
    }

    @Test
    void mnistIsWhatItsPageSays() {
        LabelledImages train = load(new Mnist(), DataPart.TRAIN);
        LabelledImages test = load(new Mnist(), DataPart.TEST);
        assertThat(train).hasToString("mnist (60000 images of 1×28×28, 10 classes)");
        assertThat(perClass(train)[0]).isEqualTo(5_923);
        assertThat(perClass(test)).containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
        assertThat(IntStream.range(0, 5).map(train::label)).containsExactly(5, 0, 4, 1, 9);
    }
}
