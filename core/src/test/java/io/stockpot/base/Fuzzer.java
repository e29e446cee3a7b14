package io.stockpot.base;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * Reads damaged files, again and again. Each must be read or refused with an IOException that names it, in seconds,
 * and with no more heap than allowed. A trial is decided by the kind of file, the seed and the trial's number; what fails
 * is kept in {@code target/fuzz}. A few hundred trials a kind, or as many as fit into {@code -Dfuzz.minutes}.
 */
public final class Fuzzer {
    private static final int USUAL_TRIALS = 300;
    private static final int LONGEST_SECONDS = 30;
    private static final int MEBIBYTE = 1 << 20;
    private static final Path FAILURES = Path.of("target", "fuzz");

    private final String kind;
    private final Path file;
    private final List<byte[]> corpus;
    private final UnaryOperator<byte[]> packing;
    private final long allowance;
    private final long seed = Long.getLong("fuzz.seed", 1);

    private int read;
    private long mostBytes;
    private long slowestNanos;

    /** Reads a file to its end. */
    @FunctionalInterface
    public interface Reader {
        /** Returns if the file is whole, or seems to be. */
        void read(Path file) throws IOException;
    }

    /** A content that was read otherwise than it must be. */
    private static final class FoundException extends Exception {
        private static final long serialVersionUID = 1;

        FoundException(String what, Throwable cause) {
            super(what, cause);
        }
    }

    /**
     * Describes a kind of file.
     *
     * @param file to be written again and again
     * @param corpus whole contents
     * @param packing what is done to a damaged content before it is written, such as lengths and checksums that let
     *     readers come further
     * @param mebibytes of heap that a reader may allocate
     */
    public Fuzzer(String kind, Path file, List<byte[]> corpus, UnaryOperator<byte[]> packing, int mebibytes) {
        this.kind = kind;
        this.file = file;
        this.corpus = List.copyOf(corpus);
        this.packing = packing;
        this.allowance = (long) mebibytes * MEBIBYTE;
    }

    /** Reads the whole contents, which must succeed, then damaged ones. */
    public void run(Reader reader) throws Exception {
        for (byte[] whole : corpus) {
            reader.read(Files.write(file, packing.apply(whole)));
        }
        double minutes = Double.parseDouble(System.getProperty("fuzz.minutes", "0"));
        long begin = System.nanoTime();
        long trial = 0;
        ExecutorService worker = Executors.newSingleThreadExecutor(Fuzzer::daemon);
        try {
            while (minutes > 0 ? System.nanoTime() - begin < minutes * 60e9 : trial < USUAL_TRIALS) {
                tryOne(reader, worker, trial++);
            }
        } finally {
            worker.shutdownNow();
        }
        System.out.printf(
                "fuzz %s: seed %d, %d files, %d read and %d refused; slowest %.2f s, most heap %.1f MiB%n",
                kind, seed, trial, read, trial - read, slowestNanos / 1e9, mostBytes / (double) MEBIBYTE);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "fuzz");
        thread.setDaemon(true);
        return thread;
    }

    private void tryOne(Reader reader, ExecutorService worker, long trial) throws Exception {
        Seed own = new Seed(seed).child(kind).child(Long.toString(trial));
        byte[] content = packing.apply(new Mutations(corpus, own.generator()).next());
        Files.write(file, content);
        Future<Boolean> done = worker.submit(() -> isRead(reader));
        try {
            read += done.get(LONGEST_SECONDS, TimeUnit.SECONDS) ? 1 : 0;
        } catch (TimeoutException hanging) {
            throw failure(trial, content, "reading takes more than " + LONGEST_SECONDS + " s", hanging);
        } catch (ExecutionException found) {
            throw failure(
                    trial,
                    content,
                    found.getCause().getMessage(),
                    found.getCause().getCause());
        }
    }

    private AssertionError failure(long trial, byte[] content, String what, Throwable cause) throws IOException {
        Path kept = Files.createDirectories(FAILURES)
                .resolve("%s-%d-%d-%s"
                        .formatted(kind, seed, trial, file.getFileName())
                        .replace(' ', '-'));
        Files.write(kept, content);
        return new AssertionError(
                "%s, seed %d, file %d: %s; it is kept as %s".formatted(kind, seed, trial, what, kept.toAbsolutePath()),
                cause);
    }

    private boolean isRead(Reader reader) throws FoundException {
        long before = allocated();
        long begin = System.nanoTime();
        boolean whole = false;
        try {
            reader.read(file);
            whole = true;
        } catch (IOException refused) {
            requireName(refused);
        } catch (Throwable escaped) {
            throw new FoundException("it must be read, or refused with an IOException, not " + escaped, escaped);
        }
        slowestNanos = Math.max(slowestNanos, System.nanoTime() - begin);
        long bytes = allocated() - before;
        mostBytes = Math.max(mostBytes, bytes);
        if (bytes > allowance) {
            throw new FoundException("reading allocates %d bytes, more than %d".formatted(bytes, allowance), null);
        }
        return whole;
    }

    private void requireName(IOException refused) throws FoundException {
        String name = file.getFileName().toString();
        if (refused.getMessage() == null || !refused.getMessage().contains(name)) {
            throw new FoundException("the refusal must name the file: " + refused, refused);
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
