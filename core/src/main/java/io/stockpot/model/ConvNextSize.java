package io.stockpot.model;

import io.stockpot.base.Guards;
import java.util.List;

/** How large a ConvNeXt is. */
public sealed interface ConvNextSize {
    /** Returns the number of channels of the first stage; each later stage has twice as many. */
    int width();

    /** Returns the number of blocks of each stage. */
    List<Integer> blocks();

    /** Returns the number of channels of a stage, the first of which is 0. */
    default int width(int stage) {
        return Math.multiplyExact(width(), 1 << stage);
    }

    /** The sizes with names (Liu et al. 2022). */
    enum Named implements ConvNextSize {
        /** ConvNeXt-T, 29 M parameters. */
        TINY(96, 9),
        /** ConvNeXt-S, 50 M. */
        SMALL(96, 27),
        /** ConvNeXt-B, 89 M. */
        BASE(128, 27),
        /** ConvNeXt-L, 198 M. */
        LARGE(192, 27);

        private final int width;
        private final int third;

        Named(int width, int third) {
            this.width = width;
            this.third = third;
        }

        @Override
        public int width() {
            return width;
        }

        @Override
        public List<Integer> blocks() {
            return List.of(3, 3, third, 3);
        }
    }

    /**
     * Any other size.
     *
     * @param width channels of the first stage
     * @param blocks number of blocks of each of the four stages
     */
    record Custom(int width, List<Integer> blocks) implements ConvNextSize {
        private static final int STAGES = 4;
        private static final int WIDEST = 100_000;

        /** Copies the list and checks that there are four stages with blocks. */
        public Custom {
            blocks = List.copyOf(blocks);
            Guards.requireAtLeast("width", 1, width);
            if (width > WIDEST) {
                throw new IllegalArgumentException("width must be at most " + WIDEST + ", not " + width);
            }
            if (blocks.size() != STAGES) {
                throw new IllegalArgumentException("blocks must be " + STAGES + " numbers, not " + blocks);
            }
            for (int number : blocks) {
                Guards.requireAtLeast("blocks", 1, number);
                ClassifierSizes.requireDepth(number);
            }
        }
    }
}
