package io.stockpot.soup.choice;

/** The loss that a descent over mixing weights goes down, of the scores of one mixture. */
interface DescentLoss {
    /** Returns the loss; +∞ if scores are not finite or all alike. */
    double value();

    /** Returns the derivative of the loss in every score, as {@link Scores#values} orders them. */
    float[] slopes();
}
