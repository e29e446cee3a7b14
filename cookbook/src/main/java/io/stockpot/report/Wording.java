package io.stockpot.report;

import io.stockpot.outcome.Labels;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Phrases that several blocks share. */
final class Wording {
    private Wording() {}

    /** Returns e.g. "1000 images." */
    static String images(Collection<Integer> sizes) {
        if (sizes.isEmpty()) {
            return "";
        }
        return sizes.stream().map(String::valueOf).collect(Collectors.joining(", "))
                + (sizes.size() == 1 && sizes.contains(1) ? " image." : " images.");
    }

    /** Joins sentences, leaving out empty ones. */
    static String sentences(String... sentences) {
        return Stream.of(sentences).filter(sentence -> !sentence.isBlank()).collect(Collectors.joining(" "));
    }

    /** Returns the name of the accuracy under a condition, e.g. "clean accuracy", "accuracy under Linf 8/255". */
    static String accuracy(String condition) {
        return condition.equals(Labels.CLEAN) || condition.equals(Labels.UNION)
                ? condition + " accuracy"
                : "accuracy under " + condition;
    }
}
