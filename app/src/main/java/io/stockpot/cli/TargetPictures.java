package io.stockpot.cli;

import io.stockpot.base.Seed;
import io.stockpot.base.Shuffle;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.shift.Preparation;
import io.stockpot.data.shift.UnlabelledPictures;
import io.stockpot.model.PicturePreparation;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.StatisticsSource;
import io.stockpot.soup.TrainingImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Pictures of the shift that a soup is for, on which its batch-norm statistics are measured. */
final class TargetPictures {
    /** The option. */
    static final String OPTION = "--target";

    /** By which images are drawn. */
    private static final String DRAWN = "target";

    /** So much of a digest tells images apart. */
    private static final int DIGEST = 12;

    @Option(
            names = OPTION,
            paramLabel = "FOLDER",
            description = "Pictures like those that the soup will meet, without classes, for --batch-norm target (in"
                    + " 'season', default: the photos that choose).")
    private Path folder;

    /** Returns the folder, if it was told. */
    Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    /**
     * Reads the pictures that were told.
     *
     * @param how they are prepared
     * @throws IOException if one cannot be read
     */
    LabelledImages read(BatchNormPolicy policy, PicturePreparation how, Seed seed, IngredientOptions say)
            throws IOException {
        Preparation preparation =
                new Preparation(how.resize(), how.crop(), PictureSize.interpolation(how), how.upright());
        int most = Math.toIntExact(Math.min(Integer.MAX_VALUE, policy.looks()));
        return new UnlabelledPictures(folder, preparation).load(most, seed.child(DRAWN), say.progress());
    }

    /** Returns as many images as the policy looks at: those that {@link #read} would draw. */
    static LabelledImages drawn(LabelledImages images, BatchNormPolicy policy, Seed seed) {
        return images.subset(Arrays.stream(Shuffle.permutation(images.size(), seed.child(DRAWN)))
                .limit(policy.looks())
                .sorted()
                .toArray());
    }

    /** Returns images as a source of statistics, under a name that no other images have. */
    static StatisticsSource source(LabelledImages images, Seed seed) {
        TrainingImages these = () -> images;
        return StatisticsSource.of(these, seed)
                .named(images.size() + " pictures of '" + images.name() + "' (SHA-256 "
                        + images.digest().substring(0, DIGEST) + "…)");
    }
}
