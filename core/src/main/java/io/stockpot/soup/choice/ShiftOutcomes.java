package io.stockpot.soup.choice;

import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.MeanOverDataSets;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.Photos;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What every mixture of one grid got right on several data sets, such as natural shifts (Croce et al.
 * 2023, §5). Selections, compositions, few-shot studies and the transfer of rankings are functions of
 * these bits.
 *
 * <p>The images of a data set are those that a soup may be chosen with, or those it is judged on. Its
 * conditions are versions of the same images, e.g. "fog 3"; a data set of one version has one condition.
 * The score of a mixture on a data set is its mean accuracy over the conditions.
 *
 * @param dataSets by name, in the order of reports; all of the same ingredients and mixtures
 * @param photos which of their images show the same photo or are of one group
 */
public record ShiftOutcomes(Map<String, GridOutcomes> dataSets, Photos photos) {
    /** Copies the map and checks that all data sets were measured on the same grid, and that names fit them. */
    public ShiftOutcomes {
        dataSets = Collections.unmodifiableMap(new LinkedHashMap<>(dataSets));
        if (dataSets.isEmpty()) {
            throw new IllegalArgumentException("the outcomes of shifts need at least one data set");
        }
        Map.Entry<String, GridOutcomes> first = dataSets.entrySet().iterator().next();
        dataSets.forEach((name, grid) -> requireSameGrid(first.getKey(), first.getValue(), name, grid));
        for (Map.Entry<String, List<String>> named : photos.names().entrySet()) {
            GridOutcomes grid = dataSets.get(named.getKey());
            if (grid == null || grid.images() != named.getValue().size()) {
                throw new IllegalArgumentException("there are names of "
                        + named.getValue().size() + " photos of the data set '" + named.getKey() + "', which "
                        + (grid == null ? "is not there" : "has " + grid.images() + " images"));
            }
        }
    }

    /** Holds outcomes of data sets of which no two show the same photo. */
    public ShiftOutcomes(Map<String, GridOutcomes> dataSets) {
        this(dataSets, Photos.DIFFERENT);
    }

    private static void requireSameGrid(String firstName, GridOutcomes first, String name, GridOutcomes grid) {
        String pair = "the data sets '" + firstName + "' and '" + name + "' ";
        if (!grid.ingredients().equals(first.ingredients())) {
            throw new IllegalArgumentException(
                    pair + "mix different models: " + first.ingredients() + " and " + grid.ingredients());
        }
        if (!grid.weights().equals(first.weights())) {
            throw new IllegalArgumentException(pair + "were measured on different grids: "
                    + first.points().size() + " and " + grid.points().size()
                    + " mixtures, not the same or not in the same order");
        }
    }

    /** Returns the outcomes of one data set. */
    public static ShiftOutcomes of(String name, GridOutcomes grid) {
        return new ShiftOutcomes(Map.of(name, grid));
    }

    /** Returns the names of the data sets in order. */
    public List<String> names() {
        return List.copyOf(dataSets.keySet());
    }

    /** Returns the names of the mixed models. */
    public List<String> ingredients() {
        return first().ingredients();
    }

    /** Returns the mixtures in the order of the grid. */
    public List<MixingWeights> weights() {
        return first().weights();
    }

    /**
     * Returns the outcomes on one data set.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public GridOutcomes grid(String name) {
        GridOutcomes grid = dataSets.get(name);
        if (grid == null) {
            throw new IllegalArgumentException("there is no data set '" + name + "'; known: " + names());
        }
        return grid;
    }

    /** Returns the score of a mixture on a data set: its mean accuracy over all versions of the images. */
    public Estimate score(String name, MixingWeights weights) {
        return photos.ofVersions(name, grid(name).at(weights));
    }

    /** Returns the plain mean of a mixture's scores over some data sets; a photo of several counts as one image. */
    public Estimate mean(List<String> names, MixingWeights weights) {
        MeanOverDataSets mean = new MeanOverDataSets(photos);
        names.forEach(name -> mean.add(name, grid(name).at(weights)));
        return mean.mean();
    }

    /** Returns the ingredients alone in the order of the grid, if it holds all of them. */
    public Optional<ShiftOutcomes> alone() {
        int size = ingredients().size();
        Set<MixingWeights> vertices = IntStream.range(0, size)
                .mapToObj(i -> MixingWeights.vertex(i, size))
                .collect(Collectors.toSet());
        List<MixingWeights> there =
                weights().stream().filter(vertices::contains).toList();
        if (there.size() < size) {
            return Optional.empty();
        }
        Map<String, GridOutcomes> alone = new LinkedHashMap<>();
        dataSets.forEach((name, grid) -> alone.put(
                name,
                GridOutcomes.of(
                        grid.ingredients(), there, there.stream().map(grid::at).toList())));
        return Optional.of(new ShiftOutcomes(alone, photos));
    }

    /** Returns some data sets, in the given order. */
    public ShiftOutcomes select(List<String> names) {
        Map<String, GridOutcomes> some = new LinkedHashMap<>();
        names.forEach(name -> some.put(name, grid(name)));
        return new ShiftOutcomes(some, photos.among(names));
    }

    /** Returns each version of one data set, such as "fog 3", as a data set of its own. */
    public ShiftOutcomes versions(String name) {
        GridOutcomes grid = grid(name);
        List<String> images =
                IntStream.range(0, grid.images()).mapToObj(Integer::toString).toList();
        Map<String, GridOutcomes> versions = new LinkedHashMap<>();
        Map<String, List<String>> photos = new LinkedHashMap<>();
        for (String condition : grid.conditions()) {
            List<Outcomes> outcomes = grid.points().stream()
                    .map(point -> point.outcomes().select(List.of(condition)))
                    .toList();
            versions.put(condition, GridOutcomes.of(grid.ingredients(), weights(), outcomes));
            photos.put(condition, images);
        }
        return new ShiftOutcomes(versions, new Photos(photos));
    }

    /** Writes the outcomes as JSON with packed bits, and the names of photos where data sets share some. */
    public void write(Path file) throws IOException {
        PackedShifts.write(file, this);
    }

    /**
     * Reads a file written by {@link #write}.
     *
     * @throws IOException if it cannot be read or is not what was written
     */
    public static ShiftOutcomes read(Path file) throws IOException {
        return PackedShifts.read(file);
    }

    private GridOutcomes first() {
        return dataSets.values().iterator().next();
    }
}
