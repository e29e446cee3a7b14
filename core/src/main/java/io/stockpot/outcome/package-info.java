/** Results as bits: one per image and condition, and the accuracies, intervals and tests that are functions of them. */
package io.stockpot.outcome;
