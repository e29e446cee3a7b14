/** Benchmarks: ratios measured side by side in one run. */
package io.stockpot.bench;
