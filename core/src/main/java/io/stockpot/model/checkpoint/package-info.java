/** Files of models: read without executing anything, recognised by their weights, described. */
package io.stockpot.model.checkpoint;
