/** Choosing a mixture: weights and grids, searches and selections over outcomes, and how sure one can be of them. */
package io.stockpot.soup.choice;
