package io.stockpot.model;

import io.stockpot.text.FlowYaml;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A normalisation that many published networks were trained with.
 *
 * @param name whose it is: "CIFAR-10's"
 * @param normalisation what is done to images in [0, 1]
 */
public record CustomaryNormalisation(String name, Normalisation normalisation) {
    /** What {@link #notTold} says first. */
    public static final String NOT_TOLD = "how images are normalised is not known, so they are not";

    /** Mean and deviation of all pixels of the 50,000 training images, rounded (Krizhevsky 2009 has the images). */
    private static final CustomaryNormalisation CIFAR10 =
            coloured("CIFAR-10's", List.of(0.4914, 0.4822, 0.4465), List.of(0.2471, 0.2435, 0.2616));

    /** The same of CIFAR-100's training images. */
    private static final CustomaryNormalisation CIFAR100 =
            coloured("CIFAR-100's", List.of(0.5071, 0.4865, 0.4409), List.of(0.2673, 0.2564, 0.2762));

    /** What all classifiers that torchvision publishes expect (its documentation, "Models and pre-trained weights"). */
    private static final CustomaryNormalisation IMAGENET =
            coloured("ImageNet's", List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    /** Mean and deviation of MNIST's training images, as in PyTorch's first example (pytorch/examples, mnist). */
    private static final CustomaryNormalisation MNIST =
            new CustomaryNormalisation("MNIST's", new Normalisation(List.of(0.1307), List.of(0.3081)));

    private static CustomaryNormalisation coloured(String name, List<Double> mean, List<Double> deviation) {
        return new CustomaryNormalisation(name, new Normalisation(mean, deviation));
    }

    /** Returns those for images of so many channels, that which changes nothing first. */
    public static List<CustomaryNormalisation> of(int channels) {
        List<CustomaryNormalisation> all = new ArrayList<>();
        all.add(new CustomaryNormalisation("none", Normalisation.none(channels)));
        if (channels == 3) {
            all.addAll(List.of(CIFAR10, CIFAR100, IMAGENET));
        } else if (channels == 1) {
            all.add(MNIST);
        }
        List<Double> half = Collections.nCopies(channels, 0.5);
        all.add(new CustomaryNormalisation("[-1, 1]", new Normalisation(half, half)));
        return List.copyOf(all);
    }

    /** Returns whether this is the normalisation of a data set, by its name in commands: "cifar10". */
    public boolean isOf(String dataSet) {
        return name.equalsIgnoreCase(dataSet + "'s") || name.replace("-", "").equalsIgnoreCase(dataSet + "'s");
    }

    /** Returns the option that says so: "--normalisation '{mean: […], deviation: […]}'". */
    public String option() {
        return "--normalisation '" + FlowYaml.of(normalisation, Normalisation.class) + "'";
    }

    /** Returns the sentence for a network of which nobody told what is done to images first. */
    public static String notTold(int channels) {
        String customary = of(channels).stream()
                .filter(one -> !one.equals(CIFAR100))
                .skip(1)
                .map(one -> one.name() + " is " + one.option())
                .collect(Collectors.joining(", "));
        return NOT_TOLD + "; if its accuracy turns out implausible, that is the usual cause: " + customary;
    }
}
