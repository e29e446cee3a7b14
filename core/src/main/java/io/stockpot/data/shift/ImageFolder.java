package io.stockpot.data.shift;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Seed;
import io.stockpot.data.Interpolation;
import io.stockpot.data.LabelMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Pictures of the user's own (JPEG, PNG, BMP, GIF, TIFF), in one folder per class.
 *
 * @param path the folder, from the working directory
 * @param resize pixels of the shorter side; absent means as it is
 * @param crop pixels of both sides of the centre; absent means everything
 * @param interpolation between pixels
 * @param upright whether photos are turned as their camera noted
 * @param classes which class a folder is
 * @param labels from logits to answers; folders are then those of the answers
 * @param unreadable how to treat files that cannot be read
 * @param group a regular expression, found in "class/file name": none of the pictures whose first group of it is equal
 *     judges what another of them chose. Absent means that each is by itself
 */
public record ImageFolder(
        String path,
        Optional<Integer> resize,
        Optional<Integer> crop,
        @JsonProperty(defaultValue = "bilinear") Interpolation interpolation,
        @JsonProperty(defaultValue = "true") boolean upright,
        @JsonProperty(defaultValue = "matched") ClassFolders classes,
        @JsonProperty(defaultValue = "all-classes") LabelMap labels,
        @JsonProperty(defaultValue = "refuse") Unreadable unreadable,
        Optional<String> group)
        implements Shift {
    /** How many folders a message names. */
    private static final int NAMED = 12;

    /** Checks the numbers. */
    public ImageFolder {
        new Preparation(resize, crop, interpolation, upright);
        group.ifPresent(GroupPattern::require);
    }

    @Override
    public Optional<String> location() {
        return Optional.of(path);
    }

    @Override
    public ShiftImages open(String name, Optional<OwnImages> own, Seed seed) throws IOException {
        List<String> known = labels.answers(own.map(OwnImages::classNames).orElse(List.of()));
        return open(name, known, known.size());
    }

    /**
     * Opens the folder for a classifier whose classes have no names.
     *
     * @param known how many classes it knows
     */
    public ShiftImages open(String name, int known) throws IOException {
        return open(name, List.of(), known);
    }

    /**
     * Returns the names of all classes in the order in which the folders are numbered.
     *
     * @param count how many classes the classifier knows
     */
    public List<String> classNames(int count) throws IOException {
        return classes.names(FolderListing.of(Path.of(path)).folders(), List.of(), count);
    }

    private ShiftImages open(String name, List<String> known, int count) throws IOException {
        FolderListing listing = FolderListing.of(Path.of(path));
        Map<String, Integer> numbers = numbers(name, listing, known, count);
        List<String> names = known.isEmpty() ? numbered(numbers) : known;
        Preparation preparation = new Preparation(resize, crop, interpolation, upright);
        FolderImages all = new FolderShift(name, preparation, labels, names, unreadable)
                .open(Path.of(path), ignored -> Labelling.byFolder(numbers), classes.remark(listing.folders(), count));
        return group.isPresent() ? all.inGroups(group.get()) : all;
    }

    /** Numbers the folders; whether that fits is not known where no data and no classifier are. */
    private Map<String, Integer> numbers(String name, FolderListing listing, List<String> known, int count)
            throws IOException {
        try {
            Map<String, Integer> numbers = classes.numbers(listing.folders(), known);
            if (count > 0) {
                classes.requireFits(listing.folders(), count);
            }
            return numbers;
        } catch (IllegalArgumentException wrong) {
            throw new IOException(name + ", in '" + path + "': " + wrong.getMessage() + doubts(listing, known), wrong);
        }
    }

    /** Names the folders that may be too many, those without pictures first; a name that is of no class is named already. */
    private String doubts(FolderListing listing, List<String> known) {
        List<String> doubtful = classes.doubtful(listing.folders(), known);
        List<String> empty = listing.empty().stream().filter(doubtful::contains).toList();
        String hint =
                empty.isEmpty() ? "" : "; " + quoted(empty) + (empty.size() == 1 ? " holds" : " hold") + " no pictures";
        boolean all = doubtful.size() == listing.folders().size();
        List<String> others =
                doubtful.stream().filter(folder -> !empty.contains(folder)).toList();
        return all && !others.isEmpty() ? hint + "; folders with pictures are " + quoted(others) : hint;
    }

    private static String quoted(List<String> folders) {
        return folders.stream().limit(NAMED).map(folder -> "'" + folder + "'").collect(Collectors.joining(", "))
                + (folders.size() > NAMED ? ", … (" + folders.size() + " in all)" : "");
    }

    /** Names for as many classes as there are numbers: of those whose folder is not there, the number. */
    private static List<String> numbered(Map<String, Integer> numbers) {
        int classes = Collections.max(numbers.values()) + 1;
        return IntStream.range(0, classes)
                .boxed()
                .map(number -> numbers.entrySet().stream()
                        .filter(folder -> folder.getValue().equals(number))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse("class " + number))
                .toList();
    }
}
