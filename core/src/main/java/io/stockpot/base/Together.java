package io.stockpot.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** Runs pieces of work in parallel and returns only when all have ended, so that the memory they use can be freed. */
public final class Together {
    private Together() {}

    /** One of several pieces of work. */
    @FunctionalInterface
    public interface Work {
        /** Does the piece of the given number. */
        void work(int piece) throws IOException;
    }

    /**
     * Does all pieces and waits for all, also when one fails.
     *
     * @throws IOException that of a piece that failed
     */
    public static void run(int pieces, Work work) throws IOException {
        Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
        IntStream.range(0, pieces).parallel().forEach(piece -> {
            try {
                work.work(piece);
            } catch (IOException failure) {
                failures.add(new UncheckedIOException(failure));
            } catch (RuntimeException failure) {
                failures.add(failure);
            }
        });
        RuntimeException first = failures.peek();
        if (first instanceof UncheckedIOException wrapped) {
            throw wrapped.getCause();
        }
        if (first != null) {
            throw first;
        }
    }
}
