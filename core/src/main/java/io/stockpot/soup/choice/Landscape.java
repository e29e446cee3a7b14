package io.stockpot.soup.choice;

import io.stockpot.outcome.Accuracy;
import io.stockpot.soup.choice.SearchTrial.Role;
import java.util.function.Function;

/**
 * What a descent goes down.
 *
 * @param network answers
 * @param loss of the answers of one mixture
 * @param accuracy that they show
 * @param role of the mixtures that the descent comes by
 * @param look forward passes that the answer to one image takes
 * @param slope forward passes that the derivative takes at the mixture that was asked last, for one image
 * @param again forward passes that it takes more at another
 */
record Landscape(
        MixedNetwork network,
        Function<Scores, DescentLoss> loss,
        Function<Scores, Accuracy> accuracy,
        Role role,
        long look,
        long slope,
        long again) {}
