package io.stockpot.outcome;

/**
 * One accuracy, as the card of a model states it.
 *
 * @param condition the label of the condition, e.g. "clean" or "Linf 8/255"
 * @param data the data set and its part
 * @param correct number of images that were classified correctly
 * @param total number of all images
 */
public record MeasuredAccuracy(String condition, String data, int correct, int total) {}
