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
public final class Material {
    private final DataSource source;
    private final DataCache cache;
    private final Map<Part, LabelledImages> loaded = new EnumMap<>(Part.class);

    /** Reads nothing yet. */
    public Material(DataSource source, DataCache cache) {
        this.source = source;
        this.cache = cache;
    }

    /** Returns the images of a part, fetching them if need be. */
    LabelledImages images(Part part, Progress progress) throws IOException {
        LabelledImages images = loaded.get(part);
        if (images == null) {
            images = source.load(part, cache, progress);
            loaded.put(part, images);
        }
        return images;
    }

    /** Returns what identifies the images of a part before they are at hand. */
    String fingerprint(Part part) {
        return source.fingerprint(part);
    }

    /** Returns the name of the source. */
    String name() {
        return source.name();
    }
}
