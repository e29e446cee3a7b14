/**
 * Labelled images: where they come from, how they are split, batched and augmented. Also the listener
 * through which long work tells how far it is.
 */
package io.stockpot.data;
