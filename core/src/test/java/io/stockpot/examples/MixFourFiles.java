package io.stockpot.examples;

import io.stockpot.soup.FileSoup;
import io.stockpot.soup.ModelCard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Mixes four checkpoints into one file, block by block: they may be larger than the memory. */
public final class MixFourFiles {
    private static final List<String> NAMES = List.of("linf", "linf-l2", "linf-l1", "linf-nominal");

    /** Takes the folder of the models and the file of the soup. */
    public static void main(String... args) throws IOException {
        List<Path> files = NAMES.stream()
                .map(name -> Path.of(args[0], name + ".safetensors"))
                .toList();
        FileSoup soup = FileSoup.of(files, "0.5, -0.1, 1/3, 4/15"); // the sum must be exactly 1
        ModelCard card = soup.cook(Path.of(args[1]));
        card.ingredients().forEach(part -> System.out.println(part.weight() + " of " + part.name()));
    }
}
