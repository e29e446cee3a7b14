package io.stockpot.recipe;

import io.stockpot.data.DataCache;
import io.stockpot.data.DataSource;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.Part;
import io.stockpot.data.Progress;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** The images of a recipe, read when they are first needed. */
public final class RecipeImages {
    private final String name;
    private final Map<Part, String> fingerprints = new EnumMap<>(Part.class);
    private final Loader loader;
    private final Map<Part, LabelledImages> loaded = new EnumMap<>(Part.class);

    /** Reads the images of a part. */
    @FunctionalInterface
    private interface Loader {
        LabelledImages load(Part part, Progress progress) throws IOException;
    }

    /** Takes images from a source; reads nothing yet. */
    public RecipeImages(DataSource source, DataCache cache) {
        this.name = source.name();
        this.loader = (part, progress) -> source.load(part, cache, progress);
        for (Part part : Part.values()) {
            fingerprints.put(part, source.fingerprint(part));
        }
    }

    /** Takes images that are at hand. */
    RecipeImages(LabelledImages training, LabelledImages test) {
        this.name = test.name();
        this.loader = (part, progress) -> part == Part.TRAIN ? training : test;
        fingerprints.put(Part.TRAIN, training.digest());
        fingerprints.put(Part.TEST, test.digest());
    }

    /** Returns the images of a part, fetching them if need be. */
    LabelledImages load(Part part, Progress progress) throws IOException {
        LabelledImages found = loaded.get(part);
        if (found == null) {
            found = loader.load(part, progress);
            loaded.put(part, found);
        }
        return found;
    }

    /** Returns what identifies the images of a part before they are at hand. */
    String fingerprint(Part part) {
        return fingerprints.get(part);
    }

    /** Returns the name of the source. */
    String name() {
        return name;
    }
}
