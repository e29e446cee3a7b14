package io.stockpot.data.fetch;

import io.stockpot.base.Progress;
import java.io.IOException;
import java.nio.file.Path;

/** A place on the network that has the files of a data set, in some packing. */
public interface Origin {
    /** Returns what messages call this place. */
    String description();

    /**
     * Fetches the files and puts them on the shelf, as the publisher made them.
     *
     * @param folder for what is on its way; what is left there is used again by the next attempt
     * @throws IOException if it fails, with the reason in a few words
     */
    void fetch(Path folder, Shelf shelf, Progress progress) throws IOException;

    /** Where an origin stores the files it fetches. */
    interface Shelf {
        /** Returns whether a file of this name is asked for. */
        boolean wants(String name);

        /**
         * Verifies a file and keeps it.
         *
         * @throws IOException if it is damaged or cannot be written
         */
        void store(String name, byte[] content) throws IOException;
    }
}
