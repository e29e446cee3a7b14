package io.stockpot.examples;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.ForeignNotes;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.FileSoup;
import io.stockpot.soup.MixFiles;
import io.stockpot.soup.ModelCard;
import io.stockpot.soup.choice.MixingWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Mixes four checkpoints into one file, block by block: they may be larger than the memory. */
public final class MixFourFiles {
    private static final List<String> NAMES = List.of("linf", "linf-l2", "linf-l1", "linf-nominal");

    /** Mixes the models of a folder, and writes the soup and its card. */
    static ModelCard mix(Path folder, MixingWeights weights, Path soup) throws IOException {
        List<CheckpointFile> files = new ArrayList<>();
        for (String name : NAMES) {
            files.add(CheckpointFile.open(folder.resolve(name + ".safetensors"), ForeignNotes.NONE));
        }
        MixFiles ingredients = MixFiles.checked(files, false);
        return new FileSoup(ingredients, weights, new BatchNormPolicy.Interpolate(), Optional.empty(), List.of())
                .cook(soup, MixFourFiles::noImages, new Seed(0), Progress.NONE);
    }

    private static LabelledImages noImages() {
        throw new IllegalStateException("only BatchNormPolicy.Reestimate asks for training images");
    }

    /** Takes the folder of the models and the file of the soup. */
    public static void main(String... args) throws IOException {
        MixingWeights weights = MixingWeights.parse("0.5, -0.1, 1/3, 4/15"); // their sum must be exactly 1
        ModelCard card = mix(Path.of(args[0]), weights, Path.of(args[1]));
        card.ingredients().forEach(part -> System.out.println(part.weight() + " of " + part.name()));
    }
}
