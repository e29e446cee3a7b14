package io.stockpot.serve;

import io.stockpot.base.Seed;
import io.stockpot.base.Shuffle;
import io.stockpot.outcome.Accuracy;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.PoolChoice;
import io.stockpot.soup.choice.Probabilities;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The labelling of a folder of pictures. Two of three pictures are asked about because mixtures that may be chosen
 * disagree on them most; of equals the first. Every third is the next in an order drawn by chance: the beginning of that
 * order, as far as it is labelled, is a random sample of all, whatever was labelled besides, and alone gives the interval
 * of the soup. Pictures that are skipped count as if they were not there.
 */
final class LabelSession implements AutoCloseable {
    private static final int BY_CHANCE = 3;

    private final LabelledFiles pictures;
    private final List<MixingWeights> grid;
    private final List<Probabilities> answers;
    private final int[] order;
    private final Path folder;
    private final LabelJournal journal;
    private PoolChoice choice;
    private int[] contenders = {};
    private double[] disagreement = {};
    private Optional<Integer> takenBack = Optional.empty();

    /** How labels are saved. */
    enum Form {
        /** A folder for each class. */
        FOLDERS,
        /** A table. */
        CSV
    }

    /**
     * A picture to label.
     *
     * @param photo its place
     * @param nats how much the contenders disagree on it; absent if that is not why it is asked about
     * @param again whether its label was taken back just now; else, without nats, it was drawn by chance
     */
    record Asked(int photo, Optional<Double> nats, boolean again) {}

    /**
     * How far the labelling is.
     *
     * @param next to label; absent if there is none left
     * @param left pictures that are neither labelled nor skipped
     * @param choice by the labels so far
     * @param weights of the chosen mixture
     * @param sample what it gets right of the labelled beginning of the random order; absent if that is empty
     * @param mixtures to choose from
     * @param contenders how many of them count in the disagreement
     * @param pool pictures that are not skipped
     */
    record State(
            Optional<Asked> next,
            int left,
            PoolChoice choice,
            MixingWeights weights,
            Optional<Accuracy> sample,
            int mixtures,
            int contenders,
            int pool) {}

    /**
     * Goes on with the labels of a folder.
     *
     * @param grid mixtures to choose from; more may be added
     * @param answers of each to all pictures
     * @param folder where the journal is, and where labels are saved
     * @throws IOException if the journal is of other pictures or classes, or in use
     */
    LabelSession(LabelledFiles pictures, List<MixingWeights> grid, List<Probabilities> answers, Seed seed, Path folder)
            throws IOException {
        this.pictures = pictures;
        this.grid = new ArrayList<>(grid);
        this.answers = new ArrayList<>(answers);
        this.order = Shuffle.permutation(pictures.size(), seed);
        this.folder = folder;
        this.journal = LabelJournal.open(folder, pictures);
        choose();
    }

    /** Adds a mixture to choose from, with its answers to all pictures. */
    synchronized void add(MixingWeights weights, Probabilities found) {
        grid.add(weights);
        answers.add(found);
        choose();
    }

    /** Returns the number of mixtures to choose from. */
    synchronized int mixtures() {
        return grid.size();
    }

    /** Returns the labels so far: class by picture. A later label of the same picture takes the place of an earlier. */
    synchronized Map<Integer, Integer> labels() {
        Map<Integer, Integer> labels = new TreeMap<>();
        for (LabelJournal.Entry entry : journal.entries()) {
            labels.remove(entry.photo());
            entry.number().ifPresent(number -> labels.put(entry.photo(), number));
        }
        return labels;
    }

    private BitSet skipped() {
        BitSet skipped = new BitSet();
        journal.entries()
                .forEach(entry -> skipped.set(entry.photo(), entry.number().isEmpty()));
        return skipped;
    }

    private void choose() {
        choice = PoolChoice.of(grid, answers, labels(), skipped());
        int[] now = choice.contenders();
        if (!Arrays.equals(now, contenders)) {
            contenders = now;
            disagreement = IntStream.range(0, pictures.size())
                    .mapToDouble(photo -> PoolChoice.disagreement(answers, contenders, photo))
                    .toArray();
        }
    }

    /**
     * Returns how far the labelling is.
     *
     * @param besides a picture that is not asked about now, if any
     */
    synchronized State state(OptionalInt besides) {
        Map<Integer, Integer> labels = labels();
        BitSet skipped = skipped();
        BitSet open = new BitSet();
        IntStream.range(0, pictures.size())
                .filter(photo -> !labels.containsKey(photo) && !skipped.get(photo))
                .forEach(open::set);
        int left = open.cardinality();
        besides.ifPresent(open::clear);
        return new State(
                next(open, labels.size()),
                left,
                choice,
                grid.get(choice.chosen()),
                sample(labels, skipped),
                grid.size(),
                contenders.length,
                pictures.size() - skipped.cardinality());
    }

    private Optional<Asked> next(BitSet open, int labelled) {
        if (open.isEmpty()) {
            return Optional.empty();
        }
        if (takenBack.filter(open::get).isPresent()) {
            return Optional.of(new Asked(takenBack.get(), Optional.empty(), true));
        }
        int most = open.nextSetBit(0);
        for (int photo = most; photo >= 0; photo = open.nextSetBit(photo + 1)) {
            most = disagreement[photo] > disagreement[most] ? photo : most;
        }
        if (labelled % BY_CHANCE == BY_CHANCE - 1 || disagreement[most] == 0) {
            int drawn = IntStream.of(order).filter(open::get).findFirst().orElseThrow();
            return Optional.of(new Asked(drawn, Optional.empty(), false));
        }
        return Optional.of(new Asked(most, Optional.of(disagreement[most]), false));
    }

    /** Returns what the chosen mixture gets right of the random order, up to the first picture without a label. */
    private Optional<Accuracy> sample(Map<Integer, Integer> labels, BitSet skipped) {
        int right = 0;
        int total = 0;
        for (int photo : order) {
            if (!skipped.get(photo)) {
                Integer label = labels.get(photo);
                if (label == null) {
                    break;
                }
                total++;
                right += answers.get(choice.chosen()).predicted(photo) == label ? 1 : 0;
            }
        }
        return total == 0 ? Optional.empty() : Optional.of(new Accuracy(right, total));
    }

    /**
     * Says what class a picture has; it is on the disk when this returns.
     *
     * @throws IllegalArgumentException if there is no such picture or class
     */
    synchronized void label(int photo, int number) throws IOException {
        require("class", number, pictures.classNames().size());
        add(new LabelJournal.Entry(photo, Optional.of(number)));
    }

    /** Says that no label is wanted of a picture. */
    synchronized void skip(int photo) throws IOException {
        add(new LabelJournal.Entry(photo, Optional.empty()));
    }

    private void add(LabelJournal.Entry entry) throws IOException {
        require("photo", entry.photo(), pictures.size());
        journal.add(entry);
        takenBack = Optional.empty();
        choose();
    }

    private static void require(String what, int number, int count) {
        if (number < 0 || number >= count) {
            throw new IllegalArgumentException(
                    "there is no " + what + " " + number + "; they are numbered from 0 to " + (count - 1));
        }
    }

    /**
     * Takes the last label back, or the last skip; the picture is asked about again.
     *
     * @return the picture it was of; absent if there is none
     */
    synchronized Optional<Integer> undo() throws IOException {
        takenBack = journal.undo().map(LabelJournal.Entry::photo);
        choose();
        return takenBack;
    }

    /**
     * Saves the labels so far beside the journal.
     *
     * @return what was written
     * @throws IllegalStateException if there are none
     */
    synchronized Path save(Form form) throws IOException {
        Map<Integer, Integer> labels = labels();
        if (labels.isEmpty()) {
            throw new IllegalStateException("there are no labels to save yet; label a picture first");
        }
        return switch (form) {
            case FOLDERS -> pictures.writeFolders(folder, labels);
            case CSV -> pictures.writeTable(folder, labels);
        };
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
