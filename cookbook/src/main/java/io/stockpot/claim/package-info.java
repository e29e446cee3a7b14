/** Statements of the paper, held against what was measured: pure functions of outcomes. */
package io.stockpot.claim;
