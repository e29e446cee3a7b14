package io.stockpot.outcome;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Images whose answers are correlated, because they show the same photo in several data sets, such as a test image and
 * its corruptions, or are of one group, such as the frames of a track.
 *
 * @param names for each data set that shows a photo of another or has groups, what the photos or groups are called, in
 *     the order of its images; images of other data sets show photos of their own
 */
public record Photos(Map<String, List<String>> names) {
    /** No photo is in two data sets, and none in a group; also assumed where names are not known. */
    public static final Photos DIFFERENT = new Photos(Map.of());

    /** Copies the map. */
    public Photos {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        names.forEach((dataSet, photos) -> copy.put(dataSet, List.copyOf(photos)));
        names = Collections.unmodifiableMap(copy);
    }

    /**
     * Keeps, of the names of all photos or groups of all data sets, those of data sets in which one comes twice or that
     * share one with another.
     */
    public static Photos of(Map<String, List<String>> all) {
        Map<String, Integer> times = new HashMap<>();
        all.values().forEach(photos -> photos.forEach(photo -> times.merge(photo, 1, Integer::sum)));
        Map<String, List<String>> shared = new LinkedHashMap<>();
        all.forEach((dataSet, photos) -> {
            if (photos.stream().anyMatch(photo -> times.get(photo) > 1)) {
                shared.put(dataSet, photos);
            }
        });
        return new Photos(shared);
    }

    /** Returns whether images of one data set belong together. */
    public boolean grouped(String dataSet) {
        return groups(dataSet).isPresent();
    }

    /** Returns the number of groups of a data set's images, if some belong together. */
    public OptionalInt groups(String dataSet) {
        List<String> all = names.getOrDefault(dataSet, List.of());
        int different = new HashSet<>(all).size();
        return different < all.size() ? OptionalInt.of(different) : OptionalInt.empty();
    }

    /**
     * Returns the mean accuracy over all conditions, which are versions of the images of a data set, with its interval:
     * that of {@link Estimate#ofVersions}, or of groups.
     */
    public Estimate ofVersions(String dataSet, Outcomes outcomes) {
        return grouped(dataSet)
                ? GroupedImages.of(names.get(dataSet)).accuracy(outcomes.shares())
                : Estimate.ofVersions(outcomes);
    }

    /** Returns the mean of one number per image of a data set, with the interval of images, or of groups. */
    public Estimate ofImages(String dataSet, double[] numbers) {
        return grouped(dataSet) ? GroupedImages.of(names.get(dataSet)).mean(numbers) : Estimate.ofImages(numbers);
    }

    /** Returns the photos that some of the data sets share. */
    public Photos among(List<String> dataSets) {
        Map<String, List<String>> some = new LinkedHashMap<>(names);
        some.keySet().retainAll(dataSets);
        return of(some);
    }
}
