/** How a command line is read and explained: names of options, wrong usage, help, completion and manual. */
package io.stockpot.cli.usage;
