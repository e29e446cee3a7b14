/** Files of named weights in every format, read without executing anything and written whole. */
package io.stockpot.tensor.file;
