/** Claims of the paper, decided by measurements: pure functions of outcomes. */
package io.stockpot.claim;
