package io.stockpot.data.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.data.Interpolation;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.shift.ClassFolders;
import io.stockpot.data.shift.GroupPattern;
import io.stockpot.data.shift.Preparation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Pictures of the user's own, in one folder per class: two such folders, one to learn from and one to judge by, or a
 * single one that is split.
 *
 * @param path the folder to learn from, or of all pictures, from the working directory
 * @param test the folder to judge by; absent means a share of the pictures in {@code path}
 * @param testShare which part of each class judges, above 0 and below 1, if there is no {@code test}
 * @param group a regular expression, found in "class/file name"; pictures whose first group of it is equal stay on one side
 *     of the split, and of a training's own between what it learns from and what chooses its best moment. Absent means
 *     that each is by itself
 * @param resize pixels of the shorter side; absent means as it is
 * @param crop pixels of both sides of the centre; absent means everything
 * @param interpolation between pixels
 * @param upright whether photos are turned as their camera noted
 * @param classes which class a folder is; absent means numbers if all folders are numbers, else in alphabetical order
 * @param packed whether the pictures to learn from are decoded and resized once, into one file of the cache; augmentations
 *     that cut their own part out of a picture then see it resized
 * @param seed of the split and of the order of the pictures, which is random so that the first of them are a fair sample
 */
public record ImageFolder(
        String path,
        Optional<String> test,
        Optional<Double> testShare,
        Optional<String> group,
        Optional<Integer> resize,
        Optional<Integer> crop,
        @JsonProperty(defaultValue = "bilinear") Interpolation interpolation,
        @JsonProperty(defaultValue = "true") boolean upright,
        Optional<ClassFolders> classes,
        @JsonProperty(defaultValue = "false") boolean packed,
        @JsonProperty(defaultValue = "0") long seed)
        implements DataSource {
    /** Checks that it is said which pictures judge, and the numbers. */
    public ImageFolder {
        preparation(resize, crop, interpolation, upright);
        if (test.isPresent() == testShare.isPresent()) {
            throw new IllegalArgumentException("say which pictures judge: either 'test' with a folder of them, or"
                    + " 'test-share', e.g. 0.2, of those in 'path'");
        }
        testShare.ifPresent(share -> {
            if (!(share > 0 && share < 1)) {
                throw new IllegalArgumentException("test-share must be above 0 and below 1, not " + share);
            }
        });
        group.ifPresent(GroupPattern::require);
    }

    @Override
    public String name() {
        return Path.of(path).toAbsolutePath().normalize().getFileName().toString();
    }

    @Override
    public Optional<DataFacts> facts() {
        return Optional.empty();
    }

    @Override
    public OpenData open(DataCache cache) throws IOException {
        OpenFolders found = OpenFolders.of(this, name());
        return packed ? new PackedFolders(found, cache) : found;
    }

    /** Returns what is done to each picture. */
    Preparation preparation() {
        return preparation(resize, crop, interpolation, upright);
    }

    private static Preparation preparation(
            Optional<Integer> resize, Optional<Integer> crop, Interpolation interpolation, boolean upright) {
        return new Preparation(resize, crop, interpolation, upright);
    }
}
