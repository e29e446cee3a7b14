/** Nominal and adversarial training and fine-tuning. */
package io.stockpot.train;
