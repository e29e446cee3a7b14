package io.stockpot.data.source;

import io.stockpot.data.fetch.DataCache;
import java.io.IOException;
import java.util.Optional;

/** Where the training and test images of a recipe come from. */
public sealed interface DataSource permits PublishedData, ImageFolder, ImageNet, Numpy {
    /** Returns what the images are called in messages and reports. */
    String name();

    /** Returns what is known before anything is looked at, so that a recipe can be checked when it is read. */
    Optional<DataFacts> facts();

    /**
     * Finds the images; none is read.
     *
     * @param cache for what is fetched or made once
     * @throws IOException naming what is missing or does not fit, and the way out
     */
    OpenData open(DataCache cache) throws IOException;
}
