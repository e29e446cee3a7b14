package io.stockpot.soup.choice;

/**
 * What a search cost.
 *
 * @param judgements pairs of a mixture and an image that were judged; each takes a forward pass for every version of
 *     the image
 * @param exhaustive pairs that an exhaustive search judges
 * @param mixings how often a mixture was made
 */
public record SearchCost(long judgements, long exhaustive, long mixings) {
    /** Returns how many times fewer judgements there were than in an exhaustive search. */
    public double saving() {
        return (double) exhaustive / judgements;
    }
}
