package io.stockpot.evaluate;

import io.stockpot.attack.Attack;
import io.stockpot.attack.GradientTally;
import io.stockpot.outcome.Accuracy;

/**
 * What one attack of a condition did.
 *
 * @param attack which has no parts
 * @param name of the attack, such as "targeted-apgd"
 * @param broken how many images it broke
 * @param left how many images were right after it; where only the union is measured, under all threats
 * @param gradients what was seen of gradients
 * @param seconds that it took
 */
public record StageFindings(
        Attack attack, String name, int broken, Accuracy left, GradientTally gradients, double seconds) {}
