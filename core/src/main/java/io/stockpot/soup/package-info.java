/** Soups of models in memory and in files, their batch-norm statistics, and the evaluation of many mixtures. */
package io.stockpot.soup;
