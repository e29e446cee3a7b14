/**
 * The search for adversarial perturbations: attacks propose, the {@link io.stockpot.attack.Adversary}
 * disposes.
 */
package io.stockpot.attack;
