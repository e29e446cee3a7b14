package io.stockpot.bench;

import io.stockpot.soup.choice.Contest;
import io.stockpot.soup.choice.MixingWeights;
import java.io.IOException;

/** What is known, or can be found out, about mixtures on some images. */
interface AskedMixtures {
    /**
     * Returns the contest that a search is given.
     *
     * @param known the same contest, of which the answers of the grid are known
     */
    Contest contest(KnownContest known);

    /** Returns the accuracy of a mixture, in [0, 1]. */
    double accuracy(MixingWeights weights) throws IOException;
}
