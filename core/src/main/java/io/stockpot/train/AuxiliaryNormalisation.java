package io.stockpot.train;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.model.Classifier;
import io.stockpot.model.layer.Parameter;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * A second set of normalisation layers of a network in training, for images of another distribution than those that it
 * is for (Xie, Tan, Gong, Wang, Yuille and Le, "Adversarial examples improve image recognition", CVPR 2020, section 3.2):
 * scales, shifts and running statistics, which begin as copies of the network's own. All other tensors are the network's.
 * They are updated and kept with the training and are no part of its result, so they are not averaged either.
 */
final class AuxiliaryNormalisation implements AutoCloseable {
    /** Tells the tensors from those that they stand in for where both are named. */
    private static final String PREFIX = "auxiliary/";

    private final List<String> trained;
    private final StateDict tensors;
    private final Classifier classifier;

    /** Copies the normalisation layers of a classifier, which stays its owner's. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the classifier is closed with this
    AuxiliaryNormalisation(Classifier classifier) {
        List<Parameter> parameters = classifier.parameters().stream()
                .filter(parameter -> parameter.role().isNormalisation())
                .toList();
        this.trained = parameters.stream()
                .filter(parameter -> parameter.role().trained())
                .map(Parameter::name)
                .toList();
        this.tensors = new StateDict();
        try (Scope scope = Scope.open()) {
            for (Parameter parameter : parameters) {
                Tensor own = classifier.weights().get(parameter.name());
                tensors.put(parameter.name(), own.detach().clone());
            }
        }
        this.classifier = classifier.sharing(tensors);
    }

    /** Returns the network with these layers in place of its own, still owned by this. */
    Classifier classifier() {
        return classifier;
    }

    /** Returns the tensors of these layers by the names of those that they stand in for, still owned by this. */
    StateDict tensors() {
        return tensors;
    }

    /** Returns the tensors that the optimiser changes, by names that differ from those of the network. */
    Map<String, Tensor> trained() {
        return byName(tensors::get);
    }

    /**
     * Returns how the optimiser treats the tensors of {@link #trained}: as those that they stand in for.
     *
     * @param network how it treats those of the network, by name
     */
    Map<String, UpdateRules.Treatment> treatments(Map<String, UpdateRules.Treatment> network) {
        return byName(network::get);
    }

    private <T> Map<String, T> byName(Function<String, T> values) {
        Map<String, T> named = new LinkedHashMap<>();
        trained.forEach(name -> named.put(PREFIX + name, values.apply(name)));
        return named;
    }

    /** Frees the tensors of these layers. */
    @Override
    public void close() {
        classifier.close();
        tensors.close();
    }
}
