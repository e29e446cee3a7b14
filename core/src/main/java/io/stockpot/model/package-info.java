/** Classifiers: their architectures, normalisation and batch-norm statistics, and their export as ONNX files. */
package io.stockpot.model;
