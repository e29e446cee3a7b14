/** The only door to libtorch: boot, lifetimes, precision, named weights and their linear combinations. */
package io.stockpot.tensor;
