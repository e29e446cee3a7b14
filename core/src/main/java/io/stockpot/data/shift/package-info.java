/**
 * Natural shifts: images from elsewhere, in folders and arrays, each with its protocol, that is with what is
 * done to pictures, which images are used, and what counts as a right answer.
 */
package io.stockpot.data.shift;
