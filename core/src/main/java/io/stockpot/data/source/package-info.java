/** Where the training and test images of a recipe come from: published data sets, and files of the user's own. */
package io.stockpot.data.source;
