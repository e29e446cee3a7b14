package io.stockpot.data.source;

import io.stockpot.base.Checksum;
import io.stockpot.base.Progress;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.fetch.DataFile;
import io.stockpot.data.fetch.FileSet;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A published data set, known by name. Its files are taken from the folder the user names, from
 * the cache, or from the network, and verified by checksum whenever they are read; so a name always means
 * the same images, wherever they come from.
 */
public sealed interface PublishedData extends DataSource, DataFacts permits Cifar, Mnist {
    /** Returns the name, such as {@code cifar10}; it is also that of the folder in the cache. */
    @Override
    String name();

    /** Returns the folder where the user keeps the files, if there is one; it is looked at first. */
    Optional<String> directory();

    /** Returns the files of one part. */
    List<DataFile> files(DataPart part);

    /** Returns the files of both parts, with the places where they may be had. */
    FileSet fileSet(DataCache cache);

    /**
     * Reads and verifies the images of one part, fetching them first if need be.
     *
     * @throws IOException if the user's files are damaged, or if no place has the files: the message
     *     lists every place that was tried, why it failed, and how to supply the files by hand
     */
    LabelledImages load(DataPart part, DataCache cache, Progress progress) throws IOException;

    /**
     * Fetches and verifies the files of both parts.
     *
     * @throws IOException as {@link #load}
     */
    default void fetch(DataCache cache, Progress progress) throws IOException {
        fileSet(cache).readAll(progress);
    }

    /** Returns whether the files of both parts are available locally; reads and verifies all of them. */
    default boolean isAvailable(DataCache cache) {
        return fileSet(cache).isComplete();
    }

    /**
     * Returns a SHA-256, in hexadecimal, that stands for the images of a part, known before they are
     * fetched: it is taken over the names and checksums of the files.
     */
    default String fingerprint(DataPart part) {
        String listing = files(part).stream()
                .map(file -> file.name() + " " + file.md5() + "\n")
                .collect(Collectors.joining());
        return Checksum.SHA_256.of(listing);
    }

    @Override
    default Optional<DataFacts> facts() {
        return Optional.of(this);
    }

    @Override
    default OpenData open(DataCache cache) {
        return new OpenPublishedData(this, cache);
    }
}
