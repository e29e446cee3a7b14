package io.stockpot.outcome;

/**
 * One accuracy, as cards of models state it.
 *
 * @param condition how was looked, e.g. "clean" or "Linf 8/255"
 * @param data the data set and its part
 * @param correct images that were classified correctly
 * @param total all images
 */
public record MeasuredAccuracy(String condition, String data, int correct, int total) {}
