/** From a recipe to records, from records to a plan of steps, from steps to content-addressed runs. */
package io.stockpot.recipe;
