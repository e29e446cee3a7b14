/**
 * Tables, fronts, ternary maps and curves as pure data, and their writers: a self-contained page, CSV,
 * JSON and SVG. A block holds numbers and words, never colours; the writers hold colours, never numbers.
 */
package io.stockpot.report;
