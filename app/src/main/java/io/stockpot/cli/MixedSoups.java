package io.stockpot.cli;

import io.stockpot.base.Progress;
import io.stockpot.model.PicturePreparation;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.FileSoup;
import io.stockpot.soup.MixFiles;
import io.stockpot.soup.ModelCard;
import io.stockpot.soup.StatisticsSource;
import io.stockpot.soup.choice.LayeredWeights;
import io.stockpot.soup.choice.MixingWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes mixtures of some files, as the command {@code mix} does.
 *
 * @param ingredients as they were told
 * @param files they are
 * @param batchNorm how running statistics are set
 * @param source what that may need
 */
record MixedSoups(IngredientOptions ingredients, MixFiles files, BatchNormPolicy batchNorm, StatisticsSource source) {
    /** Opens the files to mix them. */
    static MixedSoups of(IngredientOptions ingredients) throws IOException {
        MixFiles files = ingredients.openToMix();
        StatisticsSource source = ingredients.statistics(preparation(ingredients, files), Optional.empty());
        return new MixedSoups(ingredients, files, ingredients.spelledOut(files, source), source);
    }

    /** Writes a mixture and its card. */
    ModelCard cook(MixingWeights weights, Path out, Progress progress) throws IOException {
        return cook(LayeredWeights.of(weights), out, progress);
    }

    /** Writes a mixture whose weights may differ from tensor to tensor, and its card. */
    ModelCard cook(LayeredWeights weights, Path out, Progress progress) throws IOException {
        return named(new FileSoup(files, weights)).with(batchNorm, source).cook(out, progress);
    }

    /** Returns how pictures are brought to the size of the models; as they are, where nothing says it. */
    private static PicturePreparation preparation(IngredientOptions ingredients, MixFiles files) {
        return files.architecture()
                .flatMap(network -> PictureSize.of(network, ingredients.data(), files.usage()))
                .map(PictureSize::preparation)
                .orElse(PictureSize.asTheyAre());
    }

    /**
     * Returns the soup with the names of classes and the size of images of --data, if that is told and has as many classes:
     * statistics can be measured on images of other classes too.
     */
    private FileSoup named(FileSoup soup) {
        try {
            return ingredients
                    .data()
                    .map(source -> soup.with(UsageOptions.of(source)))
                    .orElse(soup);
        } catch (IllegalArgumentException unfit) {
            ingredients.warn("--data serves for statistics only: " + unfit.getMessage());
            return soup;
        }
    }
}
