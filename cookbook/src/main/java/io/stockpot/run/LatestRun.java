package io.stockpot.run;

import io.stockpot.base.AtomicFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The name {@code latest} among the runs, which leads to the report that was written last: a link, or, where links do
 * not work, a text file with the name of the directory. It is no run, because its name has no key.
 */
final class LatestRun {
    static final String NAME = "latest";

    private LatestRun() {}

    static Optional<Path> mark(Path runs, Path directory) throws IOException {
        Path latest = runs.resolve(NAME);
        if (Files.isDirectory(latest, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        Path target = directory.getFileName();
        Path partial = runs.resolve("." + NAME + "-" + ProcessHandle.current().pid());
        try {
            Files.deleteIfExists(partial);
            Files.createSymbolicLink(partial, target);
            Files.move(partial, latest, StandardCopyOption.ATOMIC_MOVE);
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            Files.deleteIfExists(partial);
            AtomicFile.writeText(latest, target + "\n");
        }
        return Optional.of(latest);
    }
}
