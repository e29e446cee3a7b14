package io.stockpot.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * From the classes of a classifier to the answers that a data set asks for: the largest of all classes,
 * of some classes, or of groups of classes. Answers are numbers: those of the classes, or of the groups.
 */
public sealed interface LabelMap {
    /** Returns the classes that are looked at; empty means all. */
    List<Integer> classes();

    /** Returns whether answers are classes and their scores logits. */
    default boolean answersAreClasses() {
        return true;
    }

    /**
     * Scores every answer, in order: the higher, the likelier.
     *
     * @param logits of all classes; no NaN, no +∞
     */
    void score(float[] logits, Scores scores);

    /** Accepts the scores of answers. */
    @FunctionalInterface
    interface Scores {
        /**
         * Accepts the score of an answer.
         *
         * @param score a logit, or the logarithm of a probability
         */
        void enter(int answer, double score);
    }

    /**
     * Checks that a classifier has these classes.
     *
     * @param known how many classes it has
     * @throws IllegalArgumentException naming the class that it lacks
     */
    default void requireFits(int known) {
        classes().stream().filter(number -> number >= known).findFirst().ifPresent(number -> {
            throw new IllegalArgumentException("the label map looks at class " + number + ", but the classifier has "
                    + known + " classes, from 0 to " + (known - 1));
        });
    }

    private static List<Integer> checked(List<Integer> classes, String where) {
        List<Integer> copy = List.copyOf(classes);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException(where + " needs at least one class");
        }
        if (copy.stream().anyMatch(number -> number < 0)) {
            throw new IllegalArgumentException("classes of " + where + " are counted from 0: " + copy);
        }
        if (copy.stream().distinct().count() < copy.size()) {
            throw new IllegalArgumentException(where + " names a class twice: " + copy);
        }
        return copy;
    }

    /** The answer is the class of the largest logit. */
    record AllClasses() implements LabelMap {
        @Override
        public List<Integer> classes() {
            return List.of();
        }

        @Override
        public void score(float[] logits, Scores scores) {
            for (int number = 0; number < logits.length; number++) {
                scores.enter(number, logits[number]);
            }
        }
    }

    /**
     * The answer is the class of the largest logit among some, as data sets of fewer classes ask for
     * (Hendrycks et al. for ImageNet-A and -R).
     *
     * @param classes their numbers, counted from 0
     */
    record Subset(List<Integer> classes) implements LabelMap {
        /** Copies the list and checks it. */
        public Subset {
            classes = checked(classes, "a subset");
        }

        @Override
        public void score(float[] logits, Scores scores) {
            classes.forEach(number -> scores.enter(number, logits[number]));
        }
    }

    /**
     * The answer is the group of the largest probability; groups need not cover all classes. The softmax is
     * taken over all classes first (Geirhos et al. 2019: 1000 classes to 16 categories by the mean).
     *
     * @param groups the numbers of the classes of each group, by name
     * @param rule how the probabilities of a group's classes become one
     */
    record Groups(
            Map<String, List<Integer>> groups,
            @JsonProperty(defaultValue = "mean") Rule rule) implements LabelMap {
        /** Copies the map and checks it. */
        public Groups {
            Map<String, List<Integer>> copy = new LinkedHashMap<>();
            groups.forEach((name, members) -> copy.put(name, checked(members, "the group '" + name + "'")));
            if (copy.size() < 2) {
                throw new IllegalArgumentException("groups need at least two groups, not " + copy.size());
            }
            groups = Collections.unmodifiableMap(copy);
        }

        @Override
        public List<Integer> classes() {
            return groups.values().stream().flatMap(List::stream).toList();
        }

        @Override
        public boolean answersAreClasses() {
            return false;
        }

        /** Returns the names of the groups in order. */
        public List<String> names() {
            return List.copyOf(groups.keySet());
        }

        @Override
        public List<String> answers(List<String> classNames) {
            return names();
        }

        @Override
        public void score(float[] logits, Scores scores) {
            double[] probabilities = softmax(logits);
            int number = 0;
            for (List<Integer> members : groups.values()) {
                scores.enter(number++, Math.log(rule.of(probabilities, members)));
            }
        }

        private static double[] softmax(float[] logits) {
            double largest = Double.NEGATIVE_INFINITY;
            for (float logit : logits) {
                largest = Math.max(largest, logit);
            }
            double[] probabilities = new double[logits.length];
            double sum = 0;
            for (int number = 0; number < logits.length; number++) {
                probabilities[number] = Math.exp(logits[number] - largest);
                sum += probabilities[number];
            }
            for (int number = 0; number < logits.length; number++) {
                probabilities[number] /= sum;
            }
            return probabilities;
        }
    }

    /** How the probabilities of several classes are combined. */
    enum Rule {
        /** Groups of many classes have no advantage. */
        MEAN,
        /** The probability that the class is one of the group. */
        SUM,
        /** That of the likeliest class. */
        MAX;

        double of(double[] probabilities, List<Integer> members) {
            DoubleStream own = members.stream().mapToDouble(member -> probabilities[member]);
            return switch (this) {
                case MEAN -> own.sum() / members.size();
                case SUM -> own.sum();
                case MAX -> own.max().orElseThrow();
            };
        }
    }

    /** Returns the names of the answers, where these are groups, else those of the classes. */
    default List<String> answers(List<String> classNames) {
        return List.copyOf(classNames);
    }

    /** Returns the numbers of a text such as "8 10-16 404". */
    static List<Integer> numbers(String ranges) {
        return Stream.of(ranges.strip().split("\\s+"))
                .flatMap(range -> {
                    int dash = range.indexOf('-');
                    int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
                    int last = Integer.parseInt(range.substring(dash + 1));
                    return Stream.iterate(first, number -> number <= last, number -> number + 1);
                })
                .toList();
    }
}
