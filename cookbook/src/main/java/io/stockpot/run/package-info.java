/** Steps, their keys, the plan of what is left to do, the runner and the store of finished runs. */
package io.stockpot.run;
