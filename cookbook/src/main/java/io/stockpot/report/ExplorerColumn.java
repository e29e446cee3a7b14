package io.stockpot.report;

import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What mixtures and models got right on the same images under one condition.
 *
 * @param name of the images or the condition
 * @param images how many
 * @param mixtures the indices of the right images for each mixture, in order
 * @param alone the same for models as they are, by name; those that are not there are taken to be mixtures of one
 * @param photos one per image, in order, or none
 */
public record ExplorerColumn(
        String name,
        int images,
        Map<MixingWeights, BitSet> mixtures,
        Map<String, BitSet> alone,
        List<ExplorerPhoto> photos) {
    /** Copies the maps with their bits, and checks that the numbers of images agree. */
    public ExplorerColumn {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name of a column must not be blank");
        }
        if (images < 1) {
            throw new IllegalArgumentException("images of the column '" + name + "' must be at least 1, not " + images);
        }
        mixtures = copy(name, images, mixtures);
        alone = copy(name, images, alone);
        photos = List.copyOf(photos);
        if (!photos.isEmpty() && photos.size() != images) {
            throw new IllegalArgumentException("photos of the column '" + name
                    + "' must be none, or one for each of its " + images + " images, not " + photos.size());
        }
    }

    /** Takes a condition of a grid, without models or photos of their own. */
    public static ExplorerColumn of(String name, GridOutcomes grid, String condition) {
        Map<MixingWeights, BitSet> mixtures = new LinkedHashMap<>();
        grid.points()
                .forEach(point -> mixtures.put(point.weights(), point.outcomes().correct(condition)));
        return new ExplorerColumn(name, grid.images(), mixtures, Map.of(), List.of());
    }

    /** Returns this column with one more model as it is. */
    public ExplorerColumn withAlone(String ingredient, Outcomes outcomes, String condition) {
        if (outcomes.images() != images) {
            throw new IllegalArgumentException("the model '" + ingredient + "' has outcomes of " + outcomes.images()
                    + " images, but the column '" + name + "' has " + images);
        }
        Map<String, BitSet> more = new LinkedHashMap<>(alone);
        more.put(ingredient, outcomes.correct(condition));
        return new ExplorerColumn(name, images, mixtures, more, photos);
    }

    /** Returns this column with its images to look at. */
    public ExplorerColumn withPhotos(List<ExplorerPhoto> shown) {
        return new ExplorerColumn(name, images, mixtures, alone, shown);
    }

    /** Returns how many bits a page needs for this column. */
    long bits() {
        return (long) images * (mixtures.size() + alone.size());
    }

    private static <K> Map<K, BitSet> copy(String column, int images, Map<K, BitSet> given) {
        Map<K, BitSet> copy = new LinkedHashMap<>();
        given.forEach((key, set) -> {
            if (set.length() > images) {
                throw new IllegalArgumentException("'" + key + "' in the column '" + column + "' has image "
                        + (set.length() - 1) + " right, but there are only " + images + " images");
            }
            copy.put(key, (BitSet) set.clone());
        });
        return Collections.unmodifiableMap(copy);
    }
}
