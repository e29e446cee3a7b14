package io.stockpot.data.shift;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.base.Shuffle;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MemoryPixels;
import io.stockpot.data.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Pictures whose classes nobody has told, anywhere in a folder or its folders.
 *
 * @param folder where they are
 * @param preparation what is done to each
 */
public record UnlabelledPictures(Path folder, Preparation preparation) {
    /** The only class there is. */
    private static final String UNKNOWN = "unknown";

    /**
     * Reads pictures.
     *
     * @param most how many, drawn by the seed if there are more
     * @return in the order of their folders and names, each with the label 0
     * @throws IOException if there are none, or one cannot be read or has another size than the first, naming it
     */
    public LabelledImages load(int most, Seed seed, Progress progress) throws IOException {
        List<Path> all = new ArrayList<>();
        collect(folder, all);
        if (all.isEmpty()) {
            throw new IOException("there are no pictures in '" + folder + "'");
        }
        int[] drawn = Arrays.stream(Shuffle.permutation(all.size(), seed))
                .limit(most)
                .sorted()
                .toArray();
        ImageShape shape = preparation.read(all.get(drawn[0])).shape();
        MemoryPixels pixels = new MemoryPixels(shape, drawn.length);
        try (Progress.Task task = progress.start("read " + folder.getFileName(), drawn.length, "images")) {
            for (int place = 0; place < drawn.length; place++) {
                Path file = all.get(drawn[place]);
                Raster picture = preparation.read(file);
                if (!picture.shape().equals(shape)) {
                    throw new IOException(
                            "pictures in '" + folder + "' differ in size: '" + all.get(drawn[0]) + "' has " + shape
                                    + " and '" + file + "' has " + picture.shape() + "; bring them to one size first");
                }
                pixels.write(place, picture);
                task.advanceTo(place + 1);
            }
        }
        return LabelledImages.of(folder.getFileName().toString(), pixels, new int[drawn.length], List.of(UNKNOWN));
    }

    private static void collect(Path folder, List<Path> pictures) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    Files.exists(folder)
                            ? "'" + folder + "' is a file, not a folder"
                            : "there is no folder '" + folder + "'");
        }
        for (Path inside : FolderListing.visible(folder)) {
            if (Files.isDirectory(inside)) {
                collect(inside, pictures);
            } else if (FolderListing.isPicture(inside)) {
                pictures.add(inside);
            }
        }
    }
}
