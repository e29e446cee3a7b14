package io.stockpot.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.Golden;
import io.stockpot.GoldenNetworks;
import io.stockpot.attack.Pgd;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.Answers;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.data.shift.Corrupted;
import io.stockpot.data.shift.Pictures;
import io.stockpot.data.shift.ShiftImages;
import io.stockpot.data.shift.ShiftSample;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.WideResNet;
import io.stockpot.model.layer.Activation;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class ShiftSweepTest {
    private static final Predictor EXACT = new Predictor(16, Precision.FLOAT32);
    private static final int[] INDICES = {5, 3, 8, 1, 17, 30, 2};

    @TempDir
    Path folder;

    private final ShiftImages images = new Corrupted(List.of("brightness", "fog"))
            .open("shift", Pictures.own(MadeImages.of(40, new Seed(4))), new Seed(1));

    @SuppressWarnings("MustBeClosedChecker") // the caller closes them
    private static List<Classifier> networks(int count) {
        Normalisation normalisation = new Normalisation(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));
        List<Classifier> networks = new ArrayList<>();
        for (int seed = 0; seed < count; seed++) {
            networks.add(
                    Classifier.initial(new WideResNet(10, 1, Activation.RELU, 4, 3), normalisation, new Seed(seed)));
        }
        return networks;
    }

    /** Fails when a mixture beyond the limit is asked for, and counts how many were. */
    private static final class Limited implements ShiftSweep.Mixtures {
        private final List<Classifier> networks;
        private final int limit;
        private int asked;

        Limited(List<Classifier> networks, int limit) {
            this.networks = networks;
            this.limit = limit;
        }

        @Override
        public int count() {
            return networks.size();
        }

        @Override
        public Outputs get(int mixture) throws IOException {
            if (mixture >= limit) {
                throw new IOException("interrupted");
            }
            asked++;
            return networks.get(mixture)::logits;
        }
    }

    @Test
    void givesTheSameAnswersAfterAnInterruptionAndInLittleMemory() throws IOException {
        List<Classifier> networks = networks(4);
        try {
            ShiftSweep whole = new ShiftSweep(EXACT, folder.resolve("whole"), Long.MAX_VALUE / 2);
            ShiftSweep.Result result = whole.run(new Limited(networks, 4), images, INDICES, Progress.NONE);
            assertThat(result.right()).hasSize(4);
            assertThat(result.right().get(0).conditions()).hasSize(10).startsWith("brightness 1");
            assertThat(result.beside().get(0).conditions()).isEmpty();

            long version = (long) INDICES.length
                    * images.load("fog 1", INDICES, Progress.NONE)
                            .images()
                            .shape()
                            .length();
            ShiftSweep small = new ShiftSweep(new Predictor(3, Precision.FLOAT32), folder.resolve("small"), version);
            assertThatThrownBy(() -> small.run(new Limited(networks, 2), images, INDICES, Progress.NONE))
                    .hasMessage("interrupted");
            Limited rest = new Limited(networks, 4);
            assertThat(small.run(rest, images, INDICES, Progress.NONE)).isEqualTo(result);
            // two were finished on the first version, none on the nine others
            assertThat(rest.asked).isEqualTo(2 + 9 * 4);
            small.delete();
            assertThat(folder.resolve("small")).doesNotExist();
        } finally {
            networks.forEach(Classifier::close);
        }
    }

    /** The same verdicts as an evaluation of these images, whatever the memory and wherever it was interrupted. */
    @Test
    void countsUnderAttackWhatWithstandsItInLittleMemoryToo() throws IOException {
        Condition linf = new Condition.Robust(
                ThreatModel.parse("Linf 2/255"), new Pgd(2, 0.5, true, Optional.empty()), Optional.empty());
        ShiftAttack attack = new ShiftAttack(linf, 3, new Seed(9), Precision.FLOAT32);
        List<Classifier> networks = networks(2);
        try {
            ShiftSweep.Result plain = new ShiftSweep(EXACT, folder.resolve("plain"), Long.MAX_VALUE / 2)
                    .run(new Limited(networks, 2), images, INDICES, Progress.NONE);
            ShiftSweep whole = new ShiftSweep(EXACT, folder.resolve("whole"), Long.MAX_VALUE / 2).under(attack);
            ShiftSweep.Result result = whole.run(new Limited(networks, 2), images, INDICES, Progress.NONE);
            assertThat(result.warnings()).hasSize(2);

            ShiftSample fog = images.load("fog 3", INDICES, Progress.NONE);
            Evaluator evaluator = new Evaluator(fog.images(), List.of(linf), 16, new Seed(9))
                    .numbered(Arrays.stream(INDICES).boxed().toList());
            BitSet expected = evaluator
                    .evaluate(networks.get(1), Progress.NONE)
                    .outcomes()
                    .correct("Linf 2/255");
            assertThat(result.right().get(1).correct("fog 3")).isEqualTo(expected);
            BitSet fallen = result.right().get(1).correct("fog 3");
            fallen.andNot(plain.right().get(1).correct("fog 3"));
            assertThat(fallen.isEmpty()).isTrue();

            long three = 3L * fog.images().shape().length();
            ShiftSweep small = new ShiftSweep(EXACT, folder.resolve("small"), three).under(attack);
            assertThatThrownBy(() -> small.run(new Limited(networks, 1), images, INDICES, Progress.NONE))
                    .hasMessage("interrupted");
            ShiftSweep.Result again = small.run(new Limited(networks, 2), images, INDICES, Progress.NONE);
            assertThat(again.right()).isEqualTo(result.right());
            small.delete();
            assertThat(folder.resolve("small")).doesNotExist();
        } finally {
            networks.forEach(Classifier::close);
        }
    }

    /** Reads no more than some images at once, as when there is little memory. */
    private static final class Narrow implements ShiftImages {
        private final ShiftImages images;
        private final int most;

        Narrow(ShiftImages images, int most) {
            this.images = images;
            this.most = most;
        }

        @Override
        public List<String> versions() {
            return images.versions();
        }

        @Override
        public int size() {
            return images.size();
        }

        @Override
        public String photo(int index) {
            return images.photo(index);
        }

        @Override
        public LabelMap labelMap() {
            return images.labelMap();
        }

        @Override
        public String fingerprint(int[] indices) {
            return images.fingerprint(indices);
        }

        @Override
        public ShiftSample load(String version, int[] indices, Progress progress) throws IOException {
            assertThat(indices).hasSizeLessThanOrEqualTo(most);
            ShiftSample sample = images.load(version, indices, progress);
            int[] others = new int[indices.length];
            Arrays.setAll(others, place -> (sample.images().label(place) + indices[place]) % 4);
            return new ShiftSample(sample.images(), sample.answers(), Map.of("other", Answers.of(others)));
        }

        @Override
        public List<String> remarks() {
            return images.remarks();
        }
    }

    /** As when a kill comes while finished files are removed. */
    @Test
    void answersAgainWhenAFileOfAnswersIsLost() throws IOException {
        List<Classifier> networks = networks(2);
        try {
            ShiftSweep sweep = new ShiftSweep(EXACT, folder.resolve("sweep"), Long.MAX_VALUE / 2);
            ShiftImages both = new Narrow(images, 100);
            ShiftSweep.Result result = sweep.run(new Limited(networks, 2), both, INDICES, Progress.NONE);
            List<Path> files;
            try (Stream<Path> all = Files.list(folder.resolve("sweep"))) {
                files = all.toList();
            }
            assertThat(files).hasSize(20);
            for (Path file : files) {
                Files.delete(file);
                assertThat(sweep.run(new Limited(networks, 2), both, INDICES, Progress.NONE))
                        .isEqualTo(result);
            }
        } finally {
            networks.forEach(Classifier::close);
        }
    }

    /** Three of a version's seven images fit into the memory, or two: it shows in no answer and no digest. */
    @Test
    void takesAVersionInPortionsWhenItIsTooLargeForTheMemory() throws IOException {
        List<Classifier> networks = networks(3);
        try {
            int image = images.load("fog 1", INDICES, Progress.NONE)
                    .images()
                    .shape()
                    .length();
            ShiftSweep wide = new ShiftSweep(EXACT, folder.resolve("wide"), 100L * image);
            ShiftSweep.Result whole =
                    wide.run(new Limited(networks, 3), new Narrow(images, 100), INDICES, Progress.NONE);
            assertThat(whole.beside().get(0).conditions()).containsExactly("other");

            ShiftImages narrow = new Narrow(images, 3);
            ShiftSweep portions = new ShiftSweep(EXACT, folder.resolve("portions"), 3L * image);
            assertThatThrownBy(() -> portions.run(new Limited(networks, 2), narrow, INDICES, Progress.NONE))
                    .hasMessage("interrupted");
            assertThat(portions.run(new Limited(networks, 3), narrow, INDICES, Progress.NONE))
                    .isEqualTo(whole);
            // of each version's four portions only the last, of one image, is one of those before
            ShiftSweep others = new ShiftSweep(EXACT, folder.resolve("portions"), 2L * image);
            Limited all = new Limited(networks, 3);
            assertThat(others.run(all, new Narrow(images, 2), INDICES, Progress.NONE))
                    .isEqualTo(whole);
            assertThat(all.asked).isEqualTo(10 * 3 * 3);
        } finally {
            networks.forEach(Classifier::close);
        }
    }

    @Test
    void averagesTheProbabilitiesOfAnEnsemble() throws IOException {
        List<Classifier> networks = networks(2);
        LabelledImages few = MadeImages.of(5, new Seed(9));
        try (Scope scope = Scope.open()) {
            Tensor pixels = few.images(new int[] {0, 1, 2, 3, 4});
            Tensor log = Outputs.ensemble(networks).logits(pixels, Precision.FLOAT32);
            Tensor first = networks.get(0).logits(pixels).softmax(1);
            Tensor second = networks.get(1).logits(pixels).softmax(1);
            for (int image = 0; image < 5; image++) {
                for (int number = 0; number < 4; number++) {
                    double mean = (value(first, image, number) + value(second, image, number)) / 2;
                    assertThat(Math.exp(value(log, image, number))).isCloseTo(mean, within(1e-6));
                }
            }
        } finally {
            networks.forEach(Classifier::close);
        }
    }

    private static double value(Tensor tensor, int row, int column) {
        return tensor.select(0, row).select(0, column).item_float();
    }

    @Test
    void classifiesInFloat32AtOnceWhenThereAreSixteenImages() {
        List<Classifier> networks = networks(1);
        LabelledImages few = MadeImages.of(16, new Seed(9));
        List<Precision> asked = new ArrayList<>();
        Outputs counted = (pixels, precision) -> {
            asked.add(precision);
            return networks.get(0).logits(pixels, precision);
        };
        try {
            int[] answers = new Predictor(8, Precision.BFLOAT16).predict(counted, few, new LabelMap.AllClasses());
            assertThat(asked).containsExactly(Precision.FLOAT32, Precision.FLOAT32);
            assertThat(answers).containsExactly(EXACT.predict(counted, few, new LabelMap.AllClasses()));
        } finally {
            networks.forEach(Classifier::close);
        }
    }

    /** On a network that others trained: bfloat16 with a second pass answers as float32 does, on all images. */
    @Test
    void answersLikeFloat32WhenTheFirstPassIsInBfloat16() throws IOException {
        LabelledImages test = Golden.cifar10().first(2000);
        try (Classifier network = GoldenNetworks.RESNET20.open()) {
            int[] exact = EXACT.predict(network::logits, test, new LabelMap.AllClasses());
            Predictor fast = new Predictor(250, Precision.BFLOAT16);
            assertThat(fast.predict(network::logits, test, new LabelMap.AllClasses()))
                    .containsExactly(exact);
            // without a second pass: what is asked for in float32 is answered in bfloat16
            Outputs hasty = (pixels, precision) -> network.logits(pixels, Precision.BFLOAT16);
            int[] unchecked = EXACT.predict(hasty, test, new LabelMap.AllClasses());
            assertThat(IntStream.range(0, exact.length)
                            .filter(image -> unchecked[image] != exact[image])
                            .count())
                    .as("images on which the second pass matters")
                    .isPositive();
        }
    }
}
