/** Files from elsewhere: downloads that resume, checksums, one cache for all. */
package io.stockpot.data.fetch;
