/**
 * Labelled images: where they come from, how they are split, batched and augmented, and which answers count as right.
 */
package io.stockpot.data;
