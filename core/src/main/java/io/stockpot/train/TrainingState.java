package io.stockpot.train;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.model.Classifier;
import io.stockpot.model.layer.Parameter;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Everything that a training carries from one step to the next. A killed training that reads it back from
 * its file goes on as if nothing had happened.
 */
final class TrainingState implements AutoCloseable {
    private static final String FILE = "training.safetensors";

    private final Classifier classifier;
    private final Map<String, Tensor> trained;
    private final Optimizer optimizer;
    private final Optimizer.State optimizerState;
    private final Optional<AuxiliaryNormalisation> auxiliary;
    private final Optional<WeightAveraging> averaging;
    private final Optional<StateDict> average;
    private final StateDict best;
    private final Classifier candidate;
    private long step;
    private double bestAccuracy = -1;
    private double lossSum;
    private long losses;

    /** Begins to train the classifier, which stays its owner's. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the candidate and the auxiliary layers are closed with this state
    TrainingState(Classifier classifier, TrainingSettings settings) {
        this.classifier = classifier;
        this.auxiliary = settings.objective().needsAuxiliaryNormalisation()
                ? Optional.of(new AuxiliaryNormalisation(classifier))
                : Optional.empty();
        this.trained = trained(classifier);
        this.optimizer = settings.optimizer();
        Map<String, UpdateRules.Treatment> treatments =
                optimizer.rules().treatments(classifier.architecture().network());
        auxiliary.ifPresent(layers -> {
            trained.putAll(layers.trained());
            treatments.putAll(layers.treatments(treatments));
        });
        this.optimizerState = new Optimizer.State(optimizer, trained, treatments);
        this.averaging = settings.averaging();
        this.average = averaging.map(rule -> classifier.weights().copy());
        this.best = classifier.weights().copy();
        this.candidate = classifier.copy();
        trained.values().forEach(weight -> weight.set_requires_grad(true));
    }

    /** Returns the tensors that the optimiser changes, in the order of the network. */
    private static Map<String, Tensor> trained(Classifier classifier) {
        Map<String, Tensor> trained = new LinkedHashMap<>();
        for (Parameter parameter : classifier.parameters()) {
            if (parameter.role().trained()) {
                trained.put(parameter.name(), classifier.weights().get(parameter.name()));
            }
        }
        return trained;
    }

    /** Returns the classifier in training. */
    Classifier classifier() {
        return classifier;
    }

    /** Returns the same network with its auxiliary normalisation layers, if the objective needs some. */
    Optional<Classifier> auxiliary() {
        return auxiliary.map(AuxiliaryNormalisation::classifier);
    }

    /**
     * Returns the gradient of a loss, one for each trained weight under its name, in the caller's scope.
     *
     * @param loss a scalar
     */
    Map<String, Tensor> gradients(Tensor loss) {
        TensorVector weights = new TensorVector(trained.values().toArray(Tensor[]::new));
        TensorVector slopes = torch.grad(new TensorVector(loss), weights);
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        trained.keySet().forEach(name -> gradients.put(name, new Tensor(slopes.get(gradients.size()))));
        return gradients;
    }

    /**
     * Moves the weights by the rule of the optimiser.
     *
     * @param gradients as {@link #gradients} returns them; overwritten
     */
    void descend(Map<String, Tensor> gradients, double rate) {
        optimizer.rules().clip(gradients);
        optimizer.update(trained, gradients, optimizerState, step, rate);
    }

    /** Moves the average of the weights, if there is one, towards them. */
    void average() {
        averaging.ifPresent(rule -> rule.update(current(), classifier.weights(), step));
    }

    /** Returns the weights that the training would return if it ended now, before selection. */
    StateDict current() {
        return average.orElse(classifier.weights());
    }

    /** Returns a classifier with the current weights, to be judged on held-out images. */
    Classifier candidate() {
        candidate.weights().copyFrom(current());
        return candidate;
    }

    /** Returns the weights of the best moment so far, still owned by this state. */
    StateDict best() {
        return best;
    }

    /** Returns the accuracy of the best moment so far; negative before the first validation. */
    double bestAccuracy() {
        return bestAccuracy;
    }

    /** Returns the mean loss of the steps since it was last asked for. */
    double takeMeanLoss() {
        double mean = lossSum / losses;
        lossSum = 0;
        losses = 0;
        return mean;
    }

    /**
     * Returns how the training goes, for people: the mean loss since the last validation, and the best accuracy so far.
     *
     * @param epochs done
     * @param all to do
     */
    String inWords(double epochs, double all) {
        String loss = String.format(Locale.ROOT, "epoch %.2f of %s, loss %.3f", epochs, all, lossSum / losses);
        return bestAccuracy < 0
                ? loss
                : loss + String.format(Locale.ROOT, ", best held-out accuracy %.1f %%", 100 * bestAccuracy);
    }

    /** Returns the number of steps done. */
    long step() {
        return step;
    }

    /** Counts a step that is done. */
    void advance(double loss) {
        step++;
        lossSum += loss;
        losses++;
    }

    /** Remembers the current weights as the best so far. */
    void keepBest(double accuracy) {
        best.copyFrom(current());
        bestAccuracy = accuracy;
    }

    /**
     * Writes everything to the folder.
     *
     * @param diary length of the diary of the training in bytes at this step
     */
    void save(Path folder, long diary) throws IOException {
        try (StateDict all = new StateDict()) {
            parts().forEach((part, tensors) ->
                    tensors.names().forEach(name -> all.put(part + "/" + name, tensors.get(name))));
            Safetensors.write(
                    folder.resolve(FILE),
                    all,
                    Map.of(
                            "step", Long.toString(step),
                            "best-accuracy", Double.toString(bestAccuracy),
                            "loss-sum", Double.toString(lossSum),
                            "losses", Long.toString(losses),
                            "diary", Long.toString(diary)));
        }
    }

    /**
     * Reads everything from the folder, if it is there.
     *
     * @return the length of the diary in bytes at that step; zero if there is nothing to go on from
     */
    long restore(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(FILE))) {
            return 0;
        }
        try {
            return restore(Safetensors.open(folder.resolve(FILE)));
        } catch (IOException | IllegalArgumentException damaged) {
            throw new IOException(
                    "the training cannot go on: " + damaged.getMessage() + "; delete " + folder.resolve(FILE)
                            + " to begin again",
                    damaged);
        }
    }

    private long restore(Safetensors file) throws IOException {
        for (Map.Entry<String, StateDict> part : parts().entrySet()) {
            restore(file, part.getKey(), part.getValue());
        }
        Map<String, String> counters = file.metadata();
        step = Long.parseLong(counters.get("step"));
        bestAccuracy = Double.parseDouble(counters.get("best-accuracy"));
        lossSum = Double.parseDouble(counters.get("loss-sum"));
        losses = Long.parseLong(counters.get("losses"));
        return Long.parseLong(counters.get("diary"));
    }

    private static void restore(Safetensors file, String part, StateDict target) throws IOException {
        for (String name : target.names()) {
            try (Scope scope = Scope.open()) {
                target.get(name).detach().copy_(file.read(part + "/" + name));
            }
        }
    }

    /** Returns all tensors by the names that their parts have in the file. */
    private Map<String, StateDict> parts() {
        Map<String, StateDict> parts = new LinkedHashMap<>();
        parts.put("weights", classifier.weights());
        auxiliary.ifPresent(layers -> parts.put("auxiliary", layers.tensors()));
        parts.putAll(optimizerState.buffers());
        average.ifPresent(tensors -> parts.put("average", tensors));
        parts.put("best", best);
        return parts;
    }

    /** Deletes the file, if it is there. */
    static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }

    @Override
    public void close() {
        optimizerState.close();
        auxiliary.ifPresent(AuxiliaryNormalisation::close);
        average.ifPresent(StateDict::close);
        best.close();
        candidate.close();
    }
}
