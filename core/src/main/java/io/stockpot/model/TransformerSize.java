package io.stockpot.model;

import io.stockpot.base.Guards;
import io.stockpot.model.layer.SelfAttention;

/** How large a transformer is. */
public sealed interface TransformerSize {
    /** Returns the length of a token. */
    int width();

    /** Returns the number of blocks. */
    int depth();

    /** Returns the number of attention heads in each block. */
    int heads();

    /** The sizes with names (Dosovitskiy et al. 2021; Touvron et al. 2021 for tiny and small). */
    enum Named implements TransformerSize {
        /** ViT-Ti, 5.7 M parameters at patch 16. */
        TINY(192, 12, 3),
        /** ViT-S, 22 M. */
        SMALL(384, 12, 6),
        /** ViT-B, 86 M. */
        BASE(768, 12, 12),
        /** ViT-L, 304 M. */
        LARGE(1024, 24, 16);

        private final int width;
        private final int depth;
        private final int heads;

        Named(int width, int depth, int heads) {
            this.width = width;
            this.depth = depth;
            this.heads = heads;
        }

        @Override
        public int width() {
            return width;
        }

        @Override
        public int depth() {
            return depth;
        }

        @Override
        public int heads() {
            return heads;
        }
    }

    /**
     * Any other size.
     *
     * @param width length of a token
     * @param depth number of blocks
     * @param heads number of attention heads in each block; divides the width
     */
    record Custom(int width, int depth, int heads) implements TransformerSize {
        /** Checks that all are positive and the heads divide the width. */
        public Custom {
            Guards.requireAtLeast("depth", 1, depth);
            ClassifierSizes.requireDepth(depth);
            new SelfAttention(width, heads);
        }
    }
}
