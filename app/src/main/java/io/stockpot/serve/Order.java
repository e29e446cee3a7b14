package io.stockpot.serve;

import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** In which order pictures are shown. */
enum Order {
    /** Those that the mixture before answered otherwise come first: lost, won, then others. */
    CHANGED {
        @Override
        int rank(Change change, boolean wrong) {
            return change.rank();
        }
    },
    /** As they are in the folder or data set. */
    INDEX {
        @Override
        int rank(Change change, boolean wrong) {
            return 0;
        }
    },
    /** Those that are answered wrongly come first. */
    WRONG {
        @Override
        int rank(Change change, boolean wrong) {
            return wrong ? 0 : 1;
        }
    };

    /** How an answer differs from that of the mixture before. */
    enum Change {
        LOST(0),
        GAINED(1),
        OTHER(2),
        NONE(3);

        private final int rank;

        Change(int rank) {
            this.rank = rank;
        }

        int rank() {
            return rank;
        }
    }

    /** Returns where a picture comes; of equals, the one of the lower index is first. */
    abstract int rank(Change change, boolean wrong);

    static Order read(String text) {
        return text == null
                ? INDEX
                : Stream.of(values())
                        .filter(order -> order.text().equals(text))
                        .findFirst()
                        .orElseThrow(() -> Refusal.wrong("the order '" + Call.shortened(text)
                                + "' is not known; it is changed, index or wrong"));
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What pictures are sorted by. */
    interface Ranks {
        int of(int picture);
    }

    static int[] sorted(IntStream pictures, Ranks ranks) {
        return pictures.boxed()
                .sorted(java.util.Comparator.<Integer>comparingInt(ranks::of).thenComparingInt(picture -> picture))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
