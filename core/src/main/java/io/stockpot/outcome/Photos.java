package io.stockpot.outcome;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The images of several data sets that show the same photo, such as a test image and its corruptions: the
 * answers to them are correlated.
 *
 * @param names for each data set that shows a photo of another, the names of its photos in the order of its
 *     images, none twice; images of other data sets show photos of their own
 */
public record Photos(Map<String, List<String>> names) {
    /** No photo is in two data sets; also assumed where names are not known. */
    public static final Photos DIFFERENT = new Photos(Map.of());

    /** Copies the map. */
    public Photos {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        names.forEach((dataSet, photos) -> copy.put(dataSet, List.copyOf(photos)));
        names = Collections.unmodifiableMap(copy);
    }

    /** Keeps, of the names of all photos of all data sets, those of data sets that share a photo with another. */
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

    /** Returns the photos that some of the data sets share. */
    public Photos among(List<String> dataSets) {
        Map<String, List<String>> some = new LinkedHashMap<>(names);
        some.keySet().retainAll(dataSets);
        return of(some);
    }
}
