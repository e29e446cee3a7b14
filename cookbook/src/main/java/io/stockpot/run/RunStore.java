package io.stockpot.run;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Directories of finished steps. {@code <12 hex>-<name>} exists exactly when its step is finished:
 * the work happens in {@code .<12 hex>-<name>.partial}, which is renamed when it is complete. The
 * name is for the reader; only the key counts, and each directory's step.json holds all of it.
 */
public final class RunStore {
    private static final int LONGEST_NAME = 60;
    private static final String REPLACED = ".replaced";

    private final Path runs;

    /** Fills a directory with a step's files. */
    interface Work {
        void run(Path directory) throws IOException;
    }

    /**
     * Makes a store.
     *
     * @param runs the directory of all runs; created when the first step begins
     */
    public RunStore(Path runs) {
        this.runs = runs;
    }

    /**
     * Returns the directory of a finished step, whatever its name was then.
     *
     * @throws IOException if a directory of this key says nothing about itself
     */
    public Optional<Path> find(RunKey key) throws IOException {
        for (Path directory : matching(key.shortened() + "-*")) {
            if (RunRecord.keyIn(directory).equals(key)) {
                return Optional.of(directory);
            }
        }
        return Optional.empty();
    }

    /**
     * Makes {@code latest} in the store lead to a finished step.
     *
     * @param directory what {@link #find} returned
     * @return the path of the link, or nothing if something else has this name
     * @throws IOException if it cannot be written
     */
    public Optional<Path> markLatest(Path directory) throws IOException {
        return LatestRun.mark(runs, directory);
    }

    /**
     * Returns what interrupted runs have left of steps that are not in a plan.
     *
     * @throws IOException if the store cannot be read
     */
    public Leftovers leftBesides(Plan plan) throws IOException {
        Set<String> planned =
                plan.entries().stream().map(entry -> entry.key().shortened()).collect(Collectors.toSet());
        return Leftovers.in(runs, planned);
    }

    /**
     * Returns the folder for the page of a recipe that is being run; it is no step, and {@link Leftovers} know it.
     *
     * @param name of the recipe
     */
    public Path page(String name) {
        return runs.resolve(Leftovers.PAGE + fileName(name));
    }

    /**
     * Does a step's work, unless it is done, and returns its directory.
     *
     * @throws IOException if the work fails, if another process is at it, or if files cannot be written;
     *     no files of the step are left then, except what a step that resumes can go on with
     */
    Path complete(RunKey key, Step<?> step, List<RunKey> inputs, Work work) throws IOException {
        Files.createDirectories(runs);
        try (RunLock lock = RunLock.take(runs.resolve("." + key.shortened() + ".lock"), step.name())) {
            // the previous holder of the lock may have finished the step
            Optional<Path> finished = find(key);
            Path directory = finished.isPresent() ? finished.get() : fill(key, step, inputs, work);
            lock.delete();
            return directory;
        }
    }

    /**
     * Does a step's work, done or not. What was there before stays until the new is complete.
     *
     * @throws IOException as {@link #complete}
     */
    Path again(RunKey key, Step<?> step, List<RunKey> inputs, Work work) throws IOException {
        Files.createDirectories(runs);
        try (RunLock lock = RunLock.take(runs.resolve("." + key.shortened() + ".lock"), step.name())) {
            Path directory = fill(key, step, inputs, work);
            lock.delete();
            return directory;
        }
    }

    private Path fill(RunKey key, Step<?> step, List<RunKey> inputs, Work work) throws IOException {
        Path partial = partial(key, step);
        RunRecord record = begin(partial, RunRecord.begun(key, step, inputs));
        Instant resumed = Instant.now();
        boolean complete = false;
        try {
            work.run(partial);
            record.finished(resumed, Instant.now()).write(partial);
            Optional<Path> before = find(key);
            Path directory = before.isPresent() ? replace(before.get(), partial) : publish(key, step, partial);
            complete = true;
            return directory;
        } finally {
            if (!complete && !step.resumes()) {
                delete(partial);
            }
        }
    }

    private Path publish(RunKey key, Step<?> step, Path partial) throws IOException {
        Path directory = runs.resolve(key.shortened() + "-" + fileName(step.folder()));
        if (Files.exists(directory)) {
            throw new IOException("'" + directory + "' belongs to another step; move it away and run again");
        }
        Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
        return directory;
    }

    /**
     * Puts a directory in the place of another. Only renames lie between the two, and neither is there in between:
     * if the process ends just then, the step is not done.
     */
    private static Path replace(Path before, Path partial) throws IOException {
        Path aside = before.resolveSibling("." + before.getFileName() + REPLACED);
        Files.move(before, aside, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.move(partial, before, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            Files.move(aside, before, StandardCopyOption.ATOMIC_MOVE);
            throw failure;
        }
        delete(aside);
        return before;
    }

    /** Returns the directory to work in: what an interrupted run left, if the step can use it. */
    private Path partial(RunKey key, Step<?> step) throws IOException {
        for (Path left : matching("." + key.shortened() + "-*" + REPLACED)) {
            delete(left);
        }
        for (Path left : matching("." + key.shortened() + "-*.partial")) {
            boolean mine = Files.exists(left.resolve(RunRecord.FILE))
                    && RunRecord.keyIn(left).equals(key);
            if (mine && step.resumes()) {
                deleteUnfinishedFiles(left);
                return left;
            }
            delete(left);
        }
        return runs.resolve("." + key.shortened() + "-" + fileName(step.folder()) + ".partial");
    }

    /** Notes in the directory whose it is. */
    private static RunRecord begin(Path partial, RunRecord fresh) throws IOException {
        if (Files.exists(partial)) {
            return fresh.begunAt(RunRecord.startIn(partial));
        }
        Files.createDirectory(partial);
        fresh.write(partial);
        return fresh;
    }

    private List<Path> matching(String pattern) throws IOException {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        List<Path> directories = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(runs, pattern)) {
            for (Path path : found) {
                if (Files.isDirectory(path)) {
                    directories.add(path);
                }
            }
        }
        return directories;
    }

    /** Deletes what a killed process left of files it was writing (see {@code AtomicFile}). */
    private static void deleteUnfinishedFiles(Path directory) throws IOException {
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(directory, ".*.partial")) {
            for (Path file : unfinished) {
                Files.delete(file);
            }
        }
    }

    private static String fileName(String name) {
        String safe = name.replaceAll("[^A-Za-z0-9_-]+", "-");
        return safe.length() <= LONGEST_NAME ? safe : safe.substring(0, LONGEST_NAME);
    }

    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> inside;
        try (Stream<Path> tree = Files.walk(directory)) {
            inside = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : inside) {
            Files.deleteIfExists(path);
        }
    }
}
