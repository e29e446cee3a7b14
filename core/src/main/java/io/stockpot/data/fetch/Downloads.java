package io.stockpot.data.fetch;

import io.stockpot.base.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * An origin that serves files over HTTP: gzipped tar archives, or gzipped files.
 *
 * @param description what messages call this place
 * @param downloads all files that are needed
 */
public record Downloads(String description, List<Download> downloads) implements Origin {
    public Downloads {
        downloads = List.copyOf(downloads);
    }

    @Override
    public void fetch(Path folder, Shelf shelf, Progress progress) throws IOException {
        for (Download download : downloads) {
            Path file = download.into(folder, progress);
            if (download.name().endsWith(".tar.gz")) {
                Tar.unpack(file, shelf);
            } else {
                try (InputStream content = new GZIPInputStream(Files.newInputStream(file))) {
                    shelf.store(download.name().replaceFirst("\\.gz$", ""), content.readAllBytes());
                }
            }
            Files.delete(file);
        }
    }
}
