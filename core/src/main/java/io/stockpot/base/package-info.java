/**
 * What every package may use and what uses none: randomness, progress, guards, digests, files that are whole or
 * absent, files that grow line by line.
 */
package io.stockpot.base;
