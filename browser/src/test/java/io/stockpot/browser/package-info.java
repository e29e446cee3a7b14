/** Tests that open pages of Stockpot, made by its command line, in a real browser. */
package io.stockpot.browser;
