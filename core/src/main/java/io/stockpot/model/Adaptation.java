package io.stockpot.model;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.base.Guards;
import io.stockpot.base.Seed;
import io.stockpot.model.layer.Parameter;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * What is changed about a trained network before it is used for something else: its last linear layer, which is drawn
 * afresh for other classes, and the size of its images, to which its position embeddings are fitted. All other weights
 * are kept.
 *
 * @param classes of the new last layer; absent means that the old one is kept
 * @param imageSize height and width of the images in pixels; absent means as before
 */
public record Adaptation(Optional<Integer> classes, Optional<Integer> imageSize) {
    /** Changes nothing. */
    public static final Adaptation NONE = new Adaptation(Optional.empty(), Optional.empty());

    /** Checks that there are two classes or more, and pixels. */
    public Adaptation {
        classes.ifPresent(number -> Guards.requireAtLeast("classes", 2, number));
        imageSize.ifPresent(side -> Guards.requireAtLeast("image-size", 1, side));
    }

    /** Returns whether nothing is changed. */
    public boolean isNone() {
        return equals(NONE);
    }

    /**
     * Returns the changed network.
     *
     * @throws IllegalArgumentException if the network cannot be changed like this, saying why
     */
    public Architecture of(Architecture network) {
        Architecture other = classes.isPresent() ? network.withClasses(classes.get()) : network;
        if (imageSize.isEmpty()) {
            return other;
        }
        return other.withImageSide(imageSize.get())
                .orElseThrow(() -> new IllegalArgumentException("image-size is for networks that fit images of one size"
                        + " only, such as transformers; this one takes any, so leave it out"));
    }

    /**
     * Returns a changed copy of a classifier.
     *
     * @param seed of the new last layer
     * @throws IllegalArgumentException as {@link #of(Architecture)} does
     */
    @MustBeClosed
    public Classifier of(Classifier classifier, Seed seed) {
        Architecture network = of(classifier.architecture());
        Set<String> fresh = classes.isPresent() ? head(network) : Set.of();
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard();
                StateDict values = new StateDict()) {
            for (Parameter parameter : network.network().parameters()) {
                Tensor old = classifier.weights().get(parameter.name());
                values.put(
                        parameter.name(),
                        fresh.contains(parameter.name())
                                ? parameter.initial(seed)
                                : network.fitted(parameter, old).clone());
            }
            return Classifier.of(network, classifier.normalisation(), values);
        }
    }

    /** Returns the names of the last layer's tensors: those whose shapes depend on the number of classes. */
    private static Set<String> head(Architecture network) {
        Map<String, List<Long>> fewer = shapes(network.withClasses(2));
        Set<String> names = new HashSet<>();
        shapes(network.withClasses(3)).forEach((name, shape) -> {
            if (!shape.equals(fewer.get(name))) {
                names.add(name);
            }
        });
        return names;
    }

    private static Map<String, List<Long>> shapes(Architecture network) {
        return network.network().parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::shape));
    }

    /**
     * Returns sentences on what is changed, which the user should see.
     *
     * @throws IllegalArgumentException as {@link #of(Architecture)} does
     */
    public List<String> notes(Architecture before) {
        Architecture after = of(before);
        List<String> notes = new ArrayList<>();
        classes.ifPresent(number -> notes.add(
                "the last layer, for " + before.classes() + " classes, is replaced by a fresh one for " + number));
        imageSize
                .filter(side -> !before.imageSide().equals(after.imageSide()))
                .ifPresent(side -> notes.add("the position embeddings, for images of "
                        + before.imageSide().orElse(0) + " pixels, are interpolated (bicubic) to images of " + side
                        + "; accuracy suffers until it is fine-tuned at this size"));
        return notes;
    }
}
