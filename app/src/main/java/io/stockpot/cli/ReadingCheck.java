package io.stockpot.cli;

import io.stockpot.base.Seed;
import io.stockpot.base.Shuffle;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.source.PublishedData;
import io.stockpot.evaluate.ClassOrder;
import io.stockpot.evaluate.GivenAnswers;
import io.stockpot.evaluate.ReadingTrial;
import io.stockpot.model.Classifier;
import io.stockpot.model.CustomaryNormalisation;
import io.stockpot.model.Normalisation;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tries on a few photos whether a classifier was to be read otherwise: the customary normalisations, sizes and orders.
 *
 * @param images as they are read
 * @param again reads them in another size
 * @param normalisation whether the one in use was told, is in the file, or was never said
 * @param sides in pixels, to which photos are brought to be tried
 * @param names of the classes as they are numbered; empty if not known
 */
record ReadingCheck(LabelledImages images, Again again, Source normalisation, List<Integer> sides, List<String> names) {
    /** Photos that are tried. */
    static final int MOST = 100;

    private static final Seed CHOICE = new Seed(0);

    /** Where a normalisation comes from. */
    enum Source {
        /** A file of ours says it; there is nothing to be tried. */
        FILE,
        /** The user told it. */
        TOLD,
        /** Nobody said anything, so nothing is done. */
        NOBODY
    }

    /** Reads photos again, with the shorter side resized and the centre cut out. */
    @FunctionalInterface
    interface Again {
        LabelledImages at(LabelledImages some, int side) throws IOException;
    }

    /** Copies the lists. */
    ReadingCheck {
        sides = List.copyOf(sides);
        names = List.copyOf(names);
    }

    /**
     * Returns what fits better, if anything does, of all that was tried on a few photos. Where nobody told the
     * normalisation, that of the data set is tried by itself first: few photos do not tell it from similar ones.
     *
     * @param dataSet for which the classifier was made, as in commands, if that was told
     */
    ReadingTrial.Result of(Classifier classifier, Optional<PublishedData> dataSet) throws IOException {
        LabelledImages few = images.subset(fewOfEachClass());
        Map<Integer, LabelledImages> sizes = new HashMap<>();
        ReadingTrial.Answers answers = (other, size) -> {
            LabelledImages shown = few;
            if (size.isPresent()) {
                if (!sizes.containsKey(size.get())) {
                    sizes.put(size.get(), again.at(few, size.get()));
                }
                shown = sizes.get(size.get());
            }
            return GivenAnswers.of(classifier, other.map(CustomaryNormalisation::normalisation), shown);
        };
        int[] labels = few.labels();
        List<CustomaryNormalisation> others = others(classifier);
        List<CustomaryNormalisation> usual = others.stream()
                .filter(one -> normalisation == Source.NOBODY
                        && dataSet.filter(data -> one.isOf(data.name())).isPresent())
                .toList();
        if (!usual.isEmpty()) {
            ReadingTrial.Result first = ReadingTrial.of(answers, labels, alternatives(classifier, usual));
            if (first.better().isPresent()) {
                return first;
            }
        }
        return ReadingTrial.of(answers, labels, alternatives(classifier, others));
    }

    /** Returns the sentence that says by how much another reading fits better. */
    static String sentence(String model, ReadingTrial.Tried better) {
        return String.format(
                Locale.ROOT,
                "as they are read, %s gets %s of %d photos; %s it would get %s (McNemar p = %.2g)",
                model,
                better.asTold().percent(),
                better.asTold().total(),
                better.reading().described(),
                better.accuracy().percent(),
                better.pValue());
    }

    /** Draws photos so that each class has as many as the others, as far as it has them. */
    private int[] fewOfEachClass() {
        int[] order = Shuffle.permutation(images.size(), CHOICE);
        Map<Integer, Integer> seen = new HashMap<>();
        int[] rank = new int[images.size()];
        for (int photo : order) {
            rank[photo] = seen.merge(images.label(photo), 1, Integer::sum);
        }
        return Arrays.stream(order)
                .boxed()
                .sorted(Comparator.comparingInt(photo -> rank[photo]))
                .limit(MOST)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private List<CustomaryNormalisation> others(Classifier classifier) {
        Normalisation used = classifier.normalisation();
        return normalisation == Source.FILE
                ? List.of()
                : CustomaryNormalisation.of(classifier.architecture().channels()).stream()
                        .filter(one -> !one.normalisation().equals(used))
                        .toList();
    }

    private ReadingTrial.Alternatives alternatives(Classifier classifier, List<CustomaryNormalisation> others) {
        List<String> known = names.size() == classifier.classes() ? names : List.of();
        return new ReadingTrial.Alternatives(others, normalisation == Source.TOLD, sides, orders(known), known);
    }

    /** Returns the orders that are customary for these names, and those of data sets with the same names. */
    private static List<ClassOrder> orders(List<String> given) {
        List<ClassOrder> orders = new ArrayList<>();
        if (!given.isEmpty()) {
            for (PublishedData source : dataSets()) {
                List<String> names = source.classNames();
                if (!names.equals(given) && new HashSet<>(names).equals(new HashSet<>(given))) {
                    orders.add(ClassOrder.of(given, names));
                }
            }
            ClassOrder.customary(given).stream()
                    .filter(order -> !orders.contains(order))
                    .forEach(orders::add);
        }
        return orders;
    }

    private static List<PublishedData> dataSets() {
        return YamlRecords.choices(PublishedData.class).stream()
                .map(ReadingCheck::dataSet)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Returns the data set of this name, if it needs no settings. */
    static Optional<PublishedData> dataSet(String name) {
        try {
            return Optional.of(YamlRecords.read(name, "data", PublishedData.class, List.of()));
        } catch (TextException unknown) {
            return Optional.empty();
        }
    }
}
