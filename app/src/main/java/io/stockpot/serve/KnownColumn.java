package io.stockpot.serve;

import io.stockpot.outcome.Accuracy;
import io.stockpot.soup.choice.AccuracySurface;
import io.stockpot.soup.choice.MixingWeights;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of mixtures on one set of images under one condition, measured before or when the page was opened.
 *
 * @param name of the column, short
 * @param words what was measured, and on what
 * @param subject what was measured, for the program
 * @param measured the accuracy of each mixture, at least one, all of the same number of images
 * @param surface what is expected of all others, if enough were measured
 */
record KnownColumn(
        String name,
        String words,
        Subject subject,
        Map<MixingWeights, Accuracy> measured,
        Optional<AccuracySurface> surface) {
    /** Copies the accuracies, and checks that there is one. */
    KnownColumn {
        measured = Collections.unmodifiableMap(new LinkedHashMap<>(measured));
        if (measured.isEmpty()) {
            throw new IllegalArgumentException("the column '" + name + "' holds no mixture");
        }
    }

    /**
     * What numbers of one column have in common.
     *
     * @param condition its label, e.g. "clean" or "Linf 8/255"
     * @param images their digest
     */
    record Subject(String condition, String images) {}

    /** Fits a surface to what was measured. */
    KnownColumn(String name, String words, Subject subject, Map<MixingWeights, Accuracy> measured) {
        this(name, words, subject, measured, AccuracySurface.fit(measured));
    }

    /** Returns this column with what more mixtures get right of the same images under the same condition. */
    KnownColumn with(Map<MixingWeights, Accuracy> more) {
        Map<MixingWeights, Accuracy> all = new LinkedHashMap<>(measured);
        more.forEach(all::putIfAbsent);
        return new KnownColumn(name, words, subject, all);
    }

    /** Returns the text of the threat, if the condition is one, as in "Linf 8/255". */
    Optional<String> threat() {
        return Threats.of(subject.condition());
    }

    /** Returns the number of images. */
    int images() {
        return measured.values().iterator().next().total();
    }

    /** Returns the best of what was measured; of equals, the first. */
    MixingWeights best() {
        return measured.entrySet().stream()
                .reduce((best, other) -> other.getValue().compareTo(best.getValue()) > 0 ? other : best)
                .map(Map.Entry::getKey)
                .orElseThrow();
    }

    /** Returns the measured mixture that is nearest in the plane of weights; of equals, the first. */
    MixingWeights nearest(MixingWeights weights) {
        return measured.keySet().stream()
                .min(Comparator.comparingDouble(other -> distance(weights, other)))
                .orElseThrow();
    }

    /** Returns the Euclidean distance of two mixtures' weights. */
    static double distance(MixingWeights one, MixingWeights other) {
        double squares = 0;
        for (int i = 0; i < one.size(); i++) {
            double difference = one.value(i) - other.value(i);
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }
}
