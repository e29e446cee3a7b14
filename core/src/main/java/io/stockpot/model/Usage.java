package io.stockpot.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What must be known to use a classifier besides its weights and its normalisation. Facts that are not known are absent,
 * as they are in files of older versions.
 *
 * @param imageSize of the images it was made for
 * @param classNames one per logit, in their order
 * @param preparation how pictures become such images
 */
public record Usage(
        Optional<ImageSize> imageSize, Optional<List<String>> classNames, Optional<PicturePreparation> preparation) {
    /** States nothing. */
    public static final Usage NONE = new Usage(Optional.empty(), Optional.empty(), Optional.empty());

    /** Copies the list and checks that every class has a name. */
    public Usage {
        classNames = classNames.map(List::copyOf);
        if (classNames
                .filter(names -> names.isEmpty() || names.stream().anyMatch(String::isBlank))
                .isPresent()) {
            throw new IllegalArgumentException("class names must be one text per class, not " + classNames.get());
        }
    }

    /** Returns the facts about a classifier of the given images. */
    public static Usage of(ImageSize imageSize, List<String> classNames) {
        return new Usage(Optional.of(imageSize), Optional.of(classNames), Optional.empty());
    }

    /** Returns the facts of this, and those of the other where this has none. */
    public Usage or(Usage other) {
        return new Usage(
                imageSize.or(other::imageSize), classNames.or(other::classNames), preparation.or(other::preparation));
    }

    /**
     * Returns the facts about a classifier of this network: the size of images from the network if only one will do, and
     * no class names where there are more or fewer of them than logits.
     */
    public Usage suiting(Architecture network) {
        OptionalInt side = network.imageSide();
        Optional<ImageSize> size = side.isPresent()
                ? Optional.of(new ImageSize(network.channels(), side.getAsInt(), side.getAsInt()))
                : imageSize;
        return new Usage(size, classNames.filter(names -> names.size() == network.classes()), preparation);
    }

    /**
     * Checks that there is one class name per logit.
     *
     * @throws IllegalArgumentException with both numbers
     */
    public void requireSuits(Architecture network) {
        if (classNames.filter(names -> names.size() != network.classes()).isPresent()) {
            throw new IllegalArgumentException(
                    "there are " + classNames.get().size() + " class names, and the network has " + network.classes()
                            + " classes; name all of them, in the order of the logits");
        }
    }

    /**
     * Returns how pictures are prepared: as stated, else as is customary for square images of the stated size; absent if
     * neither is stated.
     */
    public Optional<PicturePreparation> customaryPreparation() {
        return preparation.or(() -> imageSize
                .filter(size -> size.height() == size.width())
                .map(size -> PicturePreparation.of(size.height())));
    }

    /** Returns the facts on which all agree that state them. */
    public static Usage agreed(List<Usage> all) {
        return new Usage(
                agreed(all, Usage::imageSize), agreed(all, Usage::classNames), agreed(all, Usage::preparation));
    }

    private static <T> Optional<T> agreed(List<Usage> all, Function<Usage, Optional<T>> fact) {
        List<T> stated = stated(all, fact);
        return stated.size() == 1 ? Optional.of(stated.get(0)) : Optional.empty();
    }

    /** Returns the names of the facts that are stated differently, for people. */
    public static List<String> disagreements(List<Usage> all) {
        List<String> differing = new ArrayList<>();
        if (stated(all, Usage::imageSize).size() > 1) {
            differing.add("the size of images");
        }
        if (stated(all, Usage::classNames).size() > 1) {
            differing.add("the names of the classes");
        }
        if (stated(all, Usage::preparation).size() > 1) {
            differing.add("the preparation of pictures");
        }
        return differing;
    }

    private static <T> List<T> stated(List<Usage> all, Function<Usage, Optional<T>> fact) {
        return all.stream()
                .flatMap(usage -> fact.apply(usage).stream())
                .distinct()
                .toList();
    }
}
