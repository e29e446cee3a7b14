/** The command line: commands, error messages and progress. */
package io.stockpot.cli;
