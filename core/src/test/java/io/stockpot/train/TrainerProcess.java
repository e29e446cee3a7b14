package io.stockpot.train;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.model.Classifier;
import io.stockpot.tensor.Torch;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A training in a process of its own, to be killed. It writes the digest of its weights to "digest". */
public final class TrainerProcess {
    private static final String TRAINING = """
            train:
              architecture: {wide-res-net: {depth: 10, widen-factor: 1, classes: 4}}
              objective: {adversarial: {threat: Linf 8/255, attack: {pgd: {steps: 2}}}}
              schedule: {cyclic: {rate: 0.1}}
              epochs: 4
              batch-size: 50
              averaging: {decay: 0.9}
              selection: {images: 100, attack: {pgd: {steps: 2}}, every: 0.5}
            """;

    private static final String WITH_ALL_THAT_IS_DRAWN =
            TRAINING.replace("{pgd: {steps: 2}}}}", "{pgd: {steps: 2, loss: kl}}}}") + """
              optimizer: {adam-w: {no-decay: biases-and-norms, layer-decay: 0.7, clip-norm: 1}}
              batch-augmentation: mixup
              label-smoothing: 0.1
              stochastic-depth: 0.2
              micro-batch: 30
            """;

    private static final String ON_TWO_BRANCHES = TRAINING.replace(
            "{adversarial: {threat: Linf 8/255, attack: {pgd: {steps: 2}}}}", "{adv-prop: {steps: 2}}");

    /** What is trained. */
    enum Kind {
        PLAIN(TRAINING),
        WITH_ALL_THAT_IS_DRAWN(TrainerProcess.WITH_ALL_THAT_IS_DRAWN),
        ON_TWO_BRANCHES(TrainerProcess.ON_TWO_BRANCHES);

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private TrainerProcess() {}

    /**
     * Trains in the folder given; a second argument says how many milliseconds to rest after each step, a third which kind
     * of training it is.
     */
    public static void main(String[] arguments) throws IOException {
        Torch.setThreads(1);
        Path folder = Path.of(arguments[0]);
        LabelledImages images = MadeImages.of(600, new Seed(1));
        String text = Kind.valueOf(arguments[2]).text;
        Training training = YamlRecords.read(text, "test", Training.class, List.of());
        Trainer trainer = new Trainer(training, images, 2, Duration.ZERO);
        try (Classifier start = TrainerTest.start();
                Classifier trained = trainer.train(start, folder, resting(Long.parseLong(arguments[1])))) {
            Files.writeString(folder.resolve("digest"), trained.weights().digest());
        }
    }

    private static Progress resting(long milliseconds) {
        return (what, total, unit) -> new Progress.Task() {
            @Override
            public void advanceTo(long done) {
                try {
                    Thread.sleep(milliseconds);
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            }
        };
    }
}
