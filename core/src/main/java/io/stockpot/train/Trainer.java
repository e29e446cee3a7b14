package io.stockpot.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.attack.Draws;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.base.Split;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Classifier;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The one training loop: nominal or adversarial, from scratch or from a parent. All randomness derives
 * from the seed, the epoch and the image, so a training that was killed and started again in the same
 * folder ends in the same bits as one that was not, given the same number of threads.
 */
public final class Trainer {
    private static final String DIARY = "training.jsonl";

    private final Training training;
    private final LabelledImages images;
    private final Seed seed;
    private final Duration saveEvery;
    private final Split split;
    private final Precision precision;
    private final long stepsPerEpoch;
    private final long steps;

    private long batchesOfEpoch = -1;
    private Batches batches;

    /**
     * Plans a training.
     *
     * @param images the training images; some are held out to select the best moment
     * @param seed of the held-out images, which models of one family share, and of everything else unless the
     *     training has a seed of its own
     * @param saveEvery how much work a kill may lose; does not change the result
     * @throws IllegalArgumentException if the images do not fill one batch, or the training not one step
     */
    public Trainer(Training training, LabelledImages images, Seed seed, Duration saveEvery) {
        this.training = training;
        this.images = images;
        this.seed = training.seed().map(own -> new Seed(own).child("train")).orElse(seed);
        this.saveEvery = saveEvery;
        this.precision = training.precision().orElseGet(Precision::fastest);
        this.split = Split.holdOut(images.size(), training.selection().images(), seed.child("validation"));
        this.stepsPerEpoch = split.rest().length / training.batchSize();
        this.steps = Math.round(training.epochs() * stepsPerEpoch);
        if (steps < 1) {
            throw new IllegalArgumentException(training.epochs() + " epochs of " + split.rest().length
                    + " images in batches of " + training.batchSize() + " are less than one step");
        }
    }

    /**
     * Trains, or goes on with a training that was interrupted in the same folder.
     *
     * @param start the initial weights, left as they are
     * @param folder for the periodic checkpoint and the diary, training.jsonl
     * @return the weights of the best moment, to be closed by the caller; once they are safe, call
     *     {@link #forget}
     * @throws IllegalArgumentException if the images have more classes than the network
     * @throws ArithmeticException if the loss is no longer a number
     */
    @MustBeClosed
    public Classifier train(Classifier start, Path folder, Progress progress) throws IOException {
        requireClasses(start);
        try (Classifier trained = start.copy();
                TrainingState state =
                        new TrainingState(trained, training.averaging().isPresent())) {
            long diary = state.restore(folder);
            long before = state.step();
            try (TrainingEvents events = TrainingEvents.open(folder.resolve(DIARY), diary);
                    Progress.Task task = progress.start("train", steps - before, "steps")) {
                run(state, events, folder, task, before);
            }
            return Classifier.of(start.architecture(), start.normalisation(), state.best());
        }
    }

    /** Removes the periodic checkpoint, once the result of the training is safe. */
    public static void forget(Path folder) throws IOException {
        TrainingState.delete(folder);
    }

    private void run(TrainingState state, TrainingEvents events, Path folder, Progress.Task task, long before)
            throws IOException {
        long saved = System.nanoTime();
        while (state.step() < steps) {
            state.advance(step(state));
            task.advanceTo(state.step() - before);
            boolean last = state.step() == steps;
            if (last || state.step() % validationInterval() == 0) {
                validate(state, events, task);
                Torch.returnFreeMemory();
            }
            if (last || System.nanoTime() - saved > saveEvery.toNanos()) {
                state.save(folder, events.length());
                saved = System.nanoTime();
            }
        }
    }

    private long validationInterval() {
        return Math.max(1, Math.round(training.selection().every() * stepsPerEpoch));
    }

    /** Does one step and returns its loss. */
    private double step(TrainingState state) {
        long epoch = state.step() / stepsPerEpoch;
        int[] indices = batches(epoch).get((int) (state.step() % stepsPerEpoch));
        Classifier classifier = state.classifier();
        try (Scope scope = Scope.open()) {
            Tensor labels = images.labels(indices);
            Tensor clean = images.images(
                    indices, training.augmentation(), seed.child("augmentation").child(epoch));
            Draws draws = new Draws(seed.child("attack").child(epoch), indices);
            Tensor loss =
                    training.objective().loss(new Learner(classifier, precision), new Batch(clean, labels), draws);
            descend(state, loss);
            double value = loss.item_double();
            requireNumber(value, state.step());
            return value;
        }
    }

    private void descend(TrainingState state, Tensor loss) {
        TensorVector weights = new TensorVector(state.trained().toArray(Tensor[]::new));
        TensorVector gradients = torch.grad(new TensorVector(loss), weights);
        double epoch = (double) state.step() / stepsPerEpoch;
        double rate = training.schedule().rate(epoch, training.epochs());
        training.optimizer().update(state.trained(), state.momentum(), gradients, rate);
        training.averaging()
                .ifPresent(averaging ->
                        averaging.update(state.current(), state.classifier().weights(), state.step()));
    }

    private Batches batches(long epoch) {
        if (batchesOfEpoch != epoch) {
            batches = Batches.of(split.rest(), training.batchSize())
                    .shuffled(seed.child("order").child(epoch))
                    .dropLast();
            batchesOfEpoch = epoch;
        }
        return batches;
    }

    /** Returns the places of the images that are not learnt from. */
    int[] heldOut() {
        return split.heldOut();
    }

    private void requireClasses(Classifier start) {
        if (start.classes() < images.classes()) {
            throw new IllegalArgumentException("the network tells " + start.classes() + " classes apart, but "
                    + images.name() + " has " + images.classes() + "; set 'classes' of its architecture");
        }
    }

    private static void requireNumber(double loss, long step) {
        if (!Double.isFinite(loss)) {
            throw new ArithmeticException("the training loss became " + loss + " at step " + (step + 1)
                    + "; lower the learning rate, or train in float32");
        }
    }

    private void validate(TrainingState state, TrainingEvents events, Progress.Task task) throws IOException {
        double accuracy = training.selection()
                .accuracy(state.candidate(), training.objective(), images, heldOut(), seed.child("selection"));
        boolean better = accuracy > state.bestAccuracy();
        if (better) {
            state.keepBest(accuracy);
        }
        double loss = state.takeMeanLoss();
        task.note(String.format(Locale.ROOT, "loss %.3f, held-out %.1f %%", loss, 100 * accuracy));
        ObjectNode event = TrainingEvents.event("validation");
        event.put("step", state.step()).put("epoch", (double) state.step() / stepsPerEpoch);
        event.put("loss", loss).put("accuracy", accuracy).put("best", better);
        events.write(event);
    }
}
