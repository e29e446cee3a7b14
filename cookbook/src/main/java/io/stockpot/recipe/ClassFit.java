package io.stockpot.recipe;

import io.stockpot.model.Architecture;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The check that a network has a class for each class of the images that it learns from or is measured on. */
final class ClassFit {
    private ClassFit() {}

    /**
     * Checks that images have no class that the network lacks.
     *
     * @param network number of its classes
     * @param data name of the images
     * @param classes number of theirs
     * @throws IllegalArgumentException with both numbers and the way out
     */
    static void require(int network, String data, int classes) {
        if (network < classes) {
            throw new IllegalArgumentException("the network tells " + network + " classes apart, but " + data + " has "
                    + classes + "; set 'classes: " + classes + "' of its architecture, or of a fine-tune of it");
        }
    }

    /**
     * Checks a model against the images of its recipe.
     *
     * @return a sentence if the network has more classes than the images, and its file does not say that theirs are its
     *     first
     * @throws IOException if the images have a class that the network lacks, or a file cannot be read
     */
    static Optional<String> check(ModelStep model, RecipeImages images) throws IOException {
        Optional<Architecture> network = model.architecture();
        List<String> names = images.classNames();
        if (network.isEmpty() || names.isEmpty()) {
            return Optional.empty();
        }
        int classes = network.get().classes();
        try {
            require(classes, images.name(), names.size());
        } catch (IllegalArgumentException few) {
            throw new IOException("models." + model.name() + ": " + few.getMessage(), few);
        }
        boolean first = model.classNames()
                .filter(stated -> stated.size() >= names.size()
                        && stated.subList(0, names.size()).equals(names))
                .isPresent();
        return classes == names.size() || first
                ? Optional.empty()
                : Optional.of(doubt(model.name(), classes, images.name(), names.size()));
    }

    private static String doubt(String model, int network, String data, int classes) {
        return "'" + model + "' tells " + network + " classes apart, and " + data + " has " + classes
                + ", which are taken for its first; if they are others of its classes, name all " + network
                + " in the order of the network (of folders 'classes: {named: {names: […]}}', of arrays 'class-names'),"
                + " and if it need not know more, give the network as many";
    }
}
