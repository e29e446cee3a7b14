package io.stockpot.model;

import io.stockpot.model.layer.Layer;
import java.util.List;
import java.util.OptionalInt;

/** The shape of a classifier's network, without its values. */
public sealed interface Architecture
        permits CifarResNet, PreActResNet, ResNet, Sequential, SoftmaxRegression, VisionTransformer, WideResNet {
    /** Returns the network: normalised images N×C×H×W to logits N×classes. */
    Layer network();

    /** Returns the number of channels of the images. */
    int channels();

    /** Returns the number of classes. */
    int classes();

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
