package io.stockpot.data.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads gzipped tar archives, entry by entry; nothing is ever written where an entry's name says. */
public final class Tar {
    private static final int BUFFER = 1 << 16;

    private Tar() {}

    /** Does something with each file of an archive. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Visits a file of the archive.
         *
         * @param name without its folders
         * @param content to be read, or not, before this returns; not to be closed
         */
        void visit(String name, InputStream content) throws IOException;
    }

    /** Visits all files of an archive, in its order. */
    public static void visit(Path archive, Visitor visitor) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), BUFFER);
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file, BUFFER))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    visitor.visit(entry.getName().substring(entry.getName().lastIndexOf('/') + 1), tar);
                }
            }
        }
    }

    /** Stores every file of the archive that is wanted. */
    public static void unpack(Path archive, Origin.Shelf shelf) throws IOException {
        visit(archive, (name, content) -> {
            if (shelf.wants(name)) {
                shelf.store(name, content.readAllBytes());
            }
        });
    }
}
