package io.stockpot.data.fetch;

import io.stockpot.base.AtomicFile;
import io.stockpot.base.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of a data set and the places where they may be: the user's folder, the cache, then the
 * network. Only verified files enter the cache, each by an atomic rename, under a lock that holds
 * between processes; so a reader needs no lock.
 *
 * @param name of the data set
 * @param files all of them
 * @param userFolder where the user keeps the files; nothing is ever written there
 * @param cacheFolder where fetched files are kept
 * @param origins places on the network, the first to try first
 * @param byHand where a person finds the files, for the message when all fails
 */
public record FileSet(
        String name,
        List<DataFile> files,
        Optional<Path> userFolder,
        Path cacheFolder,
        List<Origin> origins,
        String byHand) {
    private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

    public FileSet {
        files = List.copyOf(files);
        origins = List.copyOf(origins);
    }

    /**
     * Returns the verified content of a file, fetched first if need be.
     *
     * @throws IOException if the user's copy is damaged, or if no place has the file
     */
    public byte[] read(DataFile file, Progress progress) throws IOException {
        List<String> failures = new ArrayList<>();
        if (userFolder.isPresent()) {
            Optional<byte[]> own = readOwn(file, userFolder.get());
            if (own.isPresent()) {
                return own.get();
            }
            String fault = Files.isDirectory(userFolder.get()) ? "has no " + file.name() : "does not exist";
            failures.add("the folder %s %s".formatted(userFolder.get(), fault));
        }
        Optional<byte[]> cached = readCached(file, failures);
        return cached.isPresent() ? cached.get() : fetch(file, failures, progress);
    }

    /**
     * Fetches what is missing.
     *
     * @throws IOException as {@link #read}
     */
    public void readAll(Progress progress) throws IOException {
        for (DataFile file : files) {
            read(file, progress);
        }
    }

    /** Returns whether the user's folder or the cache has all files, undamaged. */
    public boolean isComplete() {
        for (DataFile file : files) {
            try {
                boolean own = userFolder.isPresent()
                        && readOwn(file, userFolder.get()).isPresent();
                if (!own && readCached(file, new ArrayList<>()).isEmpty()) {
                    return false;
                }
            } catch (IOException damaged) {
                return false;
            }
        }
        return true;
    }

    private static Optional<byte[]> readOwn(DataFile file, Path folder) throws IOException {
        Path path = folder.resolve(file.name());
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(file.read(path));
        } catch (IOException damaged) {
            throw new IOException(describe(damaged) + "; replace it, or name no directory", damaged);
        }
    }

    private Optional<byte[]> readCached(DataFile file, List<String> failures) {
        Path path = cacheFolder.resolve(file.name());
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(file.read(path));
        } catch (IOException damaged) {
            failures.add(describe(damaged));
            return Optional.empty();
        }
    }

    private byte[] fetch(DataFile file, List<String> failures, Progress progress) throws IOException {
        IN_THIS_PROCESS.lock();
        try (Progress.Task task = progress.start("fetch " + name, Progress.UNKNOWN, "files")) {
            failures.forEach(task::note);
            try (FileChannel channel = openLockFile();
                    FileLock lock = lock(channel, task)) {
                Optional<byte[]> fetchedByAnother = readCached(file, new ArrayList<>());
                return fetchedByAnother.isPresent()
                        ? fetchedByAnother.get()
                        : fetchLocked(file, failures, task, progress);
            }
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }

    private FileChannel openLockFile() throws IOException {
        try {
            Files.createDirectories(cacheFolder);
            return FileChannel.open(cacheFolder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw new IOException(
                    "cannot write into the cache folder %s (%s); set %s to a folder that can be written"
                            .formatted(cacheFolder, describe(failure), DataCache.VARIABLE),
                    failure);
        }
    }

    private static FileLock lock(FileChannel channel, Progress.Task task) throws IOException {
        FileLock free = channel.tryLock();
        if (free != null) {
            return free;
        }
        task.note("waiting for another process that is fetching the same files");
        return channel.lock();
    }

    private byte[] fetchLocked(DataFile file, List<String> failures, Progress.Task task, Progress progress)
            throws IOException {
        for (Origin origin : origins) {
            try {
                origin.fetch(Files.createDirectories(underWay()), new CacheShelf(), progress);
                byte[] content = file.read(cacheFolder.resolve(file.name()));
                cleanUp(task);
                return content;
            } catch (InterruptedIOException interrupted) {
                throw interrupted;
            } catch (IOException failure) {
                failures.add(origin.description() + ": " + describe(failure));
                task.note(failures.get(failures.size() - 1));
            }
        }
        deleteIfEmpty(underWay());
        throw new IOException(everythingFailed(file, failures));
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException resumable) {
            // A partial download: the next attempt goes on with it.
        }
    }

    private Path underWay() {
        return cacheFolder.resolve("underway");
    }

    private String everythingFailed(DataFile file, List<String> failures) {
        String tried = failures.stream().map(failure -> "\n  - " + failure).collect(Collectors.joining());
        String names = files.stream().map(DataFile::name).collect(Collectors.joining(", "));
        return "cannot get %s of %s; tried:%s\nTo supply it by hand, get %s, and put %s into %s, or name their folder in the recipe: {%s: {directory: FOLDER}}"
                .formatted(file.name(), name, tried, byHand, names, cacheFolder, name);
    }

    private static String describe(IOException failure) {
        boolean reasonIsMissing = failure.getMessage() == null
                || (failure instanceof FileSystemException file && file.getReason() == null);
        return reasonIsMissing ? failure.toString().replaceFirst("^([a-z]+\\.)+", "") : failure.getMessage();
    }

    private void cleanUp(Progress.Task task) {
        try (Stream<Path> paths = Files.walk(underWay())) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException failure) {
            task.note("cannot delete %s: %s".formatted(underWay(), failure.getMessage()));
        }
    }

    /** Verifies what an origin brings and moves it into the cache in one step. */
    private final class CacheShelf implements Origin.Shelf {
        @Override
        public boolean wants(String wanted) {
            return find(wanted).isPresent();
        }

        @Override
        public void store(String stored, byte[] content) throws IOException {
            DataFile file =
                    find(stored).orElseThrow(() -> new IllegalArgumentException(name + " has no file " + stored));
            ByteBuffer verified = ByteBuffer.wrap(file.verified(content, stored));
            AtomicFile.write(cacheFolder.resolve(stored), verified);
        }

        private Optional<DataFile> find(String wanted) {
            return files.stream().filter(file -> file.name().equals(wanted)).findFirst();
        }
    }
}
