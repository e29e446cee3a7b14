package io.stockpot.data.shift;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Which class the images of a folder belong to. */
public sealed interface ClassFolders {
    /**
     * Numbers the folders.
     *
     * @param folders those that are there, in alphabetical order
     * @param known names of the classes of the recipe's data, in order; empty if there is none
     * @return the class of each folder
     * @throws IllegalArgumentException naming a folder of no class
     */
    Map<String, Integer> numbers(List<String> folders, List<String> known);

    /**
     * Checks that numbers are those of a classifier: if only some of its classes were named, they would be mistaken
     * for its first.
     *
     * @param folders those that are there
     * @param classes how many the classifier knows
     * @throws IllegalArgumentException with both numbers and the way out
     */
    void requireFits(List<String> folders, int classes);

    /**
     * Returns the folders that may belong to no class: those whose names are of none, or all where every name will do.
     *
     * @param folders those that are there
     * @param known names of the classes of the recipe's data, in order; empty if there is none
     */
    List<String> doubtful(List<String> folders, List<String> known);

    /**
     * Returns the names of all classes in the order of the classifier.
     *
     * @param folders those that are there, in alphabetical order
     * @param known names of the classes of the recipe's data, in order; empty if there is none
     * @param classes how many the classifier knows
     */
    List<String> names(List<String> folders, List<String> known, int classes);

    /**
     * Returns a sentence on numbers that fit and may still not be what was meant.
     *
     * @param folders those that are there
     * @param classes how many the classifier knows
     */
    default Optional<String> remark(List<String> folders, int classes) {
        return Optional.empty();
    }

    /** Returns the names of all classes, if they are known without the folders, some of which may be missing. */
    default Optional<List<String>> allClasses() {
        return Optional.empty();
    }

    /** Returns whether the order of the classes is a custom, which nothing about the classifier says. */
    default boolean isCustom() {
        return false;
    }

    /**
     * Returns the names of all classes in the order of the classifier, if the folders tell or need not.
     *
     * @param root holds the folders
     * @throws IOException if it cannot be listed
     */
    default Optional<List<String>> classNames(Path root) throws IOException {
        return allClasses();
    }

    /**
     * Chooses by the names of folders: numbers are numbers, identifiers of ImageNet are its classes where there are
     * 1000, and else alphabetical order is that of the classifier.
     *
     * @param root holds the folders
     * @param classes how many the classifier knows
     * @throws IOException if the folders are numbers that may be counted from 0 or from 1, with both ways out
     */
    static ClassFolders suiting(Path root, int classes) throws IOException {
        List<String> folders = FolderListing.of(root).folders();
        if (folders.stream().allMatch(ClassFolders::isNumber)) {
            Numeric numeric = new Numeric();
            if (numeric.remark(folders, classes).isPresent()) {
                throw new IOException("the folders 1 to " + folders.size() + " in '" + root + "' may be the classes of"
                        + " these numbers, counted from 0, so that there are no pictures of class 0, or the first "
                        + folders.size() + " of " + classes + " classes, counted from 1: say --classes numeric if"
                        + " they are counted from 0, else name each of them one lower");
            }
            return numeric;
        }
        boolean imageNet = classes == ImageNetClasses.IDENTIFIERS.size()
                && folders.stream().allMatch(name -> name.matches("n[0-9]{8}"));
        return imageNet ? new ImageNet() : new Alphabetical();
    }

    /**
     * Chooses as {@link #suiting(Path, int)} does, and before that the names that the classifier's file states, where a
     * folder has one of them.
     *
     * @param stated one name per class, in the order of the classifier; empty if the file states none
     */
    static ClassFolders suiting(Path root, int classes, List<String> stated) throws IOException {
        boolean named = FolderListing.of(root).folders().stream().anyMatch(stated::contains);
        return named && stated.size() == classes ? new Named(stated) : suiting(root, classes);
    }

    /** Folders have the names of the classes of the recipe's data; classes may be missing. */
    record Matched() implements ClassFolders {
        @Override
        public List<String> names(List<String> folders, List<String> known, int classes) {
            return List.copyOf(known);
        }

        @Override
        public Map<String, Integer> numbers(List<String> folders, List<String> known) {
            if (known.isEmpty()) {
                throw new IllegalArgumentException(
                        "no class names are known that the folders could match; say what classes they are,"
                                + " e.g. classes: {named: {names: [cat, dog, …]}} with the names of all, in the order of"
                                + " the classifier");
            }
            return byName(folders, known);
        }

        @Override
        public List<String> doubtful(List<String> folders, List<String> known) {
            return without(folders, known);
        }

        @Override
        public void requireFits(List<String> folders, int classes) {
            // the names are those of the classes already
        }
    }

    /**
     * Folders have these names; their folders may be missing.
     *
     * @param names of all classes, in the order of the classifier
     */
    record Named(List<String> names) implements ClassFolders {
        /** Copies the list. */
        public Named {
            names = List.copyOf(names);
        }

        @Override
        public List<String> names(List<String> folders, List<String> known, int classes) {
            return names;
        }

        @Override
        public Map<String, Integer> numbers(List<String> folders, List<String> known) {
            return byName(folders, names);
        }

        @Override
        public List<String> doubtful(List<String> folders, List<String> known) {
            return without(folders, names);
        }

        @Override
        public void requireFits(List<String> folders, int classes) {
            require(names.size() == classes, classes, names.size() + (names.size() == 1 ? " name" : " names"));
        }

        @Override
        public Optional<List<String>> allClasses() {
            return Optional.of(names);
        }
    }

    /** Every class has a folder, and alphabetical order is that of the classifier. */
    record Alphabetical() implements ClassFolders {
        @Override
        public boolean isCustom() {
            return true;
        }

        @Override
        public List<String> names(List<String> folders, List<String> known, int classes) {
            return List.copyOf(folders);
        }

        @Override
        public Map<String, Integer> numbers(List<String> folders, List<String> known) {
            return byName(folders, folders);
        }

        @Override
        public List<String> doubtful(List<String> folders, List<String> known) {
            return List.copyOf(folders);
        }

        @Override
        public void requireFits(List<String> folders, int classes) {
            require(
                    folders.size() == classes,
                    classes,
                    folders.size() + (folders.size() == 1 ? " folder" : " folders") + " in alphabetical order");
        }

        @Override
        public Optional<List<String>> classNames(Path root) throws IOException {
            return Optional.of(FolderListing.of(root).folders());
        }
    }

    /** Folders are the numbers of the classes, counted from 0, so that 10 comes after 9. */
    record Numeric() implements ClassFolders {
        @Override
        public List<String> names(List<String> folders, List<String> known, int classes) {
            return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        }

        @Override
        public Map<String, Integer> numbers(List<String> folders, List<String> known) {
            Map<String, Integer> numbers = new TreeMap<>();
            for (String folder : folders) {
                if (!isNumber(folder)) {
                    throw new IllegalArgumentException("the folder '" + folder + "' is not the number of a class");
                }
                numbers.put(folder, Integer.parseInt(folder));
            }
            return numbers;
        }

        @Override
        public void requireFits(List<String> folders, int classes) {
            int last = Collections.max(numbers(folders, List.of()).values());
            String from = last == classes && isFromOne(folders) ? "; these begin at 1, so name them one lower" : "";
            require(last < classes, classes, "a folder for number " + last + ", counted from 0" + from);
        }

        @Override
        public List<String> doubtful(List<String> folders, List<String> known) {
            return folders.stream().filter(folder -> !isNumber(folder)).toList();
        }

        @Override
        public Optional<String> remark(List<String> folders, int classes) {
            return folders.size() == classes - 1 && classes > 2 && isFromOne(folders)
                    ? Optional.of("the folders 1 to " + (classes - 1) + " are taken for the classes of these numbers,"
                            + " counted from 0, so there are no pictures of class 0; if they are counted from 1, name"
                            + " each of them one lower")
                    : Optional.empty();
        }

        /** Returns whether the numbers are 1, 2, 3, …, as people count and classifiers do not. */
        private boolean isFromOne(List<String> folders) {
            Collection<Integer> numbers = numbers(folders, List.of()).values();
            return Collections.min(numbers) == 1 && Collections.max(numbers) == folders.size();
        }
    }

    /** Folders are WordNet identifiers of the 1000 classes of ImageNet (ILSVRC 2012). */
    record ImageNet() implements ClassFolders {
        @Override
        public List<String> names(List<String> folders, List<String> known, int classes) {
            return ImageNetClasses.IDENTIFIERS;
        }

        @Override
        public Map<String, Integer> numbers(List<String> folders, List<String> known) {
            return byName(folders, ImageNetClasses.IDENTIFIERS);
        }

        @Override
        public List<String> doubtful(List<String> folders, List<String> known) {
            return without(folders, ImageNetClasses.IDENTIFIERS);
        }

        @Override
        public void requireFits(List<String> folders, int classes) {
            int all = ImageNetClasses.IDENTIFIERS.size();
            require(all == classes, classes, "the " + all + " identifiers of ImageNet");
        }

        @Override
        public Optional<List<String>> allClasses() {
            return Optional.of(ImageNetClasses.IDENTIFIERS);
        }
    }

    private static boolean isNumber(String folder) {
        return folder.matches("[0-9]{1,9}");
    }

    private static void require(boolean fits, int classes, String found) {
        if (!fits) {
            throw new IllegalArgumentException("there are " + classes + " classes, and " + found
                    + "; give every class a folder, or name folders by the numbers of the classes, from 0, or give the"
                    + " names of all " + classes + " in the order of the classifier, whose folders may then be missing"
                    + " (--classes 'NAME, NAME, …', or that of a data set, --classes cifar10; in a recipe {named:"
                    + " {names: […]}})");
        }
    }

    private static Map<String, Integer> byName(List<String> folders, List<String> names) {
        Map<String, Integer> numbers = new TreeMap<>();
        List<String> unknown = without(folders, names);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException((unknown.size() == 1 ? "the folder '" : "the folders '")
                    + String.join("', '", unknown.subList(0, Math.min(5, unknown.size())))
                    + (unknown.size() == 1 ? "' belongs" : "' belong") + " to no class; the classes are "
                    + listed(names) + NearNames.question(unknown, names));
        }
        IntStream.range(0, names.size())
                .filter(number -> folders.contains(names.get(number)))
                .forEach(number -> numbers.put(names.get(number), number));
        return numbers;
    }

    private static List<String> without(List<String> folders, List<String> names) {
        Set<String> known = new HashSet<>(names);
        return folders.stream().filter(folder -> !known.contains(folder)).toList();
    }

    private static String listed(List<String> names) {
        return names.size() <= 20
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, 5)) + " … (" + names.size() + " in all)";
    }
}
