package io.stockpot.data.fetch;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The folder where data sets are kept once fetched, each in a folder named after its source. Several
 * processes may share it.
 *
 * @param folder need not exist yet
 */
public record DataCache(Path folder) {
    /** Names the environment variable that moves everything this project caches. */
    public static final String VARIABLE = "STOCKPOT_CACHE";

    /** Makes the folder absolute. */
    public DataCache {
        folder = Objects.requireNonNull(folder, "folder").toAbsolutePath().normalize();
    }

    /**
     * Returns the cache of the user: {@code $STOCKPOT_CACHE/data} if that variable is set, else {@code
     * stockpot/data} in the folder where the operating system wants caches.
     */
    public static DataCache ofUser() {
        return of(System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
    }

    static DataCache of(Map<String, String> environment, String system, Path home) {
        String chosen = environment.getOrDefault(VARIABLE, "");
        if (!chosen.isBlank()) {
            return new DataCache(Path.of(chosen).resolve("data"));
        }
        return new DataCache(caches(environment, system.toLowerCase(Locale.ROOT), home)
                .resolve("stockpot")
                .resolve("data"));
    }

    private static Path caches(Map<String, String> environment, String system, Path home) {
        if (system.startsWith("mac")) {
            return home.resolve("Library").resolve("Caches");
        }
        if (system.startsWith("windows")) {
            return absoluteOr(
                    environment.get("LOCALAPPDATA"), home.resolve("AppData").resolve("Local"));
        }
        return absoluteOr(environment.get("XDG_CACHE_HOME"), home.resolve(".cache"));
    }

    /** The XDG Base Directory Specification asks to ignore relative folders. */
    private static Path absoluteOr(String folder, Path otherwise) {
        boolean usable = folder != null && !folder.isBlank() && Path.of(folder).isAbsolute();
        return usable ? Path.of(folder) : otherwise;
    }

    /** Returns the folder of one source, such as {@code cifar10}. */
    public Path folder(String source) {
        return folder.resolve(source);
    }
}
