/**
 * Clean, robust and shifted accuracy as outcomes per image: one bit per image and condition, from
 * which every figure and table follows.
 */
package io.stockpot.evaluate;
