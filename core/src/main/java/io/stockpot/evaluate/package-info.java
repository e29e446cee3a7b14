/**
 * The evaluation of a classifier: clean, robust and shifted accuracy as one bit per image and condition. {@link
 * io.stockpot.evaluate.Evaluator} is the entry, {@code Evaluation} the place to begin reading; a {@link
 * io.stockpot.evaluate.Journal} lets an interrupted one go on.
 */
package io.stockpot.evaluate;
