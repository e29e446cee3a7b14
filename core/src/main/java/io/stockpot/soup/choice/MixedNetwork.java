package io.stockpot.soup.choice;

import java.io.IOException;
import java.util.List;

/**
 * The network behind a {@link Contest}, which becomes any mixture, whether of the grid or not, and answers with numbers
 * instead of bits. Stored outcomes have none.
 */
public interface MixedNetwork {
    /**
     * Classifies all images by some mixtures. What was answered before is not asked again.
     *
     * @param what is being done, in a word or two for the display of progress
     * @return the scores of each mixture
     * @throws IOException if the network or the memory fails
     */
    List<Scores> scores(String what, List<MixingWeights> mixtures) throws IOException;
}
