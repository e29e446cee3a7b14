/**
 * The corruptions of ImageNet-C and CIFAR-10-C (Hendrycks and Dietterich, "Benchmarking neural network
 * robustness to common corruptions and perturbations", ICLR 2019; {@code docs/corruptions.md}), written
 * anew from their description. {@link io.stockpot.data.corruption.Corruption} is the entry; every other
 * class is one algorithm, with its parameters by severity beside it.
 */
package io.stockpot.data.corruption;
