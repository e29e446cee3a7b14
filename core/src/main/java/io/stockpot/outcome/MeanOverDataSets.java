package io.stockpot.outcome;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The plain mean of estimates from several data sets, such as natural shifts. The distances to the ends of
 * the intervals add as squares, and as products times a correlation where data sets show the same photos
 * (Zou and Donner 2008). The correlation of two means is that of sums over photos: the products of what a
 * photo, or a group of photos, adds to both, over all that are in both. With standard errors in place of the distances this is
 * the variance of clusters, a photo being one.
 */
public final class MeanOverDataSets {
    private final Photos photos;
    private final List<Term> terms = new ArrayList<>();

    /** The estimate on one data set, and the deviations of its images from the mean. */
    private static final class Term {
        private final Estimate estimate;
        private final int images;
        private final Map<String, Double> deviations = new HashMap<>();
        private double squares;

        Term(Estimate estimate, double[] numbers, List<String> names) {
            this.estimate = estimate;
            this.images = numbers.length;
            double mean = Estimate.ofImages(numbers).value();
            for (int image = 0; image < images; image++) {
                double deviation = numbers[image] - mean;
                if (names.isEmpty()) {
                    squares += deviation * deviation;
                } else {
                    deviations.merge(names.get(image), deviation, Double::sum);
                }
            }
            for (String name : new LinkedHashSet<>(names)) {
                squares += deviations.get(name) * deviations.get(name);
            }
        }

        private int units() {
            return deviations.isEmpty() ? images : deviations.size();
        }

        double below() {
            return estimate.value() - estimate.low();
        }

        double above() {
            return estimate.high() - estimate.value();
        }

        /** Returns the correlation of two means; where one has no spread to compute it from, the largest possible. */
        double correlation(Term other) {
            int common = 0;
            double products = 0;
            for (Map.Entry<String, Double> mine : deviations.entrySet()) {
                Double theirs = other.deviations.get(mine.getKey());
                if (theirs != null) {
                    common++;
                    products += mine.getValue() * theirs;
                }
            }
            double scale = Math.sqrt(squares * other.squares);
            return scale > 0 ? products / scale : common / Math.sqrt((double) units() * other.units());
        }
    }

    /**
     * Starts with no data set.
     *
     * @param photos which images show the same photo
     */
    public MeanOverDataSets(Photos photos) {
        this.photos = photos;
    }

    /** Returns which images show the same photo or are of one group. */
    public Photos photos() {
        return photos;
    }

    /** Adds the accuracy on a data set, over all its versions. */
    public MeanOverDataSets add(String dataSet, Outcomes outcomes) {
        return add(dataSet, photos.ofVersions(dataSet, outcomes), outcomes.shares());
    }

    /** Adds the mean of one number per image of a data set. */
    public MeanOverDataSets add(String dataSet, double[] numbers) {
        return add(dataSet, photos.ofImages(dataSet, numbers), numbers);
    }

    /**
     * Adds an estimate on a data set.
     *
     * @param numbers one per image, whose spread is that of the estimate
     */
    public MeanOverDataSets add(String dataSet, Estimate estimate, double[] numbers) {
        List<String> names = photos.names().getOrDefault(dataSet, List.of());
        if (!names.isEmpty() && names.size() != numbers.length) {
            throw new IllegalArgumentException("there are names of " + names.size() + " photos of '" + dataSet
                    + "', which has " + numbers.length + " images");
        }
        terms.add(new Term(estimate, numbers, names));
        return this;
    }

    /** Returns the mean; a photo of several data sets counts as one image, and so does a group. */
    public Estimate mean() {
        double value = 0;
        double below = 0;
        double above = 0;
        int images = 0;
        Set<String> named = new HashSet<>();
        for (int i = 0; i < terms.size(); i++) {
            Term term = terms.get(i);
            value += term.estimate.value() / terms.size();
            below += term.below() * term.below();
            above += term.above() * term.above();
            images += term.deviations.isEmpty() ? term.units() : 0;
            named.addAll(term.deviations.keySet());
            for (Term earlier : terms.subList(0, i)) {
                double correlation = term.correlation(earlier);
                below += 2 * correlation * term.below() * earlier.below();
                above += 2 * correlation * term.above() * earlier.above();
            }
        }
        return new Estimate(
                value,
                value - Math.sqrt(Math.max(0, below)) / terms.size(),
                value + Math.sqrt(Math.max(0, above)) / terms.size(),
                images + named.size());
    }
}
