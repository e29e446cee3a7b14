/**
 * Tables, fronts, ternary maps and curves as pure data, and their writers: a self-contained page, CSV, JSON and SVG. A
 * block holds numbers and words, never colours; it names the class that writes or draws it, which holds colours, never
 * numbers. A new figure is one record under {@link io.stockpot.report.Figure} and, if it is a chart, one class that
 * describes it for ECharts. An {@link io.stockpot.report.Explorer} is the one block that counts on the page itself, from
 * bits; explorer-numbers.js, which does, also runs in Rhino, where tests hold it against the Java classes.
 */
package io.stockpot.report;
