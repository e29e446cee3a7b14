package io.stockpot.data.source;

import io.stockpot.base.Progress;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * A published data set with the cache that its files are kept in.
 *
 * @param data the data set
 * @param cache for its files
 */
record OpenPublishedData(PublishedData data, DataCache cache) implements OpenData {
    @Override
    public List<String> classNames() {
        return data.classNames();
    }

    @Override
    public ImageShape shape() {
        return data.shape();
    }

    @Override
    public int images(DataPart part) {
        return data.images(part);
    }

    @Override
    public String fingerprint(DataPart part) {
        return data.fingerprint(part);
    }

    @Override
    public LabelledImages load(DataPart part, Progress progress) throws IOException {
        return data.load(part, cache, progress);
    }

    @Override
    public String photo(DataPart part, int index) {
        return data.name() + " " + part.name().toLowerCase(Locale.ROOT) + " " + index;
    }
}
