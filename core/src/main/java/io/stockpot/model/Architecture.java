package io.stockpot.model;

import io.stockpot.model.layer.Layer;
import io.stockpot.model.layer.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bytedeco.pytorch.Tensor;

/** The shape of a classifier's network, without its values. */
public sealed interface Architecture
        permits CifarResNet,
                ConvNext,
                EfficientNetLite,
                PreActResNet,
                ResNet,
                Sequential,
                SoftmaxRegression,
                VisionTransformer,
                WideResNet {
    /** Returns the network: normalised images N×C×H×W to logits N×classes. */
    Layer network();

    /** Returns the number of channels of the images. */
    int channels();

    /** Returns the number of classes. */
    int classes();

    /**
     * Returns the same network for another number of classes: all tensors but those of its last linear layer have the
     * same names and shapes.
     *
     * @throws IllegalArgumentException if the network does not end in a linear layer
     */
    Architecture withClasses(int classes);

    /**
     * Returns the same network for images of another height and width, if its tensors depend on that and can be
     * fitted to another; empty if they do not depend on it.
     *
     * @throws IllegalArgumentException if they cannot be fitted, or not to this size
     */
    default Optional<Architecture> withImageSide(int side) {
        return Optional.empty();
    }

    /**
     * Returns a tensor of the network for images of another size, fitted to the size of this one.
     *
     * @param parameter of this network
     * @param values of the parameter of the same name
     */
    default Tensor fitted(Parameter parameter, Tensor values) {
        return values;
    }

    /** Returns whether another network has all the layers of this one, but for the number of classes. */
    default boolean differsOnlyInClasses(Architecture other) {
        try {
            return classes() != other.classes() && withClasses(other.classes()).equals(other);
        } catch (IllegalArgumentException fixed) {
            return false;
        }
    }

    /** Returns the names that other programs give the network's tensors. */
    default List<Naming> otherNames() {
        return List.of();
    }

    /** Returns the height and width that images must have; empty if any will do. */
    default OptionalInt imageSide() {
        return OptionalInt.empty();
    }

    /**
     * Returns the settings that weights do not show, each with its value, e.g. "activation (relu)": networks that
     * differ in them have tensors of the same names and shapes. Empty if there are none.
     */
    List<String> hiddenSettings();
}
