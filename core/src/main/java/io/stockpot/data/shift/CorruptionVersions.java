package io.stockpot.data.shift;

import io.stockpot.data.corruption.Corruption;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The versions that corruptions make: "fog 3" is the third severity of fog. */
final class CorruptionVersions {
    /** Severities go from 1 to this. */
    static final int SEVERITIES = Corruption.SEVERITIES;

    /** The corruptions over which means are taken, in published order. */
    static final List<String> FIFTEEN =
            Corruption.FIFTEEN.stream().map(Corruption::text).toList();

    private CorruptionVersions() {}

    /** Returns the name of a version. */
    static String name(String corruption, int severity) {
        return corruption + " " + severity;
    }

    /**
     * Finds the folder of a corruption, in the root or one level below.
     *
     * @throws IOException if there is none
     */
    static Path folder(Path root, String corruption) throws IOException {
        if (Files.isDirectory(root.resolve(corruption))) {
            return root.resolve(corruption);
        }
        try (DirectoryStream<Path> families = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (Path family : families) {
                if (Files.isDirectory(family.resolve(corruption))) {
                    return family.resolve(corruption);
                }
            }
        }
        throw new IOException("there is no folder '" + corruption + "' in '" + root + "' or one folder below");
    }
}
