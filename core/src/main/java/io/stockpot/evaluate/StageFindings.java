package io.stockpot.evaluate;

import io.stockpot.attack.Attack;
import io.stockpot.attack.GradientTally;
import io.stockpot.outcome.Accuracy;

/**
 * The result of one attack of a condition.
 *
 * @param attack an attack without parts
 * @param name of the attack, such as "targeted-apgd"
 * @param broken how many images it broke
 * @param left how many images still stand after it; where only the union is measured, against all threats
 * @param gradients statistics of the gradients that it asked for
 * @param seconds that it took
 */
public record StageFindings(
        Attack attack, String name, int broken, Accuracy left, GradientTally gradients, double seconds) {}
