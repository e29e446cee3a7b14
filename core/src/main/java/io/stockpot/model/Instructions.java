package io.stockpot.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a classifier in a file is used, in sentences for people.
 *
 * @param architecture the network, if known
 * @param normalisation what is done to images first, if known
 * @param usage what else is known
 */
public record Instructions(Optional<Architecture> architecture, Optional<Normalisation> normalisation, Usage usage) {
    /** How many names of classes fit into a sentence. */
    private static final int NAMED = 10;

    /** Returns the instructions for a classifier. */
    public static Instructions of(Classifier classifier, Usage usage) {
        return new Instructions(
                Optional.of(classifier.architecture()),
                Optional.of(classifier.normalisation()),
                usage.suiting(classifier.architecture()));
    }

    /** Returns what goes in: type, shape, order of colours, and range. */
    public String input() {
        Optional<Integer> channels =
                usage.imageSize().map(ImageSize::channels).or(() -> architecture.map(Architecture::channels));
        String shape = usage.imageSize()
                .map(ImageSize::toString)
                .orElse(channels.map(Object::toString).orElse("channels") + "×height×width");
        String colours = channels.filter(number -> number == 3).isPresent() ? ", red, green and blue" : "";
        return "float32 N×" + shape + colours + ", pixels in [0, 1] (divide bytes by 255)";
    }

    /** Returns that images must not be normalised, as the file does it. */
    public String normalisationInside() {
        return "inside the file, unlike in .safetensors and .pth: give it pixels in [0, 1], not normalised ones";
    }

    /** Returns that images must be normalised by whoever loads the weights, and how. */
    public String normalisationOutside() {
        return normalisation
                .map(known -> changesNothing(known)
                        ? "none: the network takes pixels in [0, 1]"
                        : "outside the weights, unlike in .onnx: compute (x − mean) / deviation per channel first, mean "
                                + known.mean() + ", deviation " + known.deviation()
                                + " (Stockpot does so with .safetensors)")
                .orElse("not known; it is outside the weights, so do as the training did");
    }

    private static boolean changesNothing(Normalisation normalisation) {
        return normalisation.equals(Normalisation.none(normalisation.mean().size()));
    }

    /** Returns how pictures become inputs, and whether that is stated or only customary. */
    public String pictures() {
        String words = usage.customaryPreparation()
                .map(PicturePreparation::sentence)
                .orElse("not known; use what the model was trained with");
        return words
                + (usage.preparation().isEmpty() && usage.customaryPreparation().isPresent()
                        ? " (customary for images of this size)"
                        : "");
    }

    /** Returns the names of the classes, the first few if there are many. */
    public String classes() {
        return usage.classNames().map(Instructions::listed).orElse("names not known");
    }

    private static String listed(List<String> names) {
        String first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        return first + (names.size() > NAMED ? ", … (" + names.size() + " in all)" : "");
    }
}
