package io.stockpot.soup.choice;

/** How the best mixture of a grid is searched for. */
public sealed interface Search permits Search.Exhaustive, Race {
    /** Every mixture judges every image, as in the paper; the outcomes serve every later question. */
    record Exhaustive() implements Search {}
}
