/** The page that answers while mixing weights are moved, and the server behind it. */
package io.stockpot.serve;
