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
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The one training loop, for every objective, from scratch or from a parent. All randomness derives
 * from the seed, the epoch and the image, so a training that was killed and started again in the same
 * folder ends in the same bits as one that was not, given the same number of threads.
 */
public final class Trainer {
    private static final String DIARY = "training.jsonl";

    private final TrainingSettings settings;
    private final LabelledImages images;
    private final Seed seed;
    private final Duration saveEvery;
    private final Split split;
    private final Precision precision;
    private final long stepsPerEpoch;
    private final long steps;
    private final Schedule schedule;

    /**
     * Plans a training.
     *
     * @param images the training images; some are held out to select the best moment
     * @param seed of the recipe: of the held-out images, which models of one family share, and of everything
     *     else unless the training has a seed of its own
     * @param saveEvery how much work a kill may lose; does not change the result
     * @throws IllegalArgumentException if the images do not fill one batch, or the training not one step, if a
     *     threat covers every image, or if they cannot be augmented or perturbed like this
     */
    public Trainer(Training training, LabelledImages images, long seed, Duration saveEvery) {
        this.settings = training.settings();
        settings.threatsWithin(images.shape());
        settings.requireSuits(images.shape());
        settings.requireEnough(images.size());
        this.images = images;
        this.seed = new Seed(settings.seedOr(seed)).child("train");
        this.saveEvery = saveEvery;
        this.precision = settings.precision().orElseGet(Precision::fastest);
        Seed ofTheFamily = new Seed(seed).child("train").child("validation");
        this.split = images.holdOut(settings.selection().images(), ofTheFamily);
        this.stepsPerEpoch = settings.requireSteps(split.rest().length);
        this.schedule = settings.schedule().forBatchesOf(settings.batchSize());
        this.steps = Math.round(settings.epochs() * stepsPerEpoch);
    }

    /**
     * Trains, or goes on with a training that was interrupted in the same folder.
     *
     * @param start the initial weights, left as they are
     * @param folder for the periodic checkpoint and the diary, training.jsonl
     * @return the weights of the best moment, to be closed by the caller; once they are safe, call
     *     {@link #delete}
     * @throws IllegalArgumentException if the images have more classes than the network, or the network lacks
     *     the layers that a setting is about
     * @throws ArithmeticException if the loss is no longer a number
     */
    @MustBeClosed
    public Classifier train(Classifier start, Path folder, Progress progress) throws IOException {
        requireClasses(start);
        settings.requireSuits(start.architecture());
        try (Classifier trained = start.copy();
                TrainingState state = new TrainingState(trained, settings)) {
            long diary = state.restore(folder);
            try (TrainingEvents events = TrainingEvents.open(folder.resolve(DIARY), diary);
                    Progress.Task task = progress.start("train", steps - state.step(), "steps")) {
                run(state, events, folder, task);
            }
            return Classifier.of(start.architecture(), start.normalisation(), state.best());
        }
    }

    /** Deletes the periodic checkpoint, once the result of the training is safe. */
    public static void delete(Path folder) throws IOException {
        TrainingState.delete(folder);
    }

    /** Trains from the step where the state is to the last. */
    private void run(TrainingState state, TrainingEvents events, Path folder, Progress.Task task) throws IOException {
        Learner learner = new Learner(state.classifier(), precision, state.auxiliary());
        long before = state.step();
        long saved = System.nanoTime();
        Shown shown = new Shown();
        try (ImagesAhead ahead = new ImagesAhead(images, settings.augmentation(), shown::order, steps)) {
            while (state.step() < steps) {
                learn(learner, state, shown, images(ahead, state, events, folder));
                task.note(state.inWords(epochs(state), settings.epochs()));
                task.advanceTo(state.step() - before);

                boolean last = state.step() == steps;
                if (last || state.step() % validationInterval() == 0) {
                    validate(state, events);
                    Torch.returnFreeMemory();
                }
                // by the clock, because a step may take milliseconds or minutes; what is saved is the same at any step
                if (last || System.nanoTime() - saved > saveEvery.toNanos()) {
                    state.save(folder, events.length());
                    saved = System.nanoTime();
                }
            }
        }
    }

    /** Returns the images of the next step; if one is unreadable, the training is saved for the day when it is not. */
    private float[] images(ImagesAhead ahead, TrainingState state, TrainingEvents events, Path folder)
            throws IOException {
        try {
            return ahead.of(state.step());
        } catch (IOException unreadable) {
            state.save(folder, events.length());
            throw new IOException(
                    unreadable.getMessage() + "; the training is saved in its epoch "
                            + (1 + state.step() / stepsPerEpoch)
                            + " and goes on from there once the picture can be read",
                    unreadable);
        }
    }

    /** Updates the weights by one batch. */
    private void learn(Learner learner, TrainingState state, Shown shown, float[] values) {
        double rate = schedule.rate(epochs(state), settings.epochs());
        double loss;
        try (Scope scope = Scope.open()) { // frees activations and gradients
            int[] indices = shown.indices(state.step());
            long epoch = state.step() / stepsPerEpoch;
            Batch batch = batch(values, indices, epoch, state.classifier().classes());
            Accumulation sum = new Accumulation(state::gradients);
            accumulate(sum, learner, batch, indices, epoch);
            loss = finite(sum.loss(), state.step());
            state.descend(sum.gradients(), rate);
        }
        state.average();
        state.advance(loss);
    }

    /** Adds up the gradients of a batch. */
    private void accumulate(Accumulation sum, Learner learner, Batch batch, int[] indices, long epoch) {
        Draws attack = new Draws(seed.child("attack").child(epoch), indices);
        Draws depth = new Draws(seed.child("stochastic-depth").child(epoch), indices);
        int size = settings.microBatch().orElse(batch.size());
        for (int from = 0; from < batch.size(); from += size) {
            int to = Math.min(from + size, batch.size());
            try (Scope part = Scope.open()) { // frees the activations of the part
                Draws own = depth.part(from, to);
                Learner thinned = settings.stochasticDepth()
                        .map(rate -> learner.leavingOut(rate, own))
                        .orElse(learner);
                Tensor mean = settings.objective().loss(thinned, batch.part(from, to), attack.part(from, to));
                sum.add(part, mean, (double) (to - from) / batch.size());
            }
        }
    }

    /** What each step shows: every epoch all images but the last few, in an order and with draws of its own. */
    private final class Shown {
        private final Map<Long, Batches> epochs = new HashMap<>();

        int[] indices(long step) {
            long epoch = step / stepsPerEpoch;
            // the images of the next epoch are made before this one ends
            epochs.keySet().removeIf(other -> other < epoch - 1);
            return epochs.computeIfAbsent(epoch, Trainer.this::batches).get((int) (step % stepsPerEpoch));
        }

        ImagesAhead.Order order(long step) {
            return new ImagesAhead.Order(
                    indices(step), seed.child("augmentation").child(step / stepsPerEpoch));
        }
    }

    /** Returns the batches of an epoch; images that do not fill the last one wait for another epoch. */
    private Batches batches(long epoch) {
        return Batches.of(split.rest(), settings.batchSize())
                .shuffled(seed.child("order").child(epoch))
                .dropLast();
    }

    /** Returns augmented images with their labels, perhaps mixed, perhaps smoothed. */
    private Batch batch(float[] values, int[] indices, long epoch, int classes) {
        Draws mixing = new Draws(seed.child("batch-augmentation").child(epoch), indices);
        Batch batch = new Batch(images.tensor(values), images.labels(indices));
        Batch mixed = settings.batchAugmentation()
                .map(mix -> mix.apply(batch, classes, mixing))
                .orElse(batch);
        return settings.labelSmoothing()
                .map(share -> mixed.smoothed(share, classes))
                .orElse(mixed);
    }

    /** Returns the epochs done, with their fraction. */
    private double epochs(TrainingState state) {
        return (double) state.step() / stepsPerEpoch;
    }

    private long validationInterval() {
        return Math.max(1, Math.round(settings.selection().every() * stepsPerEpoch));
    }

    /** Judges the weights on the held-out images, keeps them if they are the best so far, and writes that down. */
    private void validate(TrainingState state, TrainingEvents events) throws IOException {
        double accuracy = settings.selection()
                .accuracy(state.candidate(), settings.objective(), images, heldOut(), seed.child("selection"));
        boolean better = accuracy > state.bestAccuracy();
        if (better) {
            state.keepBest(accuracy);
        }
        double loss = state.takeMeanLoss();
        ObjectNode event = TrainingEvents.event("validation");
        event.put("step", state.step()).put("epoch", epochs(state));
        event.put("loss", loss).put("accuracy", accuracy).put("best", better);
        events.write(event);
    }

    /** Returns the places of the images that are not learnt from. */
    int[] heldOut() {
        return split.heldOut();
    }

    private void requireClasses(Classifier start) {
        if (start.classes() < images.classes()) {
            throw new IllegalArgumentException(
                    "the network tells " + start.classes() + " classes apart, but " + images.name() + " has "
                            + images.classes() + "; set 'classes' of its architecture, or of the fine-tune");
        }
        settings.requireClasses(start.classes());
    }

    private static double finite(double loss, long step) {
        if (!Double.isFinite(loss)) {
            throw new ArithmeticException("the training loss became " + loss + " at step " + (step + 1)
                    + "; lower the learning rate, or train in float32");
        }
        return loss;
    }
}
