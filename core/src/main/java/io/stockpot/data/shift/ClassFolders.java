package io.stockpot.data.shift;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** Folders have the names of the classes of the recipe's data; classes may be missing. */
    record Matched() implements ClassFolders {
        @Override
        public Map<String, Integer> numbers(List<String> folders, List<String> known) {
            if (known.isEmpty()) {
                throw new IllegalArgumentException(
                        "the recipe has no data whose class names the folders could match; say what classes they are,"
                                + " e.g. classes: {named: {names: [cat, dog]}} in the order of the classifier");
            }
            return byName(folders, known);
        }
    }

    /**
     * Folders have these names; classes may be missing.
     *
     * @param names in the order of the classifier
     */
    record Named(List<String> names) implements ClassFolders {
        /** Copies the list. */
        public Named {
            names = List.copyOf(names);
        }

        @Override
        public Map<String, Integer> numbers(List<String> folders, List<String> known) {
            return byName(folders, names);
        }
    }

    /** Every class has a folder, and alphabetical order is that of the classifier. */
    record Alphabetical() implements ClassFolders {
        @Override
        public Map<String, Integer> numbers(List<String> folders, List<String> known) {
            return byName(folders, folders);
        }
    }

    /** Folders are the numbers of the classes, counted from 0, so that 10 comes after 9. */
    record Numeric() implements ClassFolders {
        @Override
        public Map<String, Integer> numbers(List<String> folders, List<String> known) {
            Map<String, Integer> numbers = new TreeMap<>();
            for (String folder : folders) {
                if (!folder.matches("[0-9]{1,9}")) {
                    throw new IllegalArgumentException("the folder '" + folder + "' is not the number of a class");
                }
                numbers.put(folder, Integer.parseInt(folder));
            }
            return numbers;
        }
    }

    /** Folders are WordNet identifiers of the 1000 classes of ImageNet (ILSVRC 2012). */
    record ImageNet() implements ClassFolders {
        @Override
        public Map<String, Integer> numbers(List<String> folders, List<String> known) {
            return byName(folders, ImageNetClasses.IDENTIFIERS);
        }
    }

    private static Map<String, Integer> byName(List<String> folders, List<String> names) {
        Map<String, Integer> numbers = new TreeMap<>();
        List<String> unknown = new ArrayList<>(folders);
        unknown.removeAll(names);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException((unknown.size() == 1 ? "the folder '" : "the folders '")
                    + String.join("', '", unknown.subList(0, Math.min(5, unknown.size())))
                    + (unknown.size() == 1 ? "' belongs" : "' belong") + " to no class; the classes are "
                    + listed(names));
        }
        IntStream.range(0, names.size())
                .filter(number -> folders.contains(names.get(number)))
                .forEach(number -> numbers.put(names.get(number), number));
        return numbers;
    }

    private static String listed(List<String> names) {
        return names.size() <= 20
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, 5)) + " … (" + names.size() + " in all)";
    }
}
