/**
 * The only door to libtorch: boot, lifetimes, seeds, precision, named weights and checkpoint file
 * formats.
 */
package io.stockpot.tensor;
