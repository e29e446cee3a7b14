package io.stockpot.recipe;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.attack.Attack;
import io.stockpot.attack.Judge;
import io.stockpot.base.Progress;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.source.DataPart;
import io.stockpot.evaluate.ImageFit;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.ImageSize;
import io.stockpot.model.Usage;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.run.Inputs;
import io.stockpot.run.Step;
import io.stockpot.run.Work;
import io.stockpot.tensor.Precision;
import io.stockpot.text.CanonicalJson;
import io.stockpot.train.Trainer;
import io.stockpot.train.Training;
import io.stockpot.train.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The training of one model.
 *
 * @param name of the model
 * @param training how it is trained
 * @param parent what it starts from, if anything
 * @param images the images
 * @param seed of the recipe
 * @param remarks sentences about what is changed about the parent
 */
record TrainingStep(
        String name,
        Training training,
        Optional<ModelStep> parent,
        RecipeImages images,
        long seed,
        List<String> remarks)
        implements ModelStep {
    private static final Duration SAVE_EVERY = Duration.ofSeconds(30);

    TrainingStep {
        remarks = List.copyOf(remarks);
    }

    /**
     * Describes a training, and looks at its parent if something is to be changed about that.
     *
     * @throws IOException if the parent is a file that cannot be read, or the network takes other images than there are
     * @throws IllegalArgumentException if the parent cannot be changed like this
     */
    static TrainingStep of(String name, Training training, Optional<ModelStep> parent, RecipeImages images, long seed)
            throws IOException {
        List<String> remarks = new ArrayList<>();
        if (parent.isPresent() && !training.adaptation().isNone()) {
            Optional<Architecture> before = parent.get().architecture();
            try {
                before.map(training.adaptation()::notes)
                        .ifPresent(notes -> notes.forEach(note -> remarks.add("'" + name + "': " + note)));
            } catch (IllegalArgumentException unfit) {
                throw new IllegalArgumentException("models." + name + ".fine-tune: " + unfit.getMessage(), unfit);
            }
        }
        TrainingStep step = new TrainingStep(name, training, parent, images, seed, remarks);
        Optional<Architecture> network = step.architecture();
        if (network.isPresent() && images.shape().isPresent()) {
            ImageFit.require(
                    "models." + name + ": " + images.name(), images.shape().get(), network.get());
        }
        return step;
    }

    /** What decides the weights, besides the images and the parent. */
    private record Identity(long seed, Precision precision, Training training) {}

    @Override
    public Optional<Architecture> architecture() throws IOException {
        return parent.isPresent() ? parent.get().architecture().map(training.adaptation()::of) : training.network();
    }

    /** Those of the parent, if its last layer is kept. */
    @Override
    public Optional<List<String>> classNames() throws IOException {
        return parent.isPresent() && training.adaptation().classes().isEmpty()
                ? parent.get().classNames()
                : Optional.empty();
    }

    @Override
    public String canonical() {
        return CanonicalJson.of(new Identity(
                seed, training.settings().precision().orElseGet(Precision::fastest), training.withoutNames()));
    }

    @Override
    public List<Step<?>> inputs() {
        return parent.<List<Step<?>>>map(List::of).orElse(List.of());
    }

    @Override
    public List<String> dataDigests() {
        return List.of(images.fingerprint(DataPart.TRAIN));
    }

    @Override
    public boolean resumes() {
        return true;
    }

    @Override
    public Work work() throws IOException {
        TrainingSettings settings = training.settings();
        int heldOut = settings.selection().images();
        int learnt = Math.max(0, images.size(DataPart.TRAIN) - heldOut);
        double passes = settings.objective().passes();
        Optional<Architecture> network = architecture();
        Effort effort = new Effort(network, images.shape())
                .climbing(
                        settings.epochs() * learnt * passes / Attack.GRADIENT,
                        settings.precision().orElseGet(Precision::fastest));
        double validations = Math.ceil(settings.epochs() / settings.selection().every());
        for (Judge judge : settings.objective().judges(settings.selection().attack())) {
            effort.looking(validations * heldOut, Precision.FLOAT32)
                    .attacking(validations * heldOut, judge, Precision.FLOAT32);
        }
        String size = String.format(
                Locale.ROOT, "%s epochs × %d images × %.0f passes", plain(settings.epochs()), learnt, passes);
        return effort.keeping(size, network.map(Effort::bytes).orElse(0L));
    }

    private static String plain(double epochs) {
        return epochs == Math.rint(epochs) ? String.valueOf((long) epochs) : String.valueOf(epochs);
    }

    @Override
    public void run(Path directory, Inputs inputs, Progress progress) throws IOException {
        // a run may have been killed between its last two statements
        if (!Files.exists(directory.resolve(FILE))) {
            train(directory, inputs, progress);
        }
        Trainer.delete(directory);
    }

    private void train(Path directory, Inputs inputs, Progress progress) throws IOException {
        LabelledImages learnt = images.load(DataPart.TRAIN, progress);
        Trainer trainer = new Trainer(training, learnt, seed, SAVE_EVERY);
        try (Classifier start = start(inputs, learnt);
                Classifier trained = trainer.train(start, directory, progress)) {
            StockpotCheckpoint.write(
                    directory.resolve(FILE), trained, provenance(inputs, trained), usage(learnt, trained));
        }
    }

    /** Images of a data set have one size, and their classes have names. */
    private static Usage usage(LabelledImages learnt, Classifier trained) {
        ImageShape shape = learnt.shape();
        return Usage.of(new ImageSize(shape.channels(), shape.height(), shape.width()), learnt.classNames())
                .suiting(trained.architecture());
    }

    @MustBeClosed
    private Classifier start(Inputs inputs, LabelledImages learnt) throws IOException {
        return training.start(
                learnt, seed, () -> inputs.get(parent.orElseThrow()).load());
    }

    private Provenance provenance(Inputs inputs, Classifier trained) throws IOException {
        String digest = trained.weights().digest();
        if (parent.isEmpty()) {
            return new Provenance(List.of(digest), canonical());
        }
        return inputs.get(parent.get()).provenance().child(digest, canonical());
    }
}
