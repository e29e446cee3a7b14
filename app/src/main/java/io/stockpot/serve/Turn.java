package io.stockpot.serve;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;

/**
 * Whose turn it is to compute: one at a time, in the order of asking. Who computes for long gives way between its steps,
 * so that a mixture that somebody waits for does not wait for the end of an attack.
 */
public final class Turn {
    private final Semaphore free = new Semaphore(1, true);

    /** Waits for the turn, which lasts until it is closed. */
    Held take() throws InterruptedException {
        free.acquire();
        return new Held();
    }

    /** A turn that is being used. */
    final class Held implements AutoCloseable {
        /**
         * Lets those go first who wait, and waits for the turn again.
         *
         * @param work what is being done
         * @throws CancellationException naming the work, if the thread is interrupted, as it stays
         */
        void giveWay(String work) {
            if (free.hasQueuedThreads()) {
                free.release();
                acquireAgain(work);
            }
        }

        /** An interrupted holder must hold the turn all the same, because closing gives it back. */
        private void acquireAgain(String work) {
            try {
                free.acquire();
            } catch (InterruptedException ended) {
                free.acquireUninterruptibly();
                Thread.currentThread().interrupt();
                throw new CancellationException(work);
            }
        }

        /** Ends the turn. */
        @Override
        public void close() {
            free.release();
        }
    }
}
