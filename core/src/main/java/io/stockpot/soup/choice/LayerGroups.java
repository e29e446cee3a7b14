package io.stockpot.soup.choice;

/** Which tensors of a network are mixed by weights of their own. */
public enum LayerGroups {
    /** Those of a residual block; what comes before the first block, and after the last, are two more groups. */
    BLOCK,
    /** Those of a single layer: a convolution, a norm, a linear layer. */
    LAYER
}
