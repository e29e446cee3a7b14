package io.stockpot.evaluate;

import io.stockpot.model.CustomaryNormalisation;
import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.PairedTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tries whether a classifier fits labelled photos better if they are read otherwise than was told: with another
 * normalisation, another size, another order of the classes. One thing is changed after the other, each time the one
 * that fits best, as long as that is more than chance by the exact McNemar test.
 *
 * <p>Of orders, besides those that are named, the one is tried that the answers themselves suggest: the assignment of
 * labels to answers with the most hits on half of the photos of each class, which is then judged by the other half.
 */
public final class ReadingTrial {
    /** The level of all tests of a round together (Bonferroni), and of each alone where nobody told anything. */
    public static final double LEVEL = 0.05;

    /** Photos per class from which an order can be found. */
    private static final int PER_CLASS = 3;

    /** More classes take too many photos. */
    private static final int MOST_CLASSES = 200;

    /** What a classifier answers under a reading; labels and order do not matter. */
    @FunctionalInterface
    public interface Answers {
        /**
         * Returns the number of the class with the largest logit for each photo.
         *
         * @throws IOException if photos cannot be read
         */
        int[] under(Optional<CustomaryNormalisation> normalisation, Optional<Integer> side) throws IOException;
    }

    /**
     * What may be read otherwise.
     *
     * @param normalisations other ones to be tried
     * @param normalisationTold whether the one in use was told or is in the file
     * @param sides other sizes to be tried
     * @param orders other orders to be tried
     * @param names of all classes in the order as told; empty if not known, and then no order is looked for
     */
    public record Alternatives(
            List<CustomaryNormalisation> normalisations,
            boolean normalisationTold,
            List<Integer> sides,
            List<ClassOrder> orders,
            List<String> names) {
        /** Copies the lists. */
        public Alternatives {
            normalisations = List.copyOf(normalisations);
            sides = List.copyOf(sides);
            orders = List.copyOf(orders);
            names = List.copyOf(names);
        }
    }

    /**
     * One reading that was tried.
     *
     * @param reading what was changed
     * @param accuracy how well it fits, on photos that did not find it
     * @param asTold how well what was told fits the same photos
     * @param pValue of the exact McNemar test against the best reading before
     */
    public record Tried(Reading reading, Accuracy accuracy, Accuracy asTold, double pValue) {}

    /**
     * What was found.
     *
     * @param better the best reading, if it is better than what was told by more than chance
     * @param tried everything that was tried
     */
    public record Result(Optional<Tried> better, List<Tried> tried) {
        /** Copies the list. */
        public Result {
            tried = List.copyOf(tried);
        }
    }

    private final Answers answers;
    private final int[] labels;
    private final Alternatives alternatives;
    private final Map<List<Object>, int[]> known = new HashMap<>();
    private final List<Tried> tried = new ArrayList<>();

    private ReadingTrial(Answers answers, int[] labels, Alternatives alternatives) {
        this.answers = answers;
        this.labels = labels.clone();
        this.alternatives = alternatives;
    }

    /**
     * Tries all alternatives.
     *
     * @param labels of the photos, as told
     */
    public static Result of(Answers answers, int[] labels, Alternatives alternatives) throws IOException {
        return new ReadingTrial(answers, labels, alternatives).run();
    }

    private Result run() throws IOException {
        Optional<Tried> best = Optional.empty();
        Optional<Tried> next = better(Reading.AS_TOLD);
        while (next.isPresent()) {
            best = next;
            next = better(next.get().reading());
        }
        return new Result(best, tried);
    }

    /** Returns the reading that changes one thing more and fits best, if that is more than chance; else two things. */
    private Optional<Tried> better(Reading from) throws IOException {
        Map<Reading, Boolean> one = candidates(from);
        Optional<Tried> best = best(from, one);
        if (best.isEmpty() && from.order().isEmpty()) {
            best = best(from, withOrders(one));
        }
        return best.isPresent() || from.order().isPresent() ? best : foundOrder(from);
    }

    private Optional<Tried> best(Reading from, Map<Reading, Boolean> candidates) throws IOException {
        Optional<Tried> best = Optional.empty();
        for (Map.Entry<Reading, Boolean> candidate : candidates.entrySet()) {
            Tried one = judge(from, candidate.getKey(), all());
            double level = candidate.getValue() ? LEVEL / candidates.size() : LEVEL;
            boolean beats = isMore(from, candidate.getKey(), all()) && one.pValue() < level;
            if (beats && (best.isEmpty() || one.accuracy().compareTo(best.get().accuracy()) > 0)) {
                best = Optional.of(one);
            }
        }
        return best;
    }

    /** Returns the readings that change one thing more, and whether that contradicts what was told. */
    private Map<Reading, Boolean> candidates(Reading from) {
        Map<Reading, Boolean> candidates = new LinkedHashMap<>();
        if (from.normalisation().isEmpty()) {
            alternatives
                    .normalisations()
                    .forEach(other -> candidates.put(from.with(other), alternatives.normalisationTold()));
        }
        if (from.side().isEmpty()) {
            alternatives.sides().forEach(other -> candidates.put(from.with(other), true));
        }
        if (from.order().isEmpty()) {
            alternatives.orders().forEach(other -> candidates.put(from.with(other), true));
        }
        return candidates;
    }

    /** Returns the readings that change the order beside what these change: a wrong order hides all else. */
    private Map<Reading, Boolean> withOrders(Map<Reading, Boolean> candidates) {
        Map<Reading, Boolean> both = new LinkedHashMap<>();
        candidates.keySet().stream()
                .filter(reading -> reading.order().isEmpty())
                .forEach(reading -> alternatives.orders().forEach(order -> both.put(reading.with(order), true)));
        return both;
    }

    /** Finds an order on half of the photos, under the reading with which it fits that half best; the others judge. */
    private Optional<Tried> foundOrder(Reading from) throws IOException {
        int classes = alternatives.names().size();
        long shown = Arrays.stream(labels).distinct().count();
        if (classes < 2 || classes > MOST_CLASSES || labels.length < PER_CLASS * shown) {
            return Optional.empty();
        }
        BitSet finding = halfOfEachClass();
        BitSet judging = all();
        judging.andNot(finding);
        Optional<Reading> best = Optional.empty();
        List<Reading> under = new ArrayList<>(List.of(from));
        candidates(from).keySet().stream()
                .filter(other -> other.order().isEmpty())
                .forEach(under::add);
        for (Reading reading : under) {
            Reading ordered = reading.with(order(reading, finding));
            if (best.isEmpty() || hits(ordered, finding) > hits(best.get(), finding)) {
                best = Optional.of(ordered);
            }
        }
        Tried judged = judge(from, best.orElseThrow(), judging);
        if (!isMore(from, best.get(), judging) || judged.pValue() >= LEVEL) {
            return Optional.empty();
        }
        Reading whole = best.get().with(order(best.get(), all()));
        return Optional.of(new Tried(whole, judged.accuracy(), judged.asTold(), judged.pValue()));
    }

    /** Returns the order with the most hits on some photos; of equal ones, one that is near what was told. */
    private ClassOrder order(Reading reading, BitSet photos) throws IOException {
        int classes = alternatives.names().size();
        int[] given = answers(reading);
        double[][] hits = new double[classes][classes];
        for (int number = 0; number < classes; number++) {
            hits[number][number] = 1.0 / (1 + labels.length);
        }
        photos.stream().filter(photo -> given[photo] < classes).forEach(photo -> hits[labels[photo]][given[photo]]++);
        return ClassOrder.moved(alternatives.names(), Assignment.best(hits));
    }

    private BitSet halfOfEachClass() {
        Map<Integer, Integer> seen = new HashMap<>();
        BitSet half = new BitSet(labels.length);
        for (int photo = 0; photo < labels.length; photo++) {
            half.set(photo, seen.merge(labels[photo], 1, Integer::sum) % 2 == 1);
        }
        return half;
    }

    private Tried judge(Reading before, Reading reading, BitSet photos) throws IOException {
        PairedTest test = PairedTest.of(right(reading, photos), right(before, photos));
        int total = photos.cardinality();
        Tried one = new Tried(
                reading,
                new Accuracy(hits(reading, photos), total),
                new Accuracy(hits(Reading.AS_TOLD, photos), total),
                test.pValue());
        tried.add(one);
        return one;
    }

    private boolean isMore(Reading before, Reading reading, BitSet photos) throws IOException {
        return hits(reading, photos) > hits(before, photos);
    }

    private int hits(Reading reading, BitSet photos) throws IOException {
        return right(reading, photos).cardinality();
    }

    private BitSet right(Reading reading, BitSet photos) throws IOException {
        int[] given = answers(reading);
        BitSet right = new BitSet(labels.length);
        photos.stream().forEach(photo -> right.set(photo, given[photo] == reading.label(labels[photo])));
        return right;
    }

    private int[] answers(Reading reading) throws IOException {
        List<Object> key = List.of(reading.normalisation(), reading.side());
        int[] before = known.get(key);
        if (before == null) {
            before = answers.under(reading.normalisation(), reading.side());
            known.put(key, before);
        }
        return before;
    }

    private BitSet all() {
        BitSet all = new BitSet(labels.length);
        all.set(0, labels.length);
        return all;
    }
}
