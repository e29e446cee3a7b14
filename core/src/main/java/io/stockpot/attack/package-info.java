/**
 * The search for adversarial perturbations: attacks propose, the {@link io.stockpot.attack.Judge}
 * disposes.
 */
package io.stockpot.attack;
