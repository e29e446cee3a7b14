package io.stockpot.data.shift;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/**
 * How many pixels may be decoded at once. Pictures are read on all processors and may be of any size: each
 * takes its share before it is decoded, and waits while others hold too much.
 */
final class DecodingMemory {
    /** Half of Java's memory; the pictures' final pixels take a quarter. */
    static final DecodingMemory OF_JAVA =
            new DecodingMemory(Runtime.getRuntime().maxMemory() / 2);

    /**
     * Of a picture, at most: eight as stored (four colours of 16 bits), three as red, green and blue, and three of a
     * turned copy.
     */
    private static final int BYTES_PER_PIXEL = 16;

    /** A JPEG file with a profile is held up to three times. */
    private static final int FILE_BYTES_PER_PIXEL = 4;

    private final int limit;
    private final Semaphore free;

    /**
     * Counts memory.
     *
     * @param bytes which pictures may take together
     */
    DecodingMemory(long bytes) {
        // of three colours, more do not fit into an array
        limit = (int) Math.min(Integer.MAX_VALUE / 3, bytes / BYTES_PER_PIXEL);
        // a picture that waits for much is not overtaken for ever
        free = new Semaphore(limit, true);
    }

    /** Returns nothing yet: a share for one picture. */
    @MustBeClosed
    Share share() {
        return new Share();
    }

    /** What one picture takes, until it is closed. */
    final class Share implements AutoCloseable {
        private int taken;

        private Share() {}

        /**
         * Acquires memory for the picture, once; waits for it if need be.
         *
         * @param fileBytes size of its file
         * @throws IOException if all memory is too little
         */
        void take(int width, int height, long fileBytes) throws IOException {
            require(width, height, "it has");
            if (fileBytes / FILE_BYTES_PER_PIXEL > limit) {
                throw new IOException("its file has " + fileBytes + " bytes" + wayOut());
            }
            int wanted = (int) Math.max((long) width * height, fileBytes / FILE_BYTES_PER_PIXEL);
            free.acquireUninterruptibly(wanted);
            taken = wanted;
        }

        /** Refuses more pixels than there is memory for, without taking any. */
        void require(long width, long height, String what) throws IOException {
            if (width > limit / Math.max(height, 1)) {
                throw new IOException(what + " " + width + "×" + height + " pixels" + wayOut());
            }
        }

        @Override
        public void close() {
            free.release(taken);
            taken = 0;
        }
    }

    private String wayOut() {
        return String.format(
                Locale.ROOT,
                ", and Java's memory is enough for pictures of %,d pixels; give more, e.g. STOCKPOT_JAVA_OPTS=-Xmx8g",
                limit);
    }
}
