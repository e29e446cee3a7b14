/** Classifiers, architectures, checkpoints and provenance. */
package io.stockpot.model;
