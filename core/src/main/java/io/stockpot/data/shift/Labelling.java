package io.stockpot.data.shift;

import io.stockpot.data.Answers;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the files of a folder get their right answers. */
@FunctionalInterface
interface Labelling {
    /**
     * Returns the right answers to the image in a file.
     *
     * @return empty if the image is not to be used
     * @throws IOException if it has no label, naming it
     */
    Optional<int[]> answers(FolderListing.Item file) throws IOException;

    /** Labels by the class of the folder. */
    static Labelling byFolder(Map<String, Integer> classes) {
        return file -> Optional.of(new int[] {classes.get(file.folder())});
    }

    /** Returns further answers to count as well, by name; none by default. */
    default Map<String, Answers> asides(List<FolderListing.Item> files) throws IOException {
        return Map.of();
    }
}
