package io.stockpot.evaluate;

import io.stockpot.attack.GradientTally;

/**
 * What one attack of a condition did.
 *
 * @param attack its name, such as "targeted-apgd"
 * @param left how many images were right after it
 * @param gradients what was seen of gradients
 * @param seconds that it took
 */
public record StageFindings(String attack, Accuracy left, GradientTally gradients, double seconds) {}
