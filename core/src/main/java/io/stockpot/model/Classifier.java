package io.stockpot.model;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.base.Seed;
import io.stockpot.model.layer.Layer;
import io.stockpot.model.layer.Parameter;
import io.stockpot.model.layer.StochasticDepth;
import io.stockpot.model.layer.Weights;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A network with its weights: images in, logits out. Normalisation happens inside. It owns its weights
 * and frees them when closed.
 */
public final class Classifier implements AutoCloseable {
    /** The share of a new batch in the running statistics of batch norm, as is customary. */
    public static final double MOMENTUM = 0.1;

    private final Architecture architecture;
    private final Normalisation normalisation;
    private final Layer network;
    private final List<Parameter> parameters;
    private final StateDict weights;
    private final Tensor mean;
    private final Tensor deviation;

    private Classifier(Architecture architecture, Normalisation normalisation, StateDict values) {
        normalisation.requireSuits(architecture.channels());
        this.architecture = architecture;
        this.normalisation = normalisation;
        this.network = architecture.network();
        this.parameters = network.parameters();
        this.weights = arranged(parameters, values);
        try (Scope scope = Scope.open()) {
            this.mean = Scope.own(perChannel(normalisation.mean()));
            this.deviation = Scope.own(perChannel(normalisation.deviation()));
        }
    }

    /** Creates a classifier of the kind of another and takes the weights over, arranged as that has them. */
    private Classifier(Classifier other, StateDict weights) {
        this.architecture = other.architecture;
        this.normalisation = other.normalisation;
        this.network = other.network;
        this.parameters = other.parameters;
        this.weights = weights;
        this.mean = Scope.own(new Tensor(other.mean));
        this.deviation = Scope.own(new Tensor(other.deviation));
    }

    /** Creates a classifier with freshly drawn weights. */
    @MustBeClosed
    public static Classifier initial(Architecture architecture, Normalisation normalisation, Seed seed) {
        try (Scope scope = Scope.open();
                StateDict values = new StateDict()) {
            for (Parameter parameter : architecture.network().parameters()) {
                values.put(parameter.name(), parameter.initial(seed));
            }
            return new Classifier(architecture, normalisation, values);
        }
    }

    /**
     * Creates a classifier with a copy of the given weights, in float32 whatever they are stored in.
     *
     * @throws IllegalArgumentException if tensors are missing, unexpected or of other shapes, naming them
     */
    @MustBeClosed
    public static Classifier of(Architecture architecture, Normalisation normalisation, StateDict values) {
        return new Classifier(architecture, normalisation, values);
    }

    /** Creates a classifier of the same kind with a copy of the weights. */
    @MustBeClosed
    public Classifier copy() {
        return new Classifier(architecture, normalisation, weights);
    }

    /**
     * Creates a classifier of the same kind that shares its tensors with this one, except for those that another state
     * dict has instead, which it shares with that. A tensor that is changed in place changes wherever it is shared; each
     * owner may be closed before the others.
     *
     * @param instead tensors of the same names and shapes as some of this classifier's, in float32
     * @throws IllegalArgumentException if it has a tensor that this classifier has not
     */
    @MustBeClosed
    public Classifier sharing(StateDict instead) {
        instead.names().forEach(weights::get);
        StateDict shared = new StateDict();
        try (Scope scope = Scope.open()) {
            for (String name : weights.names()) {
                StateDict owner = instead.names().contains(name) ? instead : weights;
                shared.put(name, new Tensor(owner.get(name)));
            }
            return new Classifier(this, shared);
        }
    }

    /** Copies in the order of the network; filters as channels_last, which convolutions prefer. */
    private static StateDict arranged(List<Parameter> parameters, StateDict values) {
        ParameterNames.requireSame(parameters, values);
        StateDict arranged = new StateDict();
        try (Scope scope = Scope.open()) {
            for (Parameter parameter : parameters) {
                Tensor copy = copied(parameter, values);
                boolean filters = parameter.role().isFilters();
                arranged.put(parameter.name(), filters ? copy.contiguous(MemoryFormat.ChannelsLast) : copy);
            }
        }
        return arranged;
    }

    /** Copies in the type that the network computes in; a count that a file lacks starts at zero. */
    private static Tensor copied(Parameter parameter, StateDict values) {
        boolean count = parameter.role() == Parameter.Role.BATCH_COUNT;
        if (count && !values.names().contains(parameter.name())) {
            return Tensor.create(new long[1], parameter.extents());
        }
        Tensor value = values.get(parameter.name()).detach().reshape(parameter.extents());
        return value.to(count ? ScalarType.Long : ScalarType.Float).clone();
    }

    private static Tensor perChannel(List<Double> values) {
        float[] data = new float[values.size()];
        for (int channel = 0; channel < data.length; channel++) {
            data[channel] = values.get(channel).floatValue();
        }
        return Tensor.create(data, 1, data.length, 1, 1);
    }

    /**
     * Classifies in float32, with the running statistics of batch norm.
     *
     * @param images N×C×H×W in [0, 1]
     * @return logits N×classes, float32, differentiable with respect to the images
     */
    public Tensor logits(Tensor images) {
        return logits(images, Precision.FLOAT32);
    }

    /** Classifies in the given precision; otherwise as {@link #logits(Tensor)}. */
    public Tensor logits(Tensor images, Precision precision) {
        return forward(images, precision, OptionalDouble.empty());
    }

    /**
     * Classifies with the statistics of the batch itself, and moves the running statistics towards
     * them by the customary momentum, or by that of the layer.
     */
    public Tensor trainingLogits(Tensor images, Precision precision) {
        return forward(
                images, precision, new Weights(weights, "", OptionalDouble.of(MOMENTUM), true, Optional.empty()));
    }

    /** Leaves residual connections out; otherwise as {@link #trainingLogits(Tensor, Precision)}. */
    public Tensor trainingLogits(Tensor images, Precision precision, StochasticDepth depth) {
        return forward(
                images, precision, new Weights(weights, "", OptionalDouble.of(MOMENTUM), true, Optional.of(depth)));
    }

    /** Leaves residual connections out; otherwise as {@link #logits(Tensor, Precision)}. */
    public Tensor logits(Tensor images, Precision precision, StochasticDepth depth) {
        return forward(images, precision, new Weights(weights, "", OptionalDouble.empty(), false, Optional.of(depth)));
    }

    Tensor forward(Tensor images, Precision precision, OptionalDouble momentum) {
        return forward(images, precision, new Weights(weights, "", momentum));
    }

    private Tensor forward(Tensor images, Precision precision, Weights view) {
        try (Scope scope = Scope.open();
                Precision.Use use = precision.use()) {
            Tensor input = normalised(images.contiguous(MemoryFormat.ChannelsLast));
            Tensor logits = network.forward(view, input);
            return scope.keep(logits.to(ScalarType.Float));
        }
    }

    /** Normalises with mean and deviation as wide as an image: the engine is slow at inner loops over few channels. */
    private Tensor normalised(Tensor images) {
        long[] image = {1, images.size(1), images.size(2), images.size(3)};
        return images.sub(mean.expand(image).contiguous(MemoryFormat.ChannelsLast))
                .div_(deviation.expand(image).contiguous(MemoryFormat.ChannelsLast));
    }

    /** Returns the tensors, still owned by this classifier; in-place changes take effect at once. */
    public StateDict weights() {
        return weights;
    }

    /** Returns what each tensor is for, in the order of {@link #weights}. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Returns the shape of the network. */
    public Architecture architecture() {
        return architecture;
    }

    /** Returns the mean of the normalisation, 1×C×1×1, still owned by this classifier. */
    Tensor mean() {
        return mean;
    }

    /** Returns the deviation of the normalisation, 1×C×1×1, still owned by this classifier. */
    Tensor deviation() {
        return deviation;
    }

    /** Returns what is done to images before the first layer. */
    public Normalisation normalisation() {
        return normalisation;
    }

    /** Returns the number of classes. */
    public int classes() {
        return architecture.classes();
    }

    /** Frees the weights. */
    @Override
    public void close() {
        weights.close();
        Scope.release(mean);
        Scope.release(deviation);
    }
}
