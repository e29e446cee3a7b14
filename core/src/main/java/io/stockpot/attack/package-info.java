/**
 * The search for adversarial perturbations: attacks propose, the {@link io.stockpot.attack.Judge} disposes. {@link
 * io.stockpot.attack.Attack} is the entry; APGD is read in {@code Apgd} and {@code ApgdAscent}.
 */
package io.stockpot.attack;
