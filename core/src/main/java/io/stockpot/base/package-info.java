/** What every room may use and what uses nothing: randomness, progress, files that are whole or absent, digests, guards. */
package io.stockpot.base;
