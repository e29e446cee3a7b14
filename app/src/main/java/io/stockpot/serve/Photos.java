package io.stockpot.serve;

import io.stockpot.data.LabelledImages;
import java.util.List;
import java.util.Optional;

/**
 * The pictures of the page, as the networks see them.
 *
 * @param images in their order; without labels all are of class 0, which nobody may read
 * @param files the name of each
 * @param classNames of the networks
 * @param labelled whether the classes of the pictures are known
 * @param source where they come from, in words
 */
public record Photos(
        LabelledImages images, List<String> files, List<String> classNames, boolean labelled, String source) {
    /** Copies the lists, and checks that each picture has a name. */
    public Photos {
        files = List.copyOf(files);
        classNames = List.copyOf(classNames);
        if (files.size() != images.size()) {
            throw new IllegalArgumentException(images.size() + " pictures have " + files.size() + " names");
        }
    }

    /** Returns the number of pictures. */
    public int size() {
        return images.size();
    }

    /** Returns the class of a picture, if it is known. */
    public Optional<Integer> label(int index) {
        return labelled ? Optional.of(images.label(index)) : Optional.empty();
    }

    /** Returns the name of a class; of none, where a network answers nothing. */
    public String className(int number) {
        return number < 0 ? "nothing" : classNames.get(number);
    }

    /**
     * Returns the number of a class.
     *
     * @throws Refusal if there is none of that name
     */
    int classNumber(String name) {
        int number = classNames.indexOf(name);
        if (number < 0) {
            throw Refusal.unknown("there is no class '" + Call.shortened(name) + "'; the classes are "
                    + Call.shortened(String.join(", ", classNames)));
        }
        return number;
    }
}
