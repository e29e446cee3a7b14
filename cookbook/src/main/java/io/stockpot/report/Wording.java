package io.stockpot.report;

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

    /** Returns the label of an axis that shows the accuracy under a condition. */
    static String axis(String condition) {
        return condition + " accuracy";
    }
}
