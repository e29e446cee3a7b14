/** Recipes: YAML files read into records, and the steps that these ask for; {@code run} plans and runs the steps. */
package io.stockpot.recipe;
