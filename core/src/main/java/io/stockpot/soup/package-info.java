/** Mixing weights, grids of them, soups of models, and the outcomes of whole grids. */
package io.stockpot.soup;
