package io.stockpot;

import static org.junit.jupiter.api.Assumptions.abort;

import io.stockpot.base.Progress;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.source.Cifar10;
import io.stockpot.data.source.DataPart;
import io.stockpot.data.source.Mnist;
import io.stockpot.data.source.PublishedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that tests measure against and that are too large for the project: networks trained by others,
 * with results known from elsewhere. They are looked for in the folder "golden" of the folder that the
 * system property {@code stockpot.shared} or the environment variable {@code STOCKPOT_SHARED} names, else
 * of "shared" beside or above the project. A test whose file is absent is skipped, and says so.
 */
public final class Golden {
    private static final String PROPERTY = "stockpot.shared";
    private static final String VARIABLE = "STOCKPOT_SHARED";

    private Golden() {}

    /** Returns the file of that name, or skips the test. */
    public static Path file(String name) {
        for (Path folder : folders()) {
            Path file = folder.resolve("golden").resolve(name);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        return abort("SKIPPED, because there is no golden/" + name + " in any of " + folders() + "; set -D" + PROPERTY
                + " or " + VARIABLE);
    }

    /** Returns the folder of that name within "data", such as "cifar10-shifts/cartoon", or skips the test. */
    public static Path data(String name) {
        for (Path folder : folders()) {
            Path data = folder.resolve("data").resolve(name);
            if (Files.isDirectory(data)) {
                return data;
            }
        }
        return abort("SKIPPED, because there is no data/" + name + " in any of " + folders() + "; set -D" + PROPERTY
                + " or " + VARIABLE);
    }

    private static List<Path> folders() {
        String chosen = System.getProperty(PROPERTY, System.getenv().getOrDefault(VARIABLE, ""));
        if (!chosen.isBlank()) {
            return List.of(Path.of(chosen));
        }
        List<Path> folders = new ArrayList<>();
        Path folder = Path.of("").toAbsolutePath();
        for (int up = 0; up < 3 && folder.getParent() != null; up++) {
            folder = folder.getParent();
            folders.add(folder.resolve("shared"));
        }
        return folders;
    }

    /** Returns the 10,000 test images of CIFAR-10 in official order, or skips the test. */
    public static LabelledImages cifar10() {
        return load(new Cifar10());
    }

    /** Returns the 10,000 test images of MNIST in official order, or skips the test. */
    public static LabelledImages mnist() {
        return load(new Mnist());
    }

    private static LabelledImages load(PublishedData source) {
        try {
            return source.load(DataPart.TEST, DataCache.ofUser(), Progress.NONE);
        } catch (IOException unavailable) {
            return abort("SKIPPED, because " + source.name() + " is neither cached nor to be had: "
                    + unavailable.getMessage());
        }
    }
}
