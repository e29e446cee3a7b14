package io.stockpot.run;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What interrupted runs have left of steps that a plan does not have: those of other recipes, which may still go on
 * with it, and of recipes as they were before a change, which never will. Nothing of a step that is being run.
 */
public final class Leftovers {
    private static final Pattern HIDDEN = Pattern.compile("\\.([0-9a-f]{12})(?:-.*\\.(?:partial|replaced)|\\.lock)");

    /** How folders of pages of unfinished runs begin. */
    static final String PAGE = "now-";

    private final Path runs;
    /** By shortened key: the directories, none where only a lock is left. */
    private final Map<String, List<Path>> directories;

    private Leftovers(Path runs, Map<String, List<Path>> directories) {
        this.runs = runs;
        this.directories = directories;
    }

    static Leftovers in(Path runs, Set<String> planned) throws IOException {
        Map<String, List<Path>> directories = new TreeMap<>();
        if (Files.isDirectory(runs)) {
            try (DirectoryStream<Path> hidden = Files.newDirectoryStream(runs, ".*")) {
                for (Path path : hidden) {
                    Matcher name = HIDDEN.matcher(path.getFileName().toString());
                    if (name.matches() && !planned.contains(name.group(1))) {
                        List<Path> ofKey = directories.computeIfAbsent(name.group(1), key -> new ArrayList<>());
                        if (Files.isDirectory(path)) {
                            ofKey.add(path);
                        }
                    }
                }
            }
        }
        Map<String, List<Path>> dead = new HashMap<>();
        for (Map.Entry<String, List<Path>> step : directories.entrySet()) {
            if (!isBeingRun(lock(runs, step.getKey()))) {
                dead.put(step.getKey(), step.getValue());
            }
        }
        return new Leftovers(runs, new TreeMap<>(dead));
    }

    private static Path lock(Path runs, String key) {
        return runs.resolve("." + key + ".lock");
    }

    private static boolean isBeingRun(Path lock) throws IOException {
        if (!Files.exists(lock)) {
            return false;
        }
        try (RunLock free = RunLock.take(lock, lock.toString())) {
            return free == null;
        } catch (StepBusyException busy) {
            return true;
        }
    }

    /** Returns the directories in the order of their names. */
    public List<Path> directories() {
        return directories.values().stream().flatMap(List::stream).sorted().toList();
    }

    /**
     * Returns the folders of pages that show unfinished runs, or lead to the report of finished ones.
     *
     * @throws IOException if the folder of runs cannot be read
     */
    public List<Path> pages() throws IOException {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        List<Path> pages = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(runs, PAGE + "*")) {
            found.forEach(pages::add);
        }
        return pages.stream().sorted().toList();
    }

    /**
     * Returns the bytes in all directories.
     *
     * @throws IOException if they cannot be read
     */
    public long bytes() throws IOException {
        long bytes = 0;
        for (Path directory : directories()) {
            try (Stream<Path> tree = Files.walk(directory)) {
                for (Path file : tree.filter(Files::isRegularFile).toList()) {
                    bytes += Files.size(file);
                }
            }
        }
        return bytes;
    }

    /**
     * Deletes the directories, the pages, and locks that nobody holds.
     *
     * @throws IOException if something cannot be deleted, or if a process has begun to use it
     */
    public void delete() throws IOException {
        for (Path page : pages()) {
            RunStore.delete(page);
        }
        for (Map.Entry<String, List<Path>> step : directories.entrySet()) {
            Path file = lock(runs, step.getKey());
            try (RunLock lock = RunLock.take(file, file.getFileName().toString())) {
                for (Path directory : step.getValue()) {
                    RunStore.delete(directory);
                }
                lock.delete();
            }
        }
    }
}
