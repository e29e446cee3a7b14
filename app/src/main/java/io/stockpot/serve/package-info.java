/** The live page: a small HTTP server for one person, who mixes by hand and sees what the mixture answers. */
package io.stockpot.serve;
